"""New code inside the fields of an f-string: other quotes, no line breaks, no backslashes.

Python up to 3.11 allows none of them there (PEP 701).
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator

from stepbridge_codemods.text.source import Source

_PREFIX = re.compile(r"[rRfFbBuU]*(\"\"\"|'''|\"|')")
_AT_BRACKET = re.compile(r"(?<=[\[({])\s*\n\s*|\s*\n\s*(?=[\])}])")
_BREAK = re.compile(r"\s*\n\s*")
_OTHER = {'"': "'", "'": '"'}
_STARTS = frozenset({tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING)})


class UnfitError(Exception):
    """New code that cannot stand inside an f-string."""


def fitted(source: Source, start: int, end: int, text: str) -> str:
    """New text for a span of the old one; the same text where no f-string is around the span."""
    for delimiter in _delimiters(source, start, end):
        text = _within(delimiter, text)
    return text


def _within(delimiter: str, text: str) -> str:
    if "\\" in text or "#" in text:
        raise UnfitError(f"{text[:40]!r} inside an f-string")
    if len(delimiter) == 1:
        text = _BREAK.sub(" ", _AT_BRACKET.sub("", text))
    if delimiter not in text:
        return text
    other = _OTHER[delimiter[0]]
    if other in text:
        raise UnfitError(f"{text[:40]!r} inside an f-string")
    return text.replace(delimiter[0], other)


def _delimiters(source: Source, start: int, end: int) -> Iterator[str]:
    """The quotes of the f-strings in whose fields a span lies."""
    for node in source.formatted:
        first, last = source.span(node)
        if first <= start and end <= last and _in_field(source, node, start, end):
            yield _delimiter(source, first, start)


def _in_field(source: Source, node: ast.JoinedStr, start: int, end: int) -> bool:
    fields = [source.span(p.value) for p in node.values if isinstance(p, ast.FormattedValue)]
    return any(first <= start and end <= last for first, last in fields)


def _delimiter(source: Source, first: int, place: int) -> str:
    """The quotes of that part of a string, of several in a row, which holds a place."""
    strings = (token for token in reversed(source.tokens) if token.type in _STARTS)
    for token in strings:
        at = source.at(*token.start)
        if first <= at <= place:
            first = at
            break
    found = _PREFIX.match(source.text, first)
    return found[1] if found else '"'
