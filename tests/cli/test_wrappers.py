"""A company's own functions around the SDK, declared in the configuration: found and followed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

SETTINGS = """\
[wrappers."acme.llm.ask"]
call = "generate_content"
parameters = { prompt = "contents", model_name = "model", top_k = "config.top_k" }

[wrappers]
"acme.llm.get_client" = "client"
"""
WRAPPER = """\
from google import genai

client = genai.Client()


def get_client() -> genai.Client:
    return client


def ask(prompt: str, model_name: str = "gemini-2.5-flash"):
    return client.models.generate_content(model=model_name, contents=prompt)
"""
CALLER = """\
from acme.llm import ask

reply = ask("Hi")
print(reply.text, reply.usage_metadata.total_token_count)
"""
MOVED = CALLER.replace("reply.text", "reply.output_text").replace(
    "usage_metadata.total_token_count", "usage.total_tokens"
)
FACTORY = """\
from acme.llm import get_client

print(get_client().models.generate_content(model="m", contents="Hi").text)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "stepbridge.toml").write_text(SETTINGS)
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "__init__.py").write_text("")
    (tmp_path / "acme" / "llm.py").write_text(WRAPPER)
    (tmp_path / "app.py").write_text(CALLER)
    return tmp_path


def rules(done: subprocess.CompletedProcess[str]) -> dict[str, set[str]]:
    """Rules by file, of a JSON report."""
    found: dict[str, set[str]] = {}
    for finding in json.loads(done.stdout)["findings"]:
        found.setdefault(finding["path"], set()).add(finding["rule"])
    return found


def test_a_caller_without_the_sdk_is_audited(stepbridge: Run, project: Path) -> None:
    (project / "app.py").write_text('from acme.llm import ask\n\nask("Hi", "m", top_k=40)\n')
    assert rules(stepbridge("audit", "app.py", "-f", "json"))["app.py"] == {
        "SB700",
        "SB105",
        "SB032",
    }


def test_definition_and_callers_migrate_together(stepbridge: Run, project: Path) -> None:
    done = stepbridge("rewrite", ".")
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "app.py").read_text() == MOVED
    assert "return client.interactions.create(" in (project / "acme/llm.py").read_text()
    again = stepbridge("rewrite", ".", "--check")
    assert (again.returncode, again.stderr) == (0, "")


def test_a_factory_declared_by_name_makes_clients(stepbridge: Run, project: Path) -> None:
    (project / "app.py").write_text(FACTORY)
    assert stepbridge("rewrite", "app.py").returncode == 0
    assert "get_client().interactions.create(" in (project / "app.py").read_text()


def test_a_wrapper_that_is_installed_elsewhere_is_left_to_a_person(
    stepbridge: Run, project: Path
) -> None:
    (project / "acme/llm.py").unlink()
    done = stepbridge("rewrite", ".")
    assert done.returncode == 1
    assert (project / "app.py").read_text() == CALLER
    assert "SB032" in done.stdout


STAYING = {
    "named alone": (("acme/llm.py",), {}),
    "a caller outside the paths": (("acme",), {}),
    "a notebook calls it": ((".",), {"n.ipynb": json.dumps({
        "cells": [{"cell_type": "code", "source": CALLER, "metadata": {}, "outputs": [],
                   "execution_count": None}], "metadata": {}, "nbformat": 4,
        "nbformat_minor": 5})}),
    "handed to something unseen": ((".",), {"more.py": "from acme import llm\nrun(llm.ask)\n"}),
    "patched by its name": ((".",), {"t.py": 'from mock import patch\npatch("acme.llm.ask")\n'}),
    "replaced by getattr": ((".",), {"t.py": 'from acme import llm\ngetattr(llm, "ask")\n'}),
    "imported by star": ((".",), {"t.py": "from acme.llm import *\nprint(ask('x').text)\n"}),
    "a caller that cannot be parsed": ((".",), {"t.py": "from acme.llm import ask\ndef broken(:"}),
    "handed on by another name": ((".",), {
        "acme/__init__.py": "from .llm import ask as question\n",
        "t.py": "from acme import question\nprint(question('x').text)\n"}),
}  # fmt: skip


@pytest.mark.parametrize(("paths", "files"), STAYING.values(), ids=STAYING.keys())
def test_what_may_not_follow_keeps_the_legacy_result(
    paths: tuple[str, ...], files: dict[str, str], stepbridge: Run, project: Path
) -> None:
    """The definition then goes over a bridge, and what callers get is as it was."""
    for name, text in files.items():
        (project / name).write_text(text)
    stepbridge("rewrite", *paths)
    assert "return stepbridge.as_response(" in (project / "acme/llm.py").read_text()
    assert (project / "app.py").read_text() == CALLER
    for name, text in files.items():
        assert (project / name).read_text() == text
    stepbridge("rewrite", ".", "--allow-dirty")
    assert (project / "app.py").read_text() == CALLER


def test_the_remark_names_the_caller_that_is_not_part_of_the_run(
    stepbridge: Run, project: Path
) -> None:
    said = stepbridge("rewrite", "acme", "--diff").stderr
    assert "note: acme.llm.ask keeps its legacy result: app.py may call it" in said


def test_with_native_only_both_stay(stepbridge: Run, project: Path) -> None:
    (project / "more.py").write_text("from acme import llm\nrun(llm.ask)\n")
    stepbridge("rewrite", ".", "--native-only")
    assert (project / "acme/llm.py").read_text() == WRAPPER
    assert (project / "app.py").read_text() == CALLER


def test_what_is_named_to_be_left_keeps_the_definition_too(stepbridge: Run, project: Path) -> None:
    (project / "app.py").write_text(CALLER.replace('("Hi")', '("Hi")  # stepbridge: ignore'))
    stepbridge("rewrite", ".", "--native-only")
    assert (project / "acme/llm.py").read_text() == WRAPPER


def test_a_file_that_cannot_be_written_takes_the_others_back(
    stepbridge: Run, project: Path, ordinary: Callable[[], None]
) -> None:
    (project / "acme/llm.py").chmod(0o444)
    done = stepbridge("rewrite", ".", preexec_fn=ordinary)
    assert done.returncode == 3
    assert (project / "app.py").read_text() == CALLER


def test_verify_writes_all_or_none(stepbridge: Run, project: Path) -> None:
    (project / "app.py").write_text(CALLER + "import random\nprint(random.random())\n")
    done = stepbridge("rewrite", ".", "--verify", "--timeout", "60")
    assert done.returncode == 1
    assert (project / "acme/llm.py").read_text() == WRAPPER


def test_proved_together(stepbridge: Run, project: Path) -> None:
    done = stepbridge("rewrite", ".", "--verify", "--timeout", "60")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "app.py").read_text() == MOVED


def test_interactive_never_asks_for_half(stepbridge: Run, project: Path) -> None:
    stepbridge("rewrite", ".", "-i", input="y\n" * 4)
    assert (project / "app.py").read_text() == CALLER
    assert "return stepbridge.as_response(" in (project / "acme/llm.py").read_text()


MISTAKES = {
    "no dotted name": ('ask = "client"', 'wrappers."ask": must be a dotted name'),
    "unknown call": (
        '"a.b" = { call = "generate_contents" }',
        "wrappers.\"a.b\".call: 'generate_contents' is not known; did you mean 'generate_content'?",
    ),
    "unknown key": (
        '"a.b" = { parameter = {} }',
        "wrappers.\"a.b\".parameter: unknown key; did you mean 'parameters'?",
    ),
    "unknown field": (
        '"a.b" = { parameters = { k = "config.topk" } }',
        "parameters.k: 'config.topk' is not known; did you mean 'config.top_k'?",
    ),
    "unknown result": ('"a.b" = { returns = "txt" }', "did you mean 'text'?"),
    "no table": ('"a.b" = 3', 'wrappers."a.b": must be a table'),
}


@pytest.mark.parametrize(("line", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_names_the_key(line: str, message: str, stepbridge: Run, project: Path) -> None:
    (project / "stepbridge.toml").write_text(f"[wrappers]\n{line}\n")
    done = stepbridge("audit")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
