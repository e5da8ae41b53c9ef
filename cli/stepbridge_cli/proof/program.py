"""One run of one program on a fresh emulator, as a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepbridge_cli.proof import running, workspace
from stepbridge_cli.proof.plan import Plan

# Nothing that opens a door: keys, tokens and everything that configures Google's clients.
_SECRET = re.compile(
    r"api_?key|token|secret|passw|credential|^(GOOGLE|GEMINI|VERTEX|GCLOUD|CLOUDSDK|AWS|AZURE)_",
    re.I,
)
_RESET = (
    "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONSTARTUP", "PYTHONINSPECT",
    "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
)  # fmt: skip
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Request:
    """One request to the emulator. ``prompt`` is None when it has no meaning to compare."""

    api: str
    model: str
    prompt: Any
    status: int


@dataclass(frozen=True, slots=True)
class Run:
    """What a run showed to the world. ``files``: what it wrote, None for what it removed."""

    requests: tuple[Request, ...]
    stdout: bytes
    stderr: bytes
    status: int
    files: Mapping[str, bytes | None]
    imported: frozenset[str]
    timed_out: bool = False


def run(
    plan: Plan,
    room: Path,
    replacements: Mapping[str, bytes],
    overlooked: frozenset[str] = frozenset(),
) -> Run:
    """Runs the program in ``room``, an empty folder.

    Every run of a proof uses the same room, so that a path that a program prints is the same each
    time. ``overlooked`` names fields of the canonical prompt that do not change what the model
    answers. Raises WorkspaceError, OSError when the interpreter cannot be started, and what the
    emulator raises when it cannot start.
    """
    from stepbridge_emulator import Emulator

    folder = room / plan.folder.name
    for used in ("home", "tmp"):
        (room / used).mkdir()
    workspace.fill(plan.source or plan.folder, folder, replacements)
    start = workspace.contents(folder)
    with Emulator(overlooked=overlooked) as emulator:
        stdout, stderr, status, timed_out = _execute(
            plan, folder, _environ(plan, room, folder, emulator.environ)
        )
        requests = tuple(
            Request(exchange.api, exchange.model or "", exchange.prompt, exchange.status)
            for exchange in emulator.exchanges
        )
    result = Run(
        requests=requests,
        stdout=stdout,
        stderr=stderr,
        status=status,
        files=_written(start, workspace.contents(folder)),
        imported=workspace.imported(folder),
        timed_out=timed_out,
    )
    for leftover in room.iterdir():
        shutil.rmtree(leftover)
    return result


def _execute(
    plan: Plan, folder: Path, environ: Mapping[str, str]
) -> tuple[bytes, bytes, int, bool]:
    process = subprocess.Popen(
        [plan.python, plan.script, *plan.args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environ,
        start_new_session=True,
    )
    with running.ended(process):
        try:
            stdout, stderr = process.communicate(plan.stdin, timeout=plan.timeout)
        except subprocess.TimeoutExpired:
            running.end(process)
            stdout, stderr = process.communicate()
            return stdout, stderr, process.returncode, True
    return stdout, stderr, process.returncode, False


def _environ(plan: Plan, room: Path, folder: Path, emulator: Mapping[str, str]) -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if not _SECRET.search(name)}
    for name in _RESET:
        environ.pop(name, None)
    environ["HOME"] = environ["USERPROFILE"] = str(room / "home")
    environ["TMPDIR"] = environ["TEMP"] = environ["TMP"] = str(room / "tmp")
    environ["PYTHONUSERBASE"] = site.getuserbase()
    environ["PYTHONHASHSEED"] = "0"
    if "PYTHONPATH" in environ:
        environ["PYTHONPATH"] = _moved(environ["PYTHONPATH"], plan.folder, folder)
    environ |= emulator
    if not plan.network:
        # After the emulator's own, which only keeps proxies out of its way.
        environ |= dict.fromkeys((*_PROXIES, *map(str.lower, _PROXIES)), _NOWHERE)
    return environ


def _moved(search_path: str, old: Path, new: Path) -> str:
    """PYTHONPATH with what lies in the original folder pointed at the copy."""
    entries = [Path(entry).resolve() for entry in search_path.split(os.pathsep) if entry]
    return os.pathsep.join(
        str(new / entry.relative_to(old) if entry.is_relative_to(old) else entry)
        for entry in entries
    )


def _written(start: Mapping[str, bytes], end: Mapping[str, bytes]) -> dict[str, bytes | None]:
    changed: dict[str, bytes | None] = {
        name: data for name, data in end.items() if start.get(name) != data
    }
    changed.update(dict.fromkeys(start.keys() - end.keys()))
    return changed
