"""One file to look at, and reading it without being fooled by what it is."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass

from stepbridge_cli.problem import Problem, from_os_error


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """``path`` is shown to people, ``location`` is opened. ``named``: the user named it."""

    path: str
    location: str
    named: bool = False


def read(file: SourceFile) -> bytes | Problem:
    """The bytes of a regular file, or what kept us from reading them. Never blocks on a pipe."""
    try:
        descriptor = os.open(file.location, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            return Problem(file.path, "cannot read it: not a regular file")
        return from_os_error(file.path, error, listed=True)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Problem(file.path, "cannot read it: not a regular file")
        return _read_all(descriptor, status.st_size)
    except OSError as error:
        return from_os_error(file.path, error)
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, size: int) -> bytes:
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    pieces = [data]
    while piece := os.read(descriptor, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def link_problem(path: str, location: str) -> Problem | None:
    """What is wrong with a link that leads nowhere or in a circle; None for a good one."""
    try:
        os.stat(location)
    except FileNotFoundError:
        target = os.readlink(location)
        return Problem(
            path,
            f"a link that leads nowhere ({target!r} is not there)",
            "Remove the link, or leave it out with --exclude.",
        )
    except OSError as error:
        if error.errno == errno.ELOOP:
            return Problem(
                path,
                "a link that leads in a circle",
                "Remove the link, or leave it out with --exclude.",
            )
        return from_os_error(path, error)
    return None
