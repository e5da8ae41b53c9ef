"""What the README says is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def block(mark: str) -> str:
    found = re.search(rf"<!-- {re.escape(mark)} -->\n```\w+\n(.*?)```\n", README, re.DOTALL)
    assert found, mark
    return found[1]


def commands() -> list[str]:
    """The lines of the block under Commands, without comments."""
    listed = re.search(r"## Commands\n\n```sh\n(.*?)```", README, re.DOTALL)
    assert listed
    return [line.split("#")[0].strip() for line in listed[1].splitlines()]


def test_the_diff_and_the_report_are_what_the_command_prints(
    stepbridge: Run, tmp_path: Path
) -> None:
    (tmp_path / "ask.py").write_text(block("ask.py"))
    done = stepbridge("rewrite", "ask.py", "--diff", "--verify")
    assert done.stdout == block("diff")
    assert done.stderr == block("closing")
    assert done.returncode == 1


def test_the_first_report_of_a_repository(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    [command] = re.findall(
        r"repository of your own.*?\n\n```sh\nstepbridge (.*?)\n```", README, re.DOTALL
    )
    (tmp_path / "app.py").write_text(legacy)
    done = stepbridge(*shlex.split(command))
    assert (done.returncode, done.stdout) == (1, "")
    assert "</html>" in (tmp_path / "report.html").read_text()


@pytest.mark.parametrize("command", commands())
def test_every_command_runs(command: str, stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    (tmp_path / "src").mkdir()
    for name in ("src/app.py", "before.py", "after.py"):
        (tmp_path / name).write_text(legacy)
    program, *arguments = shlex.split(command)
    assert program == "stepbridge"
    done = stepbridge(*arguments, input="a\n")
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout or "--output" in arguments


def test_the_python_example_runs() -> None:
    found = re.search(r"## As a library\n\n```python\n(.*?)```", README, re.DOTALL)
    assert found
    done = subprocess.run(
        [sys.executable, "-c", found[1]], capture_output=True, text=True, check=True
    )
    assert done.stdout == "b'from google import genai\\n' () None\n"


def test_ci_runs_the_two_commands_as_written() -> None:
    script = (CHECKOUT / ".ci" / "run").read_text()
    for found in re.findall(r"```sh\n(pip install .*?)\n```", README):
        for command in found.split(" && "):
            assert command in script


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", README):
        assert (CHECKOUT / target).exists(), target
