"""The report for a terminal: one line a field, then totals, then the coverage line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stepbridge.fields.row import Fidelity
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Bucket, Report, is_reason, rule_order
from stepbridge_codemods.finding import Finding, Tier

RULE = re.compile(r"SB\d{3,}")
_COLOURS = {Tier.NATIVE: "green", Tier.BRIDGED: "yellow", Tier.MANUAL: "red"}


def render(report: Report, look: Look) -> str:
    findings = "" if look.detail < 0 else _block(_findings(report, look))
    return "\n".join(part for part in (findings, closing(report, look)) if part)


def closing(report: Report, look: Look) -> str:
    """What comes behind the findings, or behind a diff: proofs and totals."""
    parts = (
        _block(f"rewrote {change.path}" for change in report.changes if change.written),
        _block(proofs(report, look)),
        _block(_history(report, look)),
        _block(summary(report, look)),
    )
    return "\n".join(part for part in parts if part)


def _block(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def summary(report: Report, look: Look) -> Iterator[str]:
    """Call sites by tier, fields by use, and the coverage line."""
    if report.fields and look.detail >= 0:
        yield from _field_table(report, look)
        yield ""
    if report.findings:
        tiers = ", ".join(
            look.paint(f"{count} {tier}", fg=_COLOURS[tier]) for tier, count in report.tiers.items()
        )
        yield f"Call sites: {tiers}"
    yield look.paint(report.coverage, bold=True)


def place(finding: Finding) -> str:
    """``path:line:column``, with the cell in a notebook."""
    cell = f":cell {finding.cell}" if finding.cell else ""
    return f"{finding.path}{cell}:{finding.line}:{finding.column}"


def line(finding: Finding, look: Look) -> str:
    """One finding on one line, the place first, so that editors can jump to it."""
    tier = look.paint(finding.tier, fg=_COLOURS[finding.tier])
    rule = look.paint(finding.rule, bold=True)
    return f"{place(finding)}: {rule} {becomes(finding)} [{tier}{_marks(finding)}]"


def becomes(finding: Finding) -> str:
    """Old and new in a few words."""
    if is_reason(finding.rule):
        fate = "is left alone" if finding.tier is Tier.MANUAL else "goes through stepbridge"
        return f"{finding.legacy} {fate}"
    if finding.new == finding.legacy:
        return f"{finding.legacy} stays"
    missing = "no equivalent" if finding.fidelity is Fidelity.LOST else "removed"
    return f"{finding.legacy} -> {finding.new or missing}"


def _marks(finding: Finding) -> str:
    marks = [f"because of {finding.reason}"] if _names_rule(finding) else []
    if finding.fidelity is Fidelity.APPROXIMATE:
        marks.append("approximate")
    if finding.behaviour_change:
        marks.append("behaviour changes")
    return "".join(f", {mark}" for mark in marks)


def _names_rule(finding: Finding) -> bool:
    """Whether the reason is the id of another finding of the site, which has the words."""
    return bool(RULE.fullmatch(finding.reason)) and finding.reason != finding.rule


def notes(finding: Finding, look: Look, indent: str = "    ") -> Iterator[str]:
    """The reason of a manual site and the note of the field, each wrapped."""
    for text in dict.fromkeys((finding.reason, finding.note)):
        if text and not RULE.fullmatch(text):
            yield look.paint(look.wrap(text, indent), dim=True)


def _findings(report: Report, look: Look) -> Iterator[str]:
    for finding in report.findings:
        yield line(finding, look)
        yield from notes(finding, look)


def _field_table(report: Report, look: Look) -> Iterator[str]:
    heads = ("field", "", "seen", *Bucket)
    rows = [
        (
            total.rule,
            total.legacy,
            str(total.seen),
            *(str(n or "-") for n in total.buckets.values()),
        )
        for total in sorted(report.fields, key=lambda total: rule_order(total.rule))
    ]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    yield look.paint(_row(heads, widths), bold=True)
    for row in rows:
        yield _row(row, widths)


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    left = (cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True))
    right = (cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True))
    return "  ".join([*left, *right]).rstrip()


def _history(report: Report, look: Look) -> Iterator[str]:
    for point in report.history:
        tiers = ", ".join(f"{count} {tier}" for tier, count in point.tiers.items())
        yield f"{point.name}: {sum(point.tiers.values())} call sites: {tiers}"
    yield from (f"  {move}" for move in report.moved)


def proofs(report: Report, look: Look) -> Iterator[str]:
    """What became of running each rewritten program."""
    for proof in report.proofs:
        mark = (
            look.paint("proved", fg="green") if proof.proved else look.paint("NOT PROVED", fg="red")
        )
        yield f"{proof.path}: {mark}: {proof.summary}"
        for detail in proof.details:
            yield from (f"    {part}" for part in detail.splitlines())
