"""What must hold of a rewrite, read off its text, and off the runs before and after."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from legacy_programs import Program

from stepbridge_codemods import Options, Result, Tier, rewrite

_WORKER = Path(__file__).with_name("worker.py")
_RUFF = (sys.executable, "-m", "ruff", "check", "--isolated", "--output-format", "json")
Runs = Mapping[str, Any]


def rewritten(program: Program, options: Options | None = None) -> tuple[Result, list[str]]:
    """The rewrite of a program, and what is wrong with it by its text alone."""
    try:
        result = rewrite(program.source.encode(), "app.py", options)
    except Exception as crash:
        place = traceback.extract_tb(crash.__traceback__)[-2:]
        where = ", ".join(f"{one.name} {one.lineno}" for one in place)
        return Result(program.source.encode()), [f"crash: {type(crash).__name__} in {where}"]
    wrong = []
    if result.error is not None:
        wrong.append(f"error: {result.error.message}")
    changed = result.source != program.source.encode()
    if changed:
        again = rewrite(result.source, "app.py", options)
        if again.source != result.source:
            wrong.append("a second rewrite changes it again")
        if not any(f.applied for f in result.findings):
            wrong.append("changed, and no finding says so")
    elif "generate_content" in program.source:
        if not result.findings:
            wrong.append("left alone without a word")
        if any(f.tier is not Tier.MANUAL or f.applied for f in result.findings):
            wrong.append("unchanged, but a finding says that it was rewritten")
    if any(f.tier is Tier.MANUAL and not f.reason for f in result.findings):
        wrong.append("manual without a reason")
    return result, wrong


def unresolved(sources: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Undefined names and unused imports that ruff finds, by program."""
    with tempfile.TemporaryDirectory() as place:
        for name, source in sources.items():
            Path(place, f"{name}.py").write_bytes(source)
        command = [*_RUFF, "--select", "F821,F401", "--exit-zero", place]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    found: dict[str, set[str]] = {name: set() for name in sources}
    for one in json.loads(done.stdout):
        found[Path(one["filename"]).stem].add(f"{one['code']} {one['message']}")
    return found


def run_all(jobs: list[dict[str, Any]], workers: int = 2) -> dict[str, Runs]:
    """Every job's runs, by its name; the jobs are spread over processes."""
    shares = [jobs[at::workers] for at in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        return {name: runs for share in pool.map(_run, shares) for name, runs in share}


def _run(jobs: list[dict[str, Any]]) -> Iterable[tuple[str, Runs]]:
    done = subprocess.run(
        [sys.executable, str(_WORKER)],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    if done.returncode:
        raise AssertionError(f"the worker ended with {done.returncode}: {done.stderr[-2000:]}")
    return [(line["name"], line["runs"]) for line in map(json.loads, done.stdout.splitlines())]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """How two runs differ, for a person.

    A refused request has no meaning; the bridge may ask the other API as well before it gives up.
    """
    found = []
    if before["error"][:2] != after["error"][:2]:
        found.append(f"ended with {before['error']}, now with {after['error']}")
    if before["output"] != after["output"]:
        found.append(f"printed {before['output']!r}, now {after['output']!r}")
    sent, now = ([p for p in run["prompts"] if p[1] is not None] for run in (before, after))
    if sent != now:
        found.append(f"sent {sent}, now {now}")
    return found


def untold(result: Result, found: list[str]) -> list[str]:
    """The differences that no finding told of: it may say that something prints otherwise."""
    told = any(finding.behaviour_change for finding in result.findings)
    return [one for one in found if not (told and one.startswith("printed "))]
