"""Earlier reports: what is known already, what moved since, and how the work goes down."""

from __future__ import annotations

import glob
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stepbridge_cli.failure import Failure
from stepbridge_cli.problem import from_os_error, shown
from stepbridge_cli.reports.model import SCHEMA_VERSION, Point, Report, stamp
from stepbridge_codemods.finding import Finding, Tier

Key = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is needed of a JSON report that was written before."""

    name: str
    time: str
    findings: Counter[Key]
    sites: tuple[dict[str, Any], ...]
    tiers: dict[Tier, int]


def read(path: str) -> Earlier:
    """Reads a JSON report. Raises Failure when it is none, or of another major version.

    A report without a time (versions 1.0 and 1.1) is as old as its file.
    """
    try:
        value = json.loads(Path(path).read_bytes())
        written = Path(path).stat().st_mtime
    except OSError as error:
        raise Failure(str(from_os_error(shown(path), error))) from error
    except ValueError as error:
        raise Failure(f"{shown(path)}: not a JSON report: {error}") from error
    version = value.get("schema_version", "") if isinstance(value, dict) else ""
    if str(version).partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise _unreadable(path)
    try:
        return _earlier(Path(path).stem, value, stamp(written))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _unreadable(path) from error


def _earlier(name: str, value: dict[str, Any], written: str) -> Earlier:
    return Earlier(
        name,
        value.get("created") or written,
        Counter(
            (item["path"], item["cell"], item["rule"], item["legacy"]) for item in value["findings"]
        ),
        tuple(value["sites"]),
        {Tier(name): count for name, count in value["totals"]["sites_by_tier"].items()},
    )


def _unreadable(path: str) -> Failure:
    return Failure(
        f"{shown(path)}: not a report of stepbridge that this version can read",
        "Write one with: stepbridge audit --format json --output FILE",
    )


def without_known(report: Report, earlier: Earlier) -> Report:
    """The report with only those findings that the earlier one does not have.

    A finding is the same when file, rule and text are the same: lines move.
    """
    known = Counter(earlier.findings)
    new: list[Finding] = []
    for finding in report.findings:
        key = (finding.path, finding.cell, finding.rule, finding.legacy)
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(finding)
    hidden = len(report.findings) - len(new)
    notes = (*report.notes, f"{hidden} findings are in the baseline and not shown")
    kept = {finding.path for finding in new}
    return replace(report, findings=tuple(new), notes=notes, concerned=len(kept))


def read_all(patterns: Sequence[str]) -> list[Earlier]:
    """Several reports, oldest first. A pattern that names no file is expanded as a shell would."""
    paths = [path for pattern in patterns for path in _expanded(pattern)]
    return sorted(map(read, dict.fromkeys(paths)), key=lambda earlier: earlier.time)


def _expanded(pattern: str) -> list[str]:
    if Path(pattern).exists() or not glob.has_magic(pattern):
        return [pattern]
    # Path.glob takes no absolute patterns.
    return sorted(glob.glob(pattern, recursive=True)) or [pattern]  # noqa: PTH207


def with_history(report: Report, earlier: Sequence[Earlier]) -> Report:
    """The report with a point for each earlier one, oldest first, and what moved since the last."""
    points = [Point(item.name, item.time, item.tiers) for item in earlier]
    return replace(
        report,
        history=(*points, Point("now", report.created, report.tiers)),
        moved=tuple(_moves(report, earlier[-1])),
    )


def _moves(report: Report, earlier: Earlier) -> Iterable[str]:
    """One line for each call site that is gone, new, or in another tier."""
    before = _grouped((site["path"], site["call"], site["tier"]) for site in earlier.sites)
    after = _grouped((site.path, site.call, str(site.tier)) for site in report.sites)
    for path, call in sorted(before.keys() | after.keys()):
        old, new = before.get((path, call), Counter()), after.get((path, call), Counter())
        gone, come = list((old - new).elements()), list((new - old).elements())
        for one, other in zip(gone, come, strict=False):
            yield f"{path}: {call}: {one} -> {other}"
        for one in gone[len(come) :]:
            yield f"{path}: {call}: {one} -> gone"
        for other in come[len(gone) :]:
            yield f"{path}: {call}: new, {other}"


def _grouped(sites: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], Counter[str]]:
    groups: dict[tuple[str, str], Counter[str]] = {}
    for path, call, tier in sites:
        groups.setdefault((path, call), Counter())[tier] += 1
    return groups
