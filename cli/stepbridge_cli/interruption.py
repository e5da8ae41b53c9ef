"""A request to stop, by key or by signal, ends a command in order: no file half written or left."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import IO

from stepbridge_cli import exits

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Stopped(KeyboardInterrupt):
    """A signal that asks the process to end; ``number`` is the signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def prepare() -> None:
    """Lets signals unwind the command, and gives it the streams that it was started without."""
    for number in _SIGNALS if threading.current_thread() is threading.main_thread() else ():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()


def release() -> None:
    """In a worker: an interrupt is the parent's to handle, a signal ends the worker at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def status(stop: BaseException) -> int:
    """The exit status, as shells have it: 128 and the number of the signal."""
    return 128 + stop.number if isinstance(stop, Stopped) else exits.INTERRUPTED


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped(number)


def _nowhere() -> IO[str]:
    return Path(os.devnull).open("w", encoding="utf-8")
