"""How much room and colour a text has."""

from __future__ import annotations

import os
import shutil
import textwrap
from dataclasses import dataclass
from typing import IO

import click


@dataclass(frozen=True, slots=True)
class Look:
    """``width`` in columns, 0 for lines that are never broken; ``colour`` for ANSI colours.

    ``detail`` is -1 for totals only, 0 for the usual, 1 for everything there is to say.
    """

    width: int = 0
    colour: bool = False
    detail: int = 0

    def paint(self, text: str, **style: object) -> str:
        """The text in a style of ``click.style``, or as it is."""
        return click.style(text, **style) if self.colour else text  # type: ignore[arg-type]

    def wrap(self, text: str, indent: str) -> str:
        """Indented text, broken at the width when there is one."""
        if not self.width:
            return indent + text
        return textwrap.fill(
            text,
            max(self.width, 30),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def look_of(stream: IO[str], detail: int = 0) -> Look:
    """Width and colour for a stream: plain when piped, NO_COLOR and FORCE_COLOR respected."""
    terminal = stream.isatty()
    colour = terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        colour = True
    if os.environ.get("NO_COLOR"):
        colour = False
    return Look(shutil.get_terminal_size().columns if terminal else 0, colour, detail)
