"""The source of a call site before and after, line beside line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from stepbridge_cli.reports.model import Change, Site

CONTEXT = 2
LONGEST = 80
FAST_ABOVE = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of both sides with their numbers, from 1; a side without a line is None.

    ``kind`` is "equal", "replace", "delete", "insert", or "gap" where lines are left out.
    """

    kind: str
    before_line: int | None = None
    before: str | None = None
    after_line: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """What a site becomes in one cell of a notebook, or in a plain file (cell 0)."""

    cell: int
    rows: tuple[Row, ...]


class Sides:
    """A text before and after, compared once for all of its sites."""

    def __init__(self, before: str, after: str) -> None:
        self._before = before.split("\n")
        self._after = after.split("\n")

    def around(self, spans: Iterable[tuple[int, int]]) -> tuple[Row, ...]:
        """The rows of some lines (first and last, of the old text), of what changes there, and
        a little of what is around them.
        """
        wanted: set[int] = set()
        for first, last in spans:
            if first <= len(self._before):
                start, end = (self._place[min(n, len(self._before)) - 1] for n in (first, last))
                wanted.update(self._whole(max(start - CONTEXT, 0), end + CONTEXT))
        return tuple(self._listed(sorted(wanted)))

    def _whole(self, start: int, end: int) -> range:
        """Rows with all of the change that their first and last one belong to."""
        end = min(end, len(self._rows) - 1)
        while start > 0 and self._rows[start].kind != "equal" != self._rows[start - 1].kind:
            start -= 1
        while end + 1 < len(self._rows) and self._rows[end + 1].kind != "equal":
            end += 1
        return range(start, end + 1)

    def _listed(self, wanted: list[int]) -> Iterator[Row]:
        last = wanted[0] - 1 if wanted else 0
        for index in wanted[:LONGEST]:
            if index - last == 2:
                yield self._rows[index - 1]
            elif index - last > 2:
                yield Row("gap")
            yield self._rows[index]
            last = index
        if len(wanted) > LONGEST:
            yield Row("gap")

    @cached_property
    def _rows(self) -> list[Row]:
        # Without the junk heuristic a long file takes minutes; with it a short one looks odd.
        junk = len(self._before) > FAST_ABOVE
        matcher = difflib.SequenceMatcher(None, self._before, self._after, autojunk=junk)
        return [row for block in matcher.get_opcodes() for row in self._paired(*block)]

    @cached_property
    def _place(self) -> list[int]:
        """The row of each old line."""
        return [index for index, row in enumerate(self._rows) if row.before_line is not None]

    def _paired(self, kind: str, i1: int, i2: int, j1: int, j2: int) -> Iterator[Row]:
        for step in range(max(i2 - i1, j2 - j1)):
            old, new = i1 + step, j1 + step
            yield Row(
                kind,
                old + 1 if old < i2 else None,
                self._before[old] if old < i2 else None,
                new + 1 if new < j2 else None,
                self._after[new] if new < j2 else None,
            )


class Sources:
    """The files of a report before and after; of a notebook, its cells."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._changes = {change.path: change for change in changes}
        self._sides: dict[str, dict[int, Sides]] = {}

    def snippets(self, site: Site) -> Iterator[Snippet]:
        """What a site becomes, cell by cell; nothing where the source is not known."""
        if site.path not in self._changes:
            return
        if site.path not in self._sides:
            self._sides[site.path] = _sides(self._changes[site.path])
        spans: dict[int, list[tuple[int, int]]] = {}
        for finding in site.findings:
            span = (finding.line, max(finding.line, finding.end_line))
            spans.setdefault(finding.cell, []).append(span)
        for cell, lines in sorted(spans.items()):
            if cell in self._sides[site.path]:
                yield Snippet(cell, self._sides[site.path][cell].around(lines))


def _sides(change: Change) -> dict[int, Sides]:
    if not change.path.endswith(".ipynb"):
        return {0: Sides(change.before, change.after)}
    from stepbridge_codemods.notebooks.document import NotebookError, read_notebook

    try:
        before, after = (
            {cell.number: cell.source for cell in read_notebook(_bytes(text)).cells}
            for text in (change.before, change.after)
        )
    except NotebookError:
        return {}
    return {number: Sides(source, after.get(number, "")) for number, source in before.items()}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
