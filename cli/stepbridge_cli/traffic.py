"""The audit log of ``stepbridge run`` and ``stepbridge proxy``, read back as a report."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stepbridge.fields import FIELDS, Fidelity, Field, Surface, by_id, of
from stepbridge_cli.failure import Failure
from stepbridge_cli.problem import Problem, from_os_error, shown
from stepbridge_cli.reports.model import Report
from stepbridge_cli.reports.usage import Fate, Traffic, Usage
from stepbridge_codemods.finding import Tier

_REQUEST = (Surface.REQUEST, Surface.CONTENT, Surface.TOOL, Surface.SCHEMA)
_SENT = "translated"
_WHOLE = {"legacy": Fate.PASSED, "refused": Fate.REFUSED}
_LOSSES = {Fidelity.APPROXIMATE: Fate.APPROXIMATED, Fidelity.LOST: Fate.DROPPED}
_TIERS = {Fate.CARRIED: Tier.NATIVE, Fate.APPROXIMATED: Tier.NATIVE}
_REASONS = {
    "legacy": "The request went to generateContent as it was.",
    "refused": "The request was refused.",
    "fallback": "The Interactions API refused the request; it went to generateContent as it was.",
}


@dataclass(frozen=True, slots=True, order=True)
class _Use:
    path: str
    line: int
    rule: str
    wire: str
    fate: Fate
    note: str
    reason: str


def report(path: str) -> Report:
    """The report of a log. Raises Failure when it cannot be read or holds no records at all.

    A field counts once for each request that used it. Its place is the call in the program; where
    that is unknown, behind a proxy, it is the log itself. Lines that are no records are problems.
    """
    name = shown(path)
    uses: Counter[_Use] = Counter()
    outcomes: Counter[str] = Counter()
    models: Counter[str] = Counter()
    problems: list[Problem] = []
    for number, line in _lines(path):
        try:
            record = json.loads(line)
            found = list(_uses(record, name))
            outcome, model = str(record["outcome"]), str(record["model"])
        except (ValueError, KeyError, TypeError, AttributeError):
            problems.append(Problem(name, "not a record of an audit log", "", number))
            continue
        uses.update(found)
        outcomes[outcome] += 1
        models[model] += 1
        if record.get("fallback"):
            # What the server refused was noted when it was sent, as translated.
            uses.subtract(_uses({**record, "outcome": _SENT, "fallback": False}, name))
            outcomes[_SENT] -= 1
            models[model] -= 1
    if problems and not outcomes:
        raise Failure(
            f"{name}: not an audit log",
            "Write one with: stepbridge run --audit FILE app.py",
        )
    findings = tuple(sorted(_finding(use, count) for use, count in (+uses).items()))
    outcomes = +outcomes
    del models[""]  # contents that were translated by themselves
    return Report(
        "audit",
        scanned=1,
        concerned=len({finding.path for finding in findings}),
        findings=findings,
        problems=tuple(problems),
        traffic=Traffic(
            outcomes.total(), dict(outcomes.most_common()), dict((+models).most_common())
        ),
    )


def _lines(path: str) -> Iterator[tuple[int, bytes]]:
    try:
        with Path(path).open("rb") as stream:
            yield from ((number, line) for number, line in enumerate(stream, 1) if line.strip())
    except OSError as error:
        raise Failure(str(from_os_error(shown(path), error))) from error


def _uses(record: dict[str, Any], log: str) -> Iterator[_Use]:
    """Each field of one request once: those with a loss by its id, the others by their path."""
    path, line = record["file"] or log, record["line"] or 1
    if record["file"] and Path(path).is_absolute():
        near = os.path.relpath(path)
        path = path if near.startswith(os.pardir) else near
    outcome = "fallback" if record.get("fallback") else record["outcome"]
    whole = _WHOLE.get(record["outcome"])
    seen: dict[str, _Use] = {}
    for loss in record["losses"]:
        fidelity = Fidelity(loss["fidelity"])
        fate = whole or _LOSSES.get(fidelity, Fate.CARRIED)
        row = by_id(loss["id"])
        decides = fidelity is Fidelity.LOST or outcome == "fallback"
        because = _REASONS.get(outcome, "") if decides else ""
        seen[row.id] = _Use(path, line, row.id, _plain(loss["path"]), fate, loss["note"], because)
    for used in record["used"]:
        found = _row(used)
        if found is not None and found.id not in seen:
            fate = whole or Fate.CARRIED
            because = _REASONS["fallback"] if outcome == "fallback" else ""
            seen[found.id] = _Use(path, line, found.id, used, fate, found.note, because)
    yield from seen.values()


def _finding(use: _Use, count: int) -> Usage:
    row = by_id(use.rule)
    return Usage(
        path=use.path,
        cell=0,
        line=use.line,
        column=1,
        rule=use.rule,
        legacy=use.wire,
        new=row.interactions or "",
        tier=_TIERS.get(use.fate, Tier.MANUAL),
        fidelity=row.fidelity,
        note=use.note,
        site=f"{use.line}",
        reason=use.reason,
        fate=use.fate,
        count=count,
    )


def _row(path: str) -> Field | None:
    """The row of a path on the wire; None for what only holds other fields."""
    rows = _rows()
    if path in rows:
        return rows[path]
    inside = f"{path}."
    parents = path.split(".")
    if any(known.startswith(inside) for known in rows):
        return None
    if any(".".join(parents[:depth]) in rows for depth in range(1, len(parents))):
        return None
    return of("unknown")


@cache
def _rows() -> dict[str, Field]:
    """Rows by their path on the wire, without marks of lists; the first row of a path wins."""
    rows: dict[str, Field] = {}
    for row in FIELDS:
        if row.surface in _REQUEST and row.legacy_wire and " = " not in row.legacy_wire:
            rows.setdefault(_plain(row.legacy_wire), row)
    return rows


def _plain(path: str) -> str:
    """A path without places in lists: ``tools[0].googleSearch`` as ``tools.googleSearch``."""
    return "".join(piece.rpartition("]")[2] for piece in path.split("["))
