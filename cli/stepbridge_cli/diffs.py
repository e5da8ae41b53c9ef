"""Unified diffs that ``git apply`` and ``patch`` accept, whatever the line endings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from stepbridge_codemods.finding import Finding

_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")


def unified(path: str, before: str, after: str) -> str:
    """The diff of one file; empty when nothing changed. Lines are split at line feeds only."""
    lines = difflib.unified_diff(
        _lines(before), _lines(after), _label("a", path), _label("b", path), n=3
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def annotated(diff: str, findings: Sequence[Finding]) -> str:
    """The diff with the rules of each hunk behind its ``@@``, where patch tools allow text."""
    return "".join(_annotate(line, findings) for line in _lines(diff))


def _annotate(line: str, findings: Sequence[Finding]) -> str:
    match = _HUNK.match(line)
    if match is None:
        return line
    first, length = int(match[1]), int(match[2] or 1)
    rules = dict.fromkeys(
        finding.rule for finding in findings if first <= finding.line < first + max(length, 1)
    )
    return f"{line.rstrip()} {' '.join(rules)}".rstrip() + "\n"


def _lines(text: str) -> list[str]:
    """Splits at line feeds only: a form feed or a Unicode separator is not a line end to git."""
    pieces = text.split("\n")
    whole = [f"{piece}\n" for piece in pieces[:-1]]
    return [*whole, pieces[-1]] if pieces[-1] else whole


def _label(side: str, path: str) -> str:
    label = f"{side}/{path.lstrip('/')}"
    # git quotes a name with a space by ending it with a tab.
    return f"{label}\t" if " " in label else label
