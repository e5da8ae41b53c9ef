"""The programs that run now, so that a request to stop ends them too."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_running: set[subprocess.Popen[bytes]] = set()
_stopped = threading.Event()


class StoppedError(Exception):
    """No further program is started: the command was asked to stop."""


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Ends a program, and whatever it started, when the block is left for whichever reason."""
    _running.add(process)
    try:
        if _stopped.is_set():
            raise StoppedError
        yield process
    finally:
        _running.discard(process)
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program and whatever it started: they share a session of their own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.kill()


def stop() -> None:
    """Ends all programs that run, whichever threads wait for them, and lets none begin."""
    _stopped.set()
    for process in list(_running):
        end(process)
