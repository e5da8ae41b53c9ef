"""What MIGRATION.md says is so: its tables are current, its links lead somewhere, its code runs."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stepbridge_cli.reports import migration_tables
from stepbridge_emulator import Emulator

GUIDE = Path(__file__).parents[2] / "MIGRATION.md"
TEXT = GUIDE.read_text(encoding="utf-8")
PROSE = TEXT.partition("## Field tables")[0]
PROGRAM = '''\
"""Prints a short report."""

from google import genai
from google.genai import types

client = genai.Client()
response = client.models.generate_content(
    model="gemini-3.5-flash",
    contents="Summarise the day.",
    config=types.GenerateContentConfig(temperature=0.2),
)
print(response.text)
'''
# Commands that end with 1 as the guide says: legacy code is there, or nothing is left to find.
_FOUND_SOMETHING = {
    "stepbridge audit src",
    "stepbridge audit src --output report.html",
    "stepbridge audit src --format json --output audit.json",
    "stepbridge rewrite src/reports --diff",
    "git grep -n stepbridge",
}


def _fences(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PROSE, re.DOTALL)


def _setup_and_recipes() -> tuple[str, list[str]]:
    blocks = [block for block in _fences("python") if "stepbridge.install" not in block]
    return blocks[0], blocks[1:]


def test_the_tables_are_current() -> None:
    assert migration_tables.inserted(TEXT) == TEXT


def test_every_link_inside_the_guide_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in headings}
    anchors |= set(re.findall(r'<a id="([a-z0-9]+)">', TEXT))
    links = set(re.findall(r"\]\(#([^)]+)\)", TEXT))
    assert len(links) > 40
    assert sorted(links - anchors) == []


def _run(source: str, namespace: dict[str, Any], emulator: Emulator) -> tuple[str, list[Any]]:
    emulator.reset()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source, namespace)
    return printed.getvalue(), [exchange.prompt for exchange in emulator.exchanges]


def test_each_recipe_means_the_same_before_and_after(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in emulator.environ.items():
        monkeypatch.setenv(name, value)
    setup, recipes = _setup_and_recipes()
    namespace: dict[str, Any] = {}
    exec(setup, namespace)
    pairs = 0
    for recipe in recipes:
        if not recipe.startswith("# before"):
            printed, _ = _run(recipe, namespace, emulator)
            assert printed, recipe
            continue
        before, after = recipe.split("# after\n")
        assert _run(before, namespace, emulator) == _run(after, namespace, emulator), recipe
        pairs += 1
    assert pairs == 6


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project in git, with the folder and the program that the guide names."""
    reports = tmp_path / "src" / "reports"
    reports.mkdir(parents=True)
    (reports / "daily.py").write_text(PROGRAM)
    (tmp_path / "app.py").write_text(PROGRAM)
    for command in ("git init -q .", "git add -A", "git commit -q -m start"):
        _shell(command, tmp_path, {})
    return tmp_path


def _shell(command: str, folder: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    who = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, **dict.fromkeys(who, "guide@example.org"), **environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_commands_work_as_written_one_after_the_other(
    emulator: Emulator, project: Path, warm_start: Any
) -> None:
    commands = [line for block in _fences("sh") for line in block.splitlines()]
    assert len(commands) >= 15
    for command in commands:
        program, *words = shlex.split(command)
        if program == "stepbridge":
            script = Path(sys.executable).parent / program
            environ = {**os.environ, **emulator.environ}
            done = warm_start([script, *words], cwd=project, env=environ)
        else:
            done = _shell(command, project, emulator.environ)
        expected = 1 if command in _FOUND_SOMETHING else 0
        assert done.returncode == expected, (command, done.stdout, done.stderr)
    apis = {exchange.api for exchange in emulator.exchanges}
    assert apis == {"interactions"}, "under `stepbridge run` only Interactions requests leave"
