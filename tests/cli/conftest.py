"""The installed command as a process, small legacy programs, and a report that never changes."""

from __future__ import annotations

import ctypes
import functools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepbridge.fields.row import Fidelity
from stepbridge_cli.diffs import unified
from stepbridge_cli.problem import Problem
from stepbridge_cli.reports.model import Change, Proof, Report
from stepbridge_codemods.finding import Finding, Tier

LEGACY = """\
from google import genai

client = genai.Client()
reply = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")
print(reply.text)
"""

STAYS = """\
from google import genai


def ask(client: genai.Client, prompt: str):
    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt)
"""


@pytest.fixture
def legacy() -> str:
    """A program that rewrites natively."""
    return LEGACY


@pytest.fixture
def stays() -> str:
    """A module whose only call site is left to a person under --native-only."""
    return STAYS


@pytest.fixture
def stepbridge(tmp_path: Path, warm_start: Any) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the installed ``stepbridge`` in ``tmp_path``, as a user's shell would.

    ``preexec_fn`` makes it a process that is started, as by a shell, which takes a second longer.
    """
    script = Path(sys.executable).parent / "stepbridge"

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        plain = {name: value for name, value in os.environ.items() if "COLOR" not in name}
        environ = {**plain, "COLUMNS": "100", **options.pop("env", {})}
        prepare = options.pop("preexec_fn", None)
        start = warm_start if prepare is None else functools.partial(_cold_start, prepare)
        done = start(
            [script, *arguments],
            cwd=options.pop("cwd", tmp_path),
            env=environ,
            input=options.pop("input", "").encode("utf-8", "surrogateescape"),
            timeout=options.pop("timeout", 120),
        )
        assert not options, options
        stdout, stderr = (
            stream.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
            for stream in (done.stdout, done.stderr)
        )
        return subprocess.CompletedProcess(done.args, done.returncode, stdout, stderr)

    return run


def _cold_start(prepare: Callable[[], None], command: Any, **options: Any) -> Any:
    return subprocess.run(command, preexec_fn=prepare, capture_output=True, check=False, **options)


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a line in a shell that finds the installed ``stepbridge``."""

    def run(
        line: str, *options: str, program: str = "bash", folder: Path = tmp_path, **env: str
    ) -> subprocess.CompletedProcess[str]:
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [program, *options, "-c", line],
            cwd=folder,
            env={**os.environ, "PATH": programs, **env},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def ordinary() -> Callable[[], None]:
    """For ``preexec_fn``: takes from root the right to read and write whatever it likes."""

    def drop() -> None:
        if os.geteuid() == 0:
            drop_from_bounding_set, override, read_search = 24, 1, 2
            for capability in (override, read_search):
                ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0)

    return drop


@pytest.fixture
def repository(tmp_path: Path) -> Callable[..., str]:
    """Runs git in ``tmp_path`` with a name of its own; the first call makes the repository."""

    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"]
        done = subprocess.run(
            ["git", *identity, "-c", "init.defaultBranch=main", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    git("init", "--quiet")
    return git


def _finding(line: int, rule: str, legacy: str, new: str, tier: Tier, **more: Any) -> Finding:
    values: dict[str, Any] = {
        "path": "app/chat.py",
        "cell": 0,
        "column": 5,
        "fidelity": Fidelity.EXACT,
        "note": f"About {legacy}.",
        "site": "generate_content@4",
        "end_line": line,
        "end_column": 20,
    }
    return Finding(line=line, rule=rule, legacy=legacy, new=new, tier=tier, **(values | more))


@pytest.fixture
def report() -> Report:
    """One of everything that a report can hold, texts that need escaping included."""
    before = 'x = 1\nask("<b>&amp;</b>")\n'
    after = 'x = 1\nask("<i>, | é</i>")\n'
    findings = (
        _finding(4, "SB700", "generate_content", "interactions.create", Tier.NATIVE),
        _finding(6, "SB105", "config.top_k", "", Tier.NATIVE, fidelity=Fidelity.LOST),
        _finding(
            7,
            "SB110",
            "config.thinking_config.thinking_budget",
            "generation_config.thinking_level",
            Tier.NATIVE,
            fidelity=Fidelity.APPROXIMATE,
            behaviour_change=True,
        ),
        _finding(
            12,
            "SB002",
            "return generate_content(...)",
            "",
            Tier.MANUAL,
            path="app/llm <old>.py",
            site="generate_content@12",
            reason="SB002",
            note="Return the text, or | migrate the callers too & run again.",
        ),
        _finding(
            3,
            "SB703",
            "chats.create",
            "interactions.create",
            Tier.BRIDGED,
            path="notes.ipynb",
            cell=2,
            site="chat@3",
        ),
    )
    return Report(
        command="rewrite",
        scanned=7,
        concerned=3,
        findings=findings,
        problems=(Problem("broken.py", "syntax error: invalid syntax", "Fix it.", 3, 9),),
        notes=("docs: no Python files here",),
        changes=(Change("app/chat.py", before, after, unified("app/chat.py", before, after)),),
        proofs=(
            Proof("app/chat.py", False, "a request changed: settings.top_k", ("--- a\n+++ b\n",)),
        ),
        version="1.2.3",
        created="2026-01-31T09:00:00Z",
    )
