"""The source of a call site before and after, as two columns of lines."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from stepbridge_cli.reports.model import Site

CONTEXT = 2
LONGEST = 60
FAST_ABOVE = 2000


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of both sides, each with the number of its first line, from 1.

    ``rows`` pairs them for showing side by side: (kind, before, after), where kind is "equal",
    "replace", "delete" or "insert", and a side that has no line is None.
    """

    before_start: int
    after_start: int
    rows: tuple[tuple[str, str | None, str | None], ...]


class Sides:
    """A file before and after, compared once for all of its sites."""

    def __init__(self, before: str, after: str) -> None:
        self._before = before.split("\n")
        self._after = after.split("\n")
        # Without the junk heuristic a long file takes minutes; with it a short one looks odd.
        junk = len(self._before) > FAST_ABOVE
        matcher = difflib.SequenceMatcher(None, self._before, self._after, autojunk=junk)
        self._blocks = matcher.get_opcodes() if before != after else None

    def snippet(self, site: Site) -> Snippet:
        """What a site becomes, with a little of what is around it."""
        first = min(finding.line for finding in site.findings) - 1
        last = max(max(finding.line, finding.end_line) for finding in site.findings)
        last = min(last, first + LONGEST, len(self._before))
        low, high = max(first - CONTEXT, 0), min(last + CONTEXT, len(self._before))
        rows: list[tuple[str, str | None, str | None]] = []
        after_start = low
        blocks = self._blocks or [("equal", 0, len(self._before), 0, len(self._before))]
        for kind, i1, i2, j1, j2 in blocks:
            if i2 < low or i1 > high or (i2 == low and kind == "equal"):
                continue
            if kind == "equal":
                start, end = max(i1, low), min(i2, high)
                if not rows:
                    after_start = j1 + start - i1
                rows += [(kind, line, line) for line in self._before[start:end]]
            else:
                if not rows:
                    low, after_start = i1, j1
                rows += _paired(kind, self._before[i1:i2], self._after[j1:j2])
        return Snippet(low + 1, after_start + 1, tuple(rows))


def _paired(
    kind: str, before: list[str], after: list[str]
) -> list[tuple[str, str | None, str | None]]:
    height = max(len(before), len(after))
    return [
        (
            kind,
            before[row] if row < len(before) else None,
            after[row] if row < len(after) else None,
        )
        for row in range(height)
    ]
