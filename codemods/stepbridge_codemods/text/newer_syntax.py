"""Files in a newer Python's syntax: a stand-in of the same length that this Python can parse.

Type parameters (PEP 695, 696), ``type`` statements and nested quotes in f-strings (PEP 701) say
nothing about Gemini. They are overwritten in place, so that every offset in the stand-in's tree is
an offset in the file. The file itself is never changed by this.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

_FILLER = "x"


def stand_in(text: str) -> str | None:
    """Text of the same length and lines that parses here; None when there is none to be had."""
    try:
        wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    except (cst.ParserSyntaxError, RecursionError):
        return None
    ranges = wrapper.resolve(PositionProvider)
    canvas = _Canvas(text)
    for node in ranges:
        if isinstance(node, cst.TypeParameters):
            canvas.blank(ranges[node])
        elif isinstance(node, cst.TypeAlias):
            _untyped(canvas, node, ranges[node])
        elif isinstance(node, cst.FormattedString):
            _unnested(canvas, node, ranges)
    done = str(canvas)
    try:
        ast.parse(done)
    except (SyntaxError, ValueError, RecursionError):
        return None
    return done


class _Canvas:
    """The characters of a text, to be overwritten one for one."""

    def __init__(self, text: str) -> None:
        self.characters = list(text)
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def __str__(self) -> str:
        return "".join(self.characters)

    def span(self, place: CodeRange) -> range:
        return range(
            self.starts[place.start.line - 1] + place.start.column,
            self.starts[place.end.line - 1] + place.end.column,
        )

    def blank(self, place: CodeRange) -> None:
        self.write(place, " ")

    def write(self, place: CodeRange, character: str) -> None:
        for at in self.span(place):
            if self.characters[at] not in "\r\n":
                self.characters[at] = character


def _untyped(canvas: _Canvas, node: cst.TypeAlias, place: CodeRange) -> None:
    """``type Name = ...`` becomes ``Name      = ...`` of the same length."""
    span = canvas.span(place)
    keyword = len("type")
    name = node.name.value
    head = "".join(canvas.characters[at] for at in span)
    at = head.index(name, keyword)
    fresh = name + " " * at
    for offset, character in enumerate(fresh):
        canvas.characters[span.start + offset] = character


def _unnested(
    canvas: _Canvas, node: cst.FormattedString, ranges: Mapping[cst.CSTNode, CodeRange]
) -> None:
    """Strings inside the fields of an f-string get other quotes and plain contents."""
    outer = node.start.lstrip("fFrR")[0]
    inner = "'" if outer == '"' else '"'
    for part in node.parts:
        if not isinstance(part, cst.FormattedStringExpression):
            continue
        for nested in _strings(part):
            if nested.quote == outer or "\\" in nested.value:
                _requoted(canvas, nested, ranges[nested], inner)


def _strings(node: cst.CSTNode) -> Iterator[cst.SimpleString]:
    for child in node.children:
        if isinstance(child, cst.SimpleString):
            yield child
        else:
            yield from _strings(child)


def _requoted(canvas: _Canvas, node: cst.SimpleString, place: CodeRange, quote: str) -> None:
    span = canvas.span(place)
    first = span.start + len(node.prefix)
    for at in range(first, span.stop):
        if canvas.characters[at] in "\\'\"":
            canvas.characters[at] = _FILLER
    canvas.characters[first] = canvas.characters[span.stop - 1] = quote
