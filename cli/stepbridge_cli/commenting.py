"""What a run says about comments that speak to stepbridge: those of no use, markers that stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stepbridge_cli.pipeline import Outcome

_TODO = re.compile(rb"#\s*TODO\(stepbridge\)")


def notes(outcomes: Iterable[Outcome], *, rewritten: bool) -> list[str]:
    """A line for each comment of no use, and one that counts the markers left to a person."""
    found = []
    standing: dict[str, int] = {}
    for outcome in outcomes:
        for remark in sorted(outcome.remarks):
            cell = f":cell {remark.cell}" if remark.cell else ""
            found.append(f"{remark.path}{cell}:{remark.line}:{remark.column}: {remark.message}")
        count = len(_TODO.findall(outcome.after if rewritten else outcome.before))
        if count:
            standing[outcome.file.path] = count
    if standing:
        total, files = sum(standing.values()), len(standing)
        markers = "1 TODO(stepbridge) marker" if total == 1 else f"{total} TODO(stepbridge) markers"
        verb = "stands" if total == 1 else "stand"
        found.append(f"{markers} {verb} in {files} file{'s' if files > 1 else ''}")
    return found
