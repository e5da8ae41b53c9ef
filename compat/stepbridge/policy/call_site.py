"""Where in the user's program a call was made."""

from __future__ import annotations

import sys
import sysconfig
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

_INSTALLED = frozenset({"site-packages", "dist-packages"})
_OWN = str(Path(__file__).resolve().parent.parent)
_LIBRARY = tuple(
    dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib"))
)


@dataclass(frozen=True, slots=True)
class CallSite:
    """A line of the user's source. ``registry`` is its module's memory of warnings given."""

    file: str
    line: int
    module: str
    registry: dict[Any, Any] = field(repr=False, compare=False)


def find() -> CallSite | None:
    """The innermost frame that is neither an installed library nor this package.

    None when a framework calls from a thread or task of its own.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if not _is_library(frame.f_code.co_filename):
            return CallSite(
                frame.f_code.co_filename,
                frame.f_lineno,
                frame.f_globals.get("__name__", ""),
                frame.f_globals.setdefault("__warningregistry__", {}),
            )
        frame = frame.f_back
    return None


@cache
def _is_library(file: str) -> bool:
    if file.startswith("<"):  # frozen importlib, exec'd source
        return file.startswith("<frozen") or "/site-packages/" in file
    if file.startswith((_OWN, *_LIBRARY)):
        return True
    # Packages of the user or of a Linux distribution lie elsewhere.
    return not _INSTALLED.isdisjoint(Path(file).parts)
