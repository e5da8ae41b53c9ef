"""Edits of a text that may lie inside one another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from stepbridge_codemods.text.formatted import UnfitError, fitted
from stepbridge_codemods.text.source import Source

Span: TypeAlias = tuple[int, int]
Piece: TypeAlias = str | Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Puts ``pieces`` in place of a span.

    A piece is text, or a span of the old text that is kept, with the edits inside it.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...]


class Segment(NamedTuple):
    """A piece of new text: kept from an offset of the old, or put in where an edit begins."""

    text: str
    origin: int
    kept: bool


class Edits:
    """A set of edits; those that lie inside another one's kept spans are carried out there."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._edits: dict[Span, Edit] = {}
        self._inserted: set[Span] = set()

    def __len__(self) -> int:
        return len(self._edits)

    def in_order(self) -> list[Edit]:
        """All edits by their place in the old text."""
        return sorted(self._edits.values(), key=lambda edit: (edit.start, edit.end))

    def put(self, start: int, end: int, *pieces: Piece | ast.AST) -> None:
        """Replaces a span. The same edit twice is one edit; two different ones are a fault."""
        try:
            spans = self._fitted(start, end, pieces)
        except UnfitError as problem:
            raise ClashError(str(problem)) from problem
        edit = Edit(start, end, tuple(spans))
        known = self._edits.setdefault((start, end), edit)
        if known.pieces != edit.pieces:
            raise ClashError(f"two edits at {self.source.position(start)}")

    def _fitted(self, start: int, end: int, pieces: tuple[Piece | ast.AST, ...]) -> list[Piece]:
        """The pieces with texts next to one another joined, as fits the place."""
        found: list[Piece] = []
        for piece in pieces:
            one = self.source.span(piece) if isinstance(piece, ast.AST) else piece
            if found and isinstance(one, str) and isinstance(found[-1], str):
                found[-1] += one
            else:
                found.append(one)
        if not self.source.formatted:
            return found
        return [fitted(self.source, start, end, p) if isinstance(p, str) else p for p in found]

    def insert(self, at: int, text: str) -> None:
        """Puts text in front of a place, behind what was put there before; once is enough.

        Blank lines stay last.
        """
        known = self._edits.get((at, at))
        pieces = known.pieces if known is not None else ()
        if text not in pieces:
            blank = [piece for piece in pieces if isinstance(piece, str) and piece.isspace()]
            rest = [piece for piece in pieces if piece not in blank]
            last = (*blank, text) if text.isspace() else (text, *blank)
            self._edits[at, at] = Edit(at, at, (*rest, *last))
        if known is None:
            self._inserted.add((at, at))

    def copy(self) -> Edits:
        """A set with the same edits."""
        copied = Edits(self.source)
        copied._edits = dict(self._edits)
        copied._inserted = set(self._inserted)
        return copied

    def outside(self, start: int, end: int) -> Edits:
        """A set with the same edits, apart from those inside a span."""
        copied = self.copy()
        for span in [one for one in copied._edits if start <= one[0] and one[1] <= end]:
            del copied._edits[span]
            copied._inserted.discard(span)
        return copied

    def replace(self, node: ast.AST, *pieces: Piece | ast.AST) -> None:
        """Replaces a node."""
        self.put(*self.source.span(node), *pieces)

    def update(self, other: Edits) -> None:
        """Takes over the edits of another set; what both insert at one place adds up."""
        for span, edit in other._edits.items():
            added = span in other._inserted and (span in self._inserted or span not in self._edits)
            texts = [piece for piece in edit.pieces if isinstance(piece, str)]
            if not added or len(texts) < len(edit.pieces):
                self.put(edit.start, edit.end, *edit.pieces)
                continue
            for text in texts:
                self.insert(edit.start, text)

    def render(self, start: int, end: int) -> str:
        """The new text of a span of the old."""
        return "".join(segment.text for segment in self.segments(start, end))

    def segments(self, start: int, end: int) -> Iterator[Segment]:
        """The new text of a span of the old, piece by piece."""
        inside = [e for e in self._edits.values() if start <= e.start and e.end <= end]
        kept = {piece[0] for edit in inside for piece in edit.pieces if not isinstance(piece, str)}
        # What is inserted where a span goes away stands before it, not inside.
        inside.sort(key=lambda e: (e.start, e.start < e.end or e.start in kept, -e.end))
        return _segments(self.source, start, end, inside, inside)

    def node(self, node: ast.AST) -> str:
        """The new text of a node."""
        return self.render(*self.source.span(node))


class ClashError(Exception):
    """Two rules want the same place."""


def _segments(
    source: Source, start: int, end: int, edits: list[Edit], everywhere: list[Edit]
) -> Iterator[Segment]:
    """The text of a span with its edits; what moves in a statement finds its own ``everywhere``."""
    text = source.text
    position = start
    index = 0
    while index < len(edits):
        edit = edits[index]
        inner = index + 1
        while inner < len(edits) and edits[inner].start < edit.end:
            inner += 1
        if edit.start < position:
            raise ClashError(f"overlapping edits at offset {edit.start}")
        yield Segment(text[position : edit.start], position, kept=True)
        nested = edits[index + 1 : inner]
        for piece in edit.pieces:
            if isinstance(piece, str):
                yield Segment(piece, edit.start, kept=False)
            else:
                moved = not edit.start <= piece[0] <= piece[1] <= edit.end
                others = _moving(source, edit, piece, everywhere) if moved else nested
                _refuse_cuts(piece, others)
                kept = [e for e in others if piece[0] <= e.start and e.end <= piece[1]]
                yield from _segments(source, *piece, kept, everywhere)
        position = edit.end
        index = inner
    yield Segment(text[position:end], position, kept=True)


def _moving(source: Source, edit: Edit, piece: Span, everywhere: list[Edit]) -> list[Edit]:
    """The edits inside what moves to the place of another, where one statement holds both."""
    start, end = piece
    found = [e for e in everywhere if e is not edit and (e.start < e.end or start < e.start < end)]
    touched = any(e.start < end and start < e.end for e in found)
    spans = (source.span(one) for one in source.tree.body) if touched else ()
    around = next((span for span in spans if span[0] <= start and end <= span[1]), None)
    return found if around is not None and around[0] <= edit.start <= around[1] else []


def _refuse_cuts(kept: Span, nested: list[Edit]) -> None:
    """Raises where an edit lies across the border of what is kept, and so would be lost."""
    start, end = kept
    for edit in nested:
        if edit.start < start < edit.end < end or start < edit.start < end < edit.end:
            raise ClashError("an edit across lines that are moved")
