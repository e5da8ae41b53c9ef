"""Runs whole programs in processes of their own, the way a user starts them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
DIRECTIVE = re.compile(r"^# stepbridge: verify(?P<settings>.*)$", re.MULTILINE)
TIMEOUT = 60


@dataclass(frozen=True)
class Program:
    """A program, and how its `# stepbridge: verify` line says to run it."""

    path: Path
    args: tuple[str, ...] = ()
    stdin: str | None = None
    files: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Program:
        found = DIRECTIVE.search(path.read_text(encoding="utf-8"))
        words = shlex.split(found["settings"]) if found else []
        settings = dict(word.split("=", 1) for word in words)
        return cls(
            path,
            args=tuple(shlex.split(settings.get("args", ""))),
            stdin=settings.get("stdin"),
            files=tuple(settings.get("files", "").split()),
        )


@dataclass(frozen=True)
class Outcome:
    """All that a user can see of a run, and what the server saw of it."""

    status: int
    stdout: str
    stderr: str
    files: dict[str, bytes] = field(default_factory=dict)
    apis: frozenset[str] = frozenset()
    prompts: tuple[str, ...] = ()

    @property
    def visible(self) -> tuple[int, str, dict[str, bytes]]:
        return self.status, self.stdout, self.files


@dataclass(frozen=True)
class Runner:
    """Runs a program in a copy of its folder; `under` goes in front of it, `source` replaces it."""

    emulator: Any
    folder: Path
    warm_start: Any

    def __call__(
        self,
        program: Program,
        *,
        under: tuple[str, ...] = (),
        source: bytes | None = None,
    ) -> Outcome:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(program.path.parent, self.folder)
        script = self.folder / program.path.name
        if source is not None:
            script.write_bytes(source)
        self.emulator.reset()
        done = self.warm_start(
            [*under, script.name, *program.args],
            input=(self.folder / program.stdin).read_bytes() if program.stdin else b"",
            cwd=self.folder,
            env=os.environ | self.emulator.environ,
            timeout=TIMEOUT,
        )
        exchanges = [exchange for exchange in self.emulator.exchanges if exchange.status < 400]
        return Outcome(
            done.returncode,
            done.stdout.decode(),
            done.stderr.decode(),
            {name: (self.folder / name).read_bytes() for name in program.files},
            frozenset(exchange.api for exchange in exchanges),
            tuple(sorted(json.dumps(exchange.prompt, sort_keys=True) for exchange in exchanges)),
        )


@pytest.fixture
def run_program(emulator: Any, tmp_path: Path, warm_start: Any) -> Runner:
    return Runner(emulator, tmp_path / "work", warm_start)


@pytest.fixture(scope="session")
def native_outcomes() -> dict[Path, Outcome]:
    """What programs did on generateContent; each runs that way once and is compared with often."""
    return {}


@pytest.fixture
def native(program: Program, run_program: Runner, native_outcomes: dict[Path, Outcome]) -> Outcome:
    """How the test's program runs natively; this must go well before anything is compared."""
    if program.path not in native_outcomes:
        native_outcomes[program.path] = run_program(program)
    outcome = native_outcomes[program.path]
    assert outcome.status == 0, outcome.stderr
    assert outcome.stdout.strip()
    assert outcome.apis == {"generateContent"}
    return outcome


@pytest.fixture
def read_program() -> Callable[[Path], Program]:
    return Program.read


@pytest.fixture
def stepbridge_run() -> tuple[str, ...]:
    """The installed command, so that the test sees what a user's shell would."""
    return (str(Path(sys.executable).parent / "stepbridge"), "run")
