"""A fixture as a program: what it finds around it when it runs, and what it does then.

Beside ``<case>.before.py`` a folder ``<case>.stage`` may hold what the program needs: the files it
reads, the modules it imports, and ``caller.py``, which calls the functions that the program offers.
All of it is laid into an empty working directory, the program as ``program.py``. Where there is a
``caller.py``, it runs instead of the program, with arguments, variables and input as it sets them.
``fixtures/stand_ins`` holds modules in the place of frameworks that are not installed.

A line ``# other between <<< and >>>`` near the top of a program names two marks: what is printed
between them may be another than before, where a finding tells of it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"
STAND_INS = FIXTURES.parent / "stand_ins"
_MARKS = re.compile(r"^# other between (\S+) and (\S+)$", re.MULTILINE)


def name(path: Path) -> str:
    """``topic/case``."""
    return f"{path.parent.name}/{path.name.split('.')[0]}"


@dataclass(frozen=True)
class Run:
    """What a program did: ``prompts`` are what it asked for, by meaning, in order.

    ``files`` are the contents of the working directory.
    """

    status: int
    stdout: str
    stderr: str
    prompts: list[Any]
    files: Mapping[str, bytes]


def run(source: bytes, path: Path, room: Path, emulator: Any, warm_start: Any) -> Run:
    """Runs ``source``, a form of the fixture at ``path``, in ``room``, which is emptied first."""
    shutil.rmtree(room, ignore_errors=True)
    stage = path.with_name(path.name.split(".")[0] + ".stage")
    if stage.is_dir():
        shutil.copytree(stage, room)
    else:
        room.mkdir()
    (room / "program.py").write_bytes(source)
    caller = room / "caller.py"
    emulator.reset()
    done = warm_start(
        [caller if caller.exists() else room / "program.py"],
        env={**os.environ, **emulator.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": _path()},
        cwd=room,
        timeout=60,
    )
    return Run(
        done.returncode,
        done.stdout.decode(),
        done.stderr.decode(),
        _prompts(emulator.exchanges),
        _files(room),
    )


def differences(path: Path, before: Run, after: Run, *, told: bool) -> list[str]:
    """How two runs of the fixture at ``path`` differ.

    ``told``: findings told of what is printed between its marks, which does not count then.
    """
    found = []
    if before.status != after.status:
        found.append(f"ended with {after.status}: {after.stderr.strip()[-2000:]}")
    if before.prompts != after.prompts:
        found.append(f"asked {before.prompts}\nnow {after.prompts}")
    old, new = (said(path, one.stdout)[0] if told else one.stdout for one in (before, after))
    if old != new:
        found.append(f"printed {old!r}\nnow {new!r}")
    if before.files != after.files:
        found.append(f"left {before.files}\nnow {after.files}")
    return found


def said(path: Path, output: str) -> tuple[list[str], list[str]]:
    """What is printed outside, and what inside, of the marks that a program names."""
    marks = _MARKS.search(path.read_text())
    if marks is None:
        return [output], []
    pieces = re.split(f"{re.escape(marks[1])}(.*?){re.escape(marks[2])}", output, flags=re.DOTALL)
    return pieces[::2], pieces[1::2]


def _prompts(exchanges: list[Any]) -> list[Any]:
    """What was asked; what Interactions refused and a bridge asks generateContent again is one."""
    asked = [one for one in exchanges if one.prompt is not None]
    later = [*asked, None][1:]
    return [
        one.prompt
        for one, other in zip(asked, later, strict=True)
        if not (other and one.error and _is_repeated(one, other))
    ]


def _is_repeated(one: Any, other: Any) -> bool:
    return one.api == "interactions" != other.api and one.prompt == other.prompt


def _path() -> str:
    return os.pathsep.join([str(STAND_INS), *filter(None, [os.environ.get("PYTHONPATH")])])


def _files(room: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(room)): path.read_bytes()
        for path in sorted(room.rglob("*"))
        if path.is_file() and path.name != "program.py" and path.parent.name != "__pycache__"
    }
