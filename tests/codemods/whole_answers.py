"""Printed answers without some of their fields: in a repr, a dict or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OPENING, _CLOSING, _QUOTES, _ENDS = "([{", ")]}", "'\"", ", \n"


def words_without(text: str, fields: Iterable[str]) -> list[str]:
    """The words of a text, without these fields and what they hold, however it is laid out."""
    for field in fields:
        begin = re.compile(rf"(?<!\w)([\"']?){field}\1\s*[:=]\s*")
        while (found := begin.search(text)) is not None:
            text = text[: found.start()] + text[_end(text, found.end()) :]
    return re.findall(r"[^\s,]+", text)


def _end(text: str, at: int) -> int:
    """Where the value ends that begins at a place."""
    depth = 0
    while at < len(text):
        if text[at] in _QUOTES:
            at = _behind_quotes(text, at)
            continue
        depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
        if depth < 0 or (depth == 0 and text[at] in _ENDS):
            return at
        at += 1
    return at


def _behind_quotes(text: str, at: int) -> int:
    quote, at = text[at], at + 1
    while text[at] != quote:
        at += 2 if text[at] == "\\" else 1
    return at + 1
