"""Shell completion as docs/editors.md sets it up, in the shells themselves where installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text()
LINES = {
    shell: line.replace(r"\|", "|")
    for shell, line in re.findall(r"^\| (bash|zsh|fish)[^|]*\| `(.+?)` \|", PAGE, re.MULTILINE)
}

# What bash does at the tabulator key, after the line of the page.
BASH = """
COMP_WORDS=({words}) COMP_CWORD={number} COMP_LINE="{line}" COMP_POINT={length}
_stepbridge_completion stepbridge
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

OFFERED = {
    "a command": ("stepbridge rew", "rewrite"),
    "an option": ("stepbridge audit --com", "--compare"),
    "a choice": ("stepbridge audit --format sar", "sarif"),
    "a rule": ("stepbridge explain SB70", "SB700"),
}
# In fish the comma ends a word of what click's script offers.
LISTED = {"a rule in a list": ("stepbridge audit --select SB105,SB70", "SB105,SB700")}


@pytest.fixture
def said(shell: Run, tmp_path: Path) -> Callable[[str, str], str]:
    """What a shell prints for a script; skips where the shell is not installed."""

    def run(program: str, script: str) -> str:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
        done = shell(script, program=program, HOME=str(tmp_path))
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.mark.parametrize(
    ("line", "wanted"), (OFFERED | LISTED).values(), ids=(OFFERED | LISTED).keys()
)
def test_bash(line: str, wanted: str, said: Callable[[str, str], str]) -> None:
    words = line.split()
    press = BASH.format(words=line, number=len(words) - 1, line=line, length=len(line))
    assert wanted in said("bash", f"{LINES['bash']}\n{press}").splitlines()


@pytest.mark.parametrize(("line", "wanted"), OFFERED.values(), ids=OFFERED.keys())
def test_fish(line: str, wanted: str, said: Callable[[str, str], str]) -> None:
    offered = said("fish", f"{LINES['fish']}\ncomplete -C '{line}'")
    assert wanted in [text.partition("\t")[0] for text in offered.splitlines()]


def test_zsh(said: Callable[[str, str], str]) -> None:
    script = f"autoload -Uz compinit && compinit -u\n{LINES['zsh']}\nprint $_comps[stepbridge]"
    assert said("zsh", script).strip() == "_stepbridge_completion"


@pytest.mark.parametrize("line", ["stepbridge audit sr", "stepbridge convert sr"])
def test_names_of_files_are_left_to_the_shell(line: str, stepbridge: Run) -> None:
    env = {"_STEPBRIDGE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": "2"}
    assert stepbridge(env=env).stdout.strip() == "file,sr"
