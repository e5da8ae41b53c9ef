"""Packages bring wrappers and rules along by the entry points ``stepbridge.rules``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Package = Callable[[str, str], dict[str, str]]

CALLER = "from acme.llm import ask\n\nprint(ask('Hi').text)\n"


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """Lays out an installed distribution and gives the environment in which it is found."""

    def install(module: str, value: str) -> dict[str, str]:
        site = tmp_path / "site"
        about = site / "acme_stepbridge-1.0.dist-info"
        about.mkdir(parents=True)
        (site / "acme_rules.py").write_text(module)
        (about / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: acme-stepbridge\nVersion: 1\n"
        )
        (about / "entry_points.txt").write_text(f"[stepbridge.rules]\nacme = {value}\n")
        return {"PYTHONPATH": str(site)}

    return install


FORMS = {
    "a table": (
        "WRAPPERS = {'acme.llm.ask': {'call': 'generate_content'}}\n",
        "acme_rules:WRAPPERS",
    ),
    "a module": ("WRAPPERS = {'acme.llm.ask': 'generate_content'}\n", "acme_rules"),
    "objects": (
        "from stepbridge_codemods import Wrapper\nASK = [Wrapper('acme.llm.ask')]\n",
        "acme_rules:ASK",
    ),
}  # fmt: skip


def audit(stepbridge: Run, env: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    return stepbridge("audit", "app.py", *more, env=env, preexec_fn=os.getpid)


@pytest.mark.parametrize(("module", "value"), FORMS.values(), ids=FORMS.keys())
def test_wrappers_of_a_package(
    module: str, value: str, stepbridge: Run, package: Package, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(CALLER)
    done = audit(stepbridge, package(module, value))
    assert done.returncode == 1, done.stderr
    assert "SB032" in done.stdout
    assert "SB410" in done.stdout


def test_the_configuration_wins(stepbridge: Run, package: Package, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CALLER)
    (tmp_path / "stepbridge.toml").write_text('[wrappers]\n"acme.llm.ask" = "client"\n')
    done = audit(stepbridge, package(*FORMS["a table"]))
    assert (done.returncode, done.stderr) == (0, "")


RULE = """\
from collections.abc import Iterator
from stepbridge_codemods.planning.lint import Problem, lint

@lint
def old_name(values) -> Iterator[Problem]:
    for node in values.attribute_nodes.get("ask_gemini", ()):
        yield Problem("wrong.event_type", node, None, "ask_gemini", "Say acme.llm.ask.")
"""


def test_rules_of_a_package(stepbridge: Run, package: Package, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from google.genai import interactions\nimport acme\nacme.ask_gemini()\n"
    )
    done = audit(stepbridge, package(RULE, "acme_rules"))
    assert done.returncode == 1, done.stderr
    assert "app.py:3" in done.stdout


BROKEN = {
    "an error on import": ("import nowhere_to_be_found\n", "acme_rules", "ModuleNotFoundError"),
    "a missing name": ("", "acme_rules:WRAPPERS", "AttributeError"),
    "a mistake in a table": (
        "WRAPPERS = {'acme.llm.ask': {'call': 'generate_contents'}}\n",
        "acme_rules:WRAPPERS",
        "did you mean 'generate_content'?",
    ),
    "something else": ("WRAPPERS = [3]\n", "acme_rules:WRAPPERS", "3 is no table of wrappers"),
}


@pytest.mark.parametrize(("module", "value", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_entry_point_gives_one_message(
    module: str, value: str, message: str, stepbridge: Run, package: Package, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(CALLER)
    done = audit(stepbridge, package(module, value))
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"stepbridge: entry point 'acme' of acme-stepbridge ({value})")
    assert message in line
