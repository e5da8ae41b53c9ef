"""What stopped one file or one path, said so that a person can act on it."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One path that could not be processed. The others go on.

    ``line`` and ``column`` count from 1 and are 0 when the trouble has no place in the file.
    ``hint`` says what to do about it; it is empty when the message already does.
    """

    path: str
    message: str
    hint: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        """``path``, ``path:line`` or ``path:line:column``, as editors and terminals link it."""
        known = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.path, *known])

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}"
        return f"{text}. {self.hint}" if self.hint else text


_HINTS = {
    "PermissionError": "Change its permissions, or leave it out with --exclude.",
    "FileNotFoundError": "It was removed after the files were listed; run again.",
}


def from_os_error(
    path: str, error: OSError, doing: str = "read", *, listed: bool = False
) -> Problem:
    """A Problem for a file that the operating system did not let us read or write.

    ``listed``: the file was found by looking, so one that is missing was there a moment ago.
    """
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    name = type(error).__name__
    hint = "Check the spelling." if name == "FileNotFoundError" and not listed else _HINTS.get(name)
    return Problem(path, f"cannot {doing} it: {reason}", hint or "")


def shown(path: str) -> str:
    """A path that is safe to print on one line: control characters and stray bytes are escaped."""
    if path.isprintable():
        return path
    raw = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in raw
    )
