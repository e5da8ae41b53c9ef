"""How one program is run: what its ``# stepbridge: verify`` comment and the command line say."""

from __future__ import annotations

import difflib
import re
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path

_DIRECTIVE = re.compile(r"^[ \t]*#[ \t]*stepbridge:[ \t]*verify\b[ \t]*(.*?)[ \t]*$", re.MULTILINE)
KEYS = ("args", "stdin", "files", "folder", "timeout")
TIMEOUT = 120.0


class PlanError(Exception):
    """The comment cannot be read, or names something that is not there. Says what to change."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One program and how to run it.

    ``folder`` is copied for each run, and is the working directory. ``script`` is relative to it.
    ``stdin`` is what standard input holds, ``files`` what the program must have written, relative
    to ``folder``. ``timeout`` is in seconds and holds for each run. ``source`` is the folder to
    copy when it is another one; the copy still bears the name of ``folder``.
    """

    folder: Path
    script: str
    args: tuple[str, ...] = ()
    stdin: bytes = b""
    files: tuple[str, ...] = ()
    timeout: float = TIMEOUT
    python: str = sys.executable
    network: bool = False
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What the command line says about running programs, over what their own comment says."""

    timeout: float | None
    python: str | None
    network: bool
    allowed: frozenset[str]

    def applied(self, plan: Plan) -> Plan:
        """The plan with these settings on top."""
        return replace(
            plan,
            timeout=self.timeout or plan.timeout,
            python=self.python or plan.python,
            network=self.network,
        )


def plan_for(path: Path, source: bytes) -> Plan:
    """The plan in a program's own comment, or the plain one: no arguments, no input.

    Raises PlanError when the comment is wrong.
    """
    path = path.resolve()
    settings = _settings(path, source)
    folder = (path.parent / settings.get("folder", ".")).resolve()
    if not path.is_relative_to(folder):
        raise PlanError(f"{path.name}: folder={settings['folder']!r} does not hold the program")
    plan = Plan(folder, str(path.relative_to(folder)))
    return replace(
        plan,
        args=tuple(shlex.split(settings.get("args", ""))),
        stdin=_stdin(folder, settings["stdin"]) if "stdin" in settings else b"",
        files=tuple(shlex.split(settings.get("files", ""))),
        timeout=_seconds(settings.get("timeout", str(TIMEOUT))),
    )


def _settings(path: Path, source: bytes) -> dict[str, str]:
    found = _DIRECTIVE.findall(source.decode("utf-8", "replace"))
    if len(found) > 1:
        raise PlanError(f"{path.name}: more than one '# stepbridge: verify' comment; keep one")
    settings: dict[str, str] = {}
    for word in _words(path, found[0] if found else ""):
        key, equals, value = word.partition("=")
        if not equals:
            raise PlanError(f"{path.name}: expected key=\"value\" after 'verify', found {word!r}")
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            meant = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(KEYS)}"
            raise PlanError(f"{path.name}: unknown key {key!r} in the verify comment; {meant}")
        settings[key] = value
    return settings


def _words(path: Path, text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise PlanError(f"{path.name}: cannot read the verify comment: {error}") from error


def _stdin(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise PlanError(f"cannot read stdin={name!r}: {error.strerror}") from error


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise PlanError(f"timeout={text!r} is not a number of seconds")
    return seconds
