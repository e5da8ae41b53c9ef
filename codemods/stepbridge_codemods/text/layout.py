"""New expressions as small documents: laid out on one line where they fit, else one entry a line.

Values of the old code are kept as spans, so that edits inside them still happen.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from stepbridge_codemods.text.edits import Piece, Span
from stepbridge_codemods.text.source import Source

WIDTH = 96
_SPANS_LINES = re.compile(r"\"\"\"|'''|\\[\r\n]")


@dataclass(frozen=True, slots=True)
class Atom:
    """Text and old nodes, one after the other."""

    parts: tuple[str | ast.AST, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a dict, list or call, with its key and its comments."""

    value: Doc
    key: str = ""
    leading: tuple[str, ...] = ()
    trailing: str = ""


@dataclass(slots=True)
class Group:
    """Entries between brackets.

    ``joint`` stands between key and value, ``between`` behind each entry but the last.
    """

    entries: list[Entry]
    opening: str = "{"
    closing: str = "}"
    joint: str = ": "
    tail: tuple[str, ...] = ()
    apart: bool = field(default=False)
    between: str = ","


Doc: TypeAlias = Atom | Group


def atom(*parts: str | ast.AST) -> Atom:
    """A document of text and old nodes."""
    return Atom(parts)


def comprehension(opening: str, *clauses: Doc, closing: str) -> Group:
    """A comprehension with one clause a line where it is too long for one line."""
    return Group([Entry(clause) for clause in clauses], opening, closing, between="")


def mapping(*entries: Entry | tuple[str, Doc]) -> Group:
    """A dict; keys are given without quotes."""
    found = [e if isinstance(e, Entry) else Entry(e[1], e[0]) for e in entries]
    return Group(found)


def listing(values: Iterable[Doc | Entry]) -> Group:
    """A list."""
    entries = [v if isinstance(v, Entry) else Entry(v) for v in values]
    return Group(entries, "[", "]")


class Layout:
    """Turns documents into pieces of text at a given indentation."""

    def __init__(self, source: Source, quote: str = '"') -> None:
        self.source = source
        self.quote = quote

    def pieces(self, doc: Doc, indent: str, column: int, after: int = 1) -> list[Piece]:
        """The document; ``column`` is where it begins, ``after`` what must still fit behind it."""
        flat = self.flat(doc)
        if flat is not None and column + self.width(flat) + after <= WIDTH:
            return flat
        if isinstance(doc, Atom):
            return self._atom(doc, indent)
        return self._tall(doc, indent)

    def flat(self, doc: Doc) -> list[Piece] | None:
        """The document on one line; None where a comment or a line break forbids it."""
        if isinstance(doc, Atom):
            pieces = self._atom(doc, None)
            return None if any("\n" in self._text(p) for p in pieces) else pieces
        if doc.tail or doc.apart or any(e.leading or e.trailing for e in doc.entries):
            return None
        out: list[Piece] = [doc.opening]
        for index, entry in enumerate(doc.entries):
            inner = self.flat(entry.value)
            if inner is None:
                return None
            out += [f"{doc.between} " if index else "", self._key(doc, entry), *inner]
        return [*out, doc.closing]

    def lines(self, doc: Group, indent: str) -> list[Piece]:
        """The entries of a group, one a line, each with a comma; no brackets."""
        out: list[Piece] = []
        newline = self.source.newline
        for entry in doc.entries:
            for comment in entry.leading:
                out += [newline, indent, comment]
            key = self._key(doc, entry)
            out += [newline, indent, key]
            out += self.pieces(entry.value, indent, len(indent) + len(key))
            out.append(doc.between)
            if entry.trailing:
                out += ["  ", entry.trailing]
        for comment in doc.tail:
            out += [newline, indent, comment]
        return out

    def _tall(self, doc: Group, indent: str) -> list[Piece]:
        if not doc.entries and not doc.tail:
            return [doc.opening, doc.closing]
        inner = self.lines(doc, indent + self.source.hanging)
        return [doc.opening, *inner, self.source.newline, indent, doc.closing]

    def _key(self, doc: Group, entry: Entry) -> str:
        if not entry.key:
            return ""
        quoted = entry.key if doc.joint == "=" else f"{self.quote}{entry.key}{self.quote}"
        return f"{quoted}{doc.joint}"

    def _atom(self, doc: Atom, indent: str | None) -> list[Piece]:
        out: list[Piece] = []
        for part in doc.parts:
            if isinstance(part, str):
                out.append(part)
            elif indent is None:
                out.append(self.source.span(part))
            else:
                out += self.moved(part, indent, alone=len(doc.parts) == 1)
        return out

    def moved(
        self, node: ast.AST, indent: str, *, anew: bool = False, alone: bool = False
    ) -> list[Piece]:
        """A node that spans lines, put at another indentation; string contents stay.

        ``anew``: its lines are moved by other edits, which this takes the place of. ``alone``:
        nothing stands beside it, so that the brackets around its lines stay.
        """
        start, end = self.source.span(node)
        if alone and "\n" in self.source.text[start:end]:
            start, end = self.source.bracketed(start, end)
        before = self.source.indent(start)
        if (before == indent and not anew) or "\n" not in self.source.text[start:end]:
            return [(start, end)]
        fixed = _inside_strings(self.source, node)
        out: list[Piece] = []
        position = start
        first, last = self.source.position(start)[0], self.source.position(end)[0]
        for line in range(first + 1, last + 1):
            at = self.source.at(line, 0)
            if line in fixed or not self.source.text.startswith(before, at):
                continue
            out += [(position, at), indent]
            position = at + len(before)
        return [*out, (position, end)]

    def deeper(self, statements: Sequence[ast.stmt]) -> tuple[Span, list[Piece]]:
        """The lines of a block with one more step of indentation: what they replace, and they."""
        fixed = set().union(*(_inside_strings(self.source, statement) for statement in statements))
        first, last = statements[0].lineno, statements[-1].end_lineno
        start, end = self.source.at(first, 0), self.source.span(statements[-1])[1]
        assert last is not None
        pieces: list[Piece] = []
        position = start
        for line in range(first, last + 1):
            at = self.source.at(line, 0)
            if line not in fixed and self.source.text[at:end].partition("\n")[0].strip():
                pieces += [(position, at), self.source.step]
                position = at
        return (start, end), [*pieces, (position, end)]

    def indentation(self, statements: Sequence[ast.stmt], first: int, count: int) -> list[Span]:
        """The last ``count`` characters of the indentation of a block's lines from the first on."""
        fixed = set().union(*(_inside_strings(self.source, statement) for statement in statements))
        before = self.source.indent(self.source.span(statements[0])[0])
        last = statements[-1].end_lineno
        assert last is not None
        starts = [self.source.at(line, 0) for line in range(first, last + 1) if line not in fixed]
        ends = [at + len(before) for at in starts if self.source.text.startswith(before, at)]
        return [(end - count, end) for end in ends]

    def width(self, pieces: Sequence[Piece]) -> int:
        """How many characters some pieces take."""
        return sum(len(self._text(piece)) for piece in pieces)

    def _text(self, piece: Piece) -> str:
        return piece if isinstance(piece, str) else self.source.text[piece[0] : piece[1]]


def _inside_strings(source: Source, node: ast.AST) -> set[int]:
    """The lines that begin inside a string, which takes three quotes or a backslash."""
    found: set[int] = set()
    for inner in ast.walk(node):
        is_text = isinstance(inner, ast.Constant) and isinstance(inner.value, str | bytes)
        if not is_text and not isinstance(inner, ast.JoinedStr):
            continue
        if _SPANS_LINES.search(source.text, *source.span(inner)):
            assert inner.end_lineno is not None  # type: ignore[attr-defined]
            found.update(range(inner.lineno + 1, inner.end_lineno + 1))  # type: ignore[attr-defined]
    return found


def quote_of(source: Source) -> str:
    """The quote that the file prefers."""
    return "'" if source.text.count("'") > 2 * source.text.count('"') else '"'


def comments_of(
    source: Source, container: ast.AST, entries: Sequence[ast.AST]
) -> tuple[dict[ast.AST, tuple[tuple[str, ...], str]], tuple[str, ...]]:
    """The comments of a call or literal: before and behind each entry, and at the end."""
    start, end = source.span(container)
    inside = [c for c in source.comments if start <= c[0] < end]
    spans = [(*source.span(entry), entry) for entry in entries]
    inside = [c for c in inside if not any(s <= c[0] < e for s, e, _ in spans)]
    found: dict[ast.AST, tuple[tuple[str, ...], str]] = {}
    for first, last, entry in spans:
        line = source.position(last)[0]
        leading = tuple(
            source.text[a:b] for a, b in inside if a < first and source.position(a)[0] != line
        )
        behind = [c for c in inside if c[0] >= last and source.position(c[0])[0] == line]
        inside = [c for c in inside if c[0] >= first and c not in behind]
        found[entry] = (leading, source.text[slice(*behind[0])] if behind else "")
    return found, tuple(source.text[a:b] for a, b in inside)
