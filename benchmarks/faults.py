"""What is wrong with a rewritten file: the checks behind the *broken* column of the coverage.

A notebook is judged as the module that its cells make together.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from notebook_program import program_of
from signatures import misfits

from stepbridge_cli.proof import Outcome, Plan, Verdict, prove
from stepbridge_codemods import Result, rewrite
from stepbridge_codemods.notebooks import rewrite_notebook
from stepbridge_codemods.notebooks.document import read_notebook
from stepbridge_codemods.notebooks.script import join_cells
from stepbridge_codemods.values.surroundings import Surroundings

SECONDS = 60.0
"""How long a program may run."""


def faults(source: bytes, result: Result, path: Path, around: Surroundings) -> list[str]:
    """Every fault of a file that changed; none of those that it had before counts."""
    before, after = module(source, path), module(result.source, path)
    if not _parses(after):
        # A newer Python's syntax is not this Python's to judge.
        return ["does not parse"] if _parses(before) else []
    return [
        *_second_run(result, path, around),
        *(f"undefined: {name}" for name in sorted(undefined(after) - undefined(before))),
        *_unfit(before, after),
    ]


def module(source: bytes, path: Path) -> bytes:
    """The Python of a file."""
    if path.suffix != ".ipynb":
        return source
    return join_cells(read_notebook(source).cells).text.encode()


def proof(source: bytes, result: Result, path: Path, python: str) -> Verdict:
    """Both programs on the emulator, each in a copy of the file's folder."""
    if path.suffix != ".ipynb":
        plan = Plan(path.resolve().parent, path.name, timeout=SECONDS, python=python)
        return prove(plan, {path.name: result.source})
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "notebook.py")
        program.write_bytes(program_of(source))
        plan = Plan(program.parent, program.name, timeout=SECONDS, python=python)
        return prove(plan, {program.name: program_of(result.source)})


def difference(verdict: Verdict, result: Result) -> Iterator[str]:
    """What a proof found that no finding told of."""
    told = any(finding.behaviour_change for finding in result.findings)
    if verdict.outcome is Outcome.DIFFERENT and not told:
        for found in verdict.differences:
            yield f"runs differently: {found.summary}"


def _second_run(result: Result, path: Path, around: Surroundings) -> Iterator[str]:
    if path.suffix == ".ipynb":
        again = rewrite_notebook(result.source, str(path))
    else:
        again = rewrite(result.source, str(path), around=around.settled())
    if again.source != result.source:
        yield "a second run changes it"


def _unfit(before: bytes, after: bytes) -> Iterator[str]:
    known = {fault.partition(": ")[2] for fault in misfits(before)} if _parses(before) else set()
    for fault in misfits(after):
        if fault.partition(": ")[2] not in known:
            yield f"does not fit the SDK: {fault}"


def _parses(source: bytes) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def undefined(source: bytes) -> set[str]:
    """Names that ruff says are undefined."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "module.py")
        path.write_bytes(source)
        command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821"]
        done = subprocess.run(
            [*command, "--output-format", "concise", str(path)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    return {
        line.partition("F821")[2].strip() for line in done.stdout.splitlines() if "F821" in line
    }
