"""The report for a terminal: call sites with their fields, totals, and last the coverage line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from stepbridge_cli.reports.causes import causes
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, rule_order
from stepbridge_cli.reports.site_text import COLOURS, sites
from stepbridge_codemods.finding import Tier


def render(report: Report, look: Look) -> str:
    findings = "" if look.detail < 0 else _block(sites(report, look))
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
    if report.efforts and look.detail >= 0:
        yield from _efforts(report, look)
        yield ""
    left = list(_causes(report, look)) if look.detail >= 0 else []
    if left:
        yield look.paint("Call sites that are left to a person, and why", bold=True)
        yield from (*left, "")
    if report.sites:
        tiers = ", ".join(
            look.paint(f"{count} {tier}", fg=COLOURS[tier]) for tier, count in report.tiers.items()
        )
        yield from _traffic(report) if report.traffic else (f"Call sites: {tiers}",)
    yield look.paint(report.coverage, bold=True)


def _traffic(report: Report) -> Iterator[str]:
    assert report.traffic is not None
    for name, counts in (("Requests", report.traffic.outcomes), ("Models", report.traffic.models)):
        yield f"{name}: {', '.join(f'{count:,} {what}' for what, count in counts.items())}"


def _field_table(report: Report, look: Look) -> Iterator[str]:
    outcomes = [outcome for outcome, count in report.outcomes.items() if count]
    heads = ("field", "", "seen", *outcomes)
    rows = [
        (
            total.rule,
            total.legacy,
            f"{total.seen:,}",
            *(
                f"{total.outcomes[outcome]:,}" if total.outcomes[outcome] else "-"
                for outcome in outcomes
            ),
        )
        for total in sorted(report.fields, key=lambda total: rule_order(total.rule))
    ]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    if look.width:
        over = sum(widths) + 2 * (len(widths) - 1) - look.width
        widths[1] = max(12, widths[1] - max(0, over))
    yield look.paint(_row(heads, widths), bold=True)
    for row in rows:
        yield _row((row[0], _cropped(row[1], widths[1]), *row[2:]), widths)


def _cropped(text: str, width: int) -> str:
    """A text that fits, its end kept: the end of a path tells more than its beginning."""
    return text if len(text) <= width else f"\u2026{text[1 - width :]}"


def _efforts(report: Report, look: Look) -> Iterator[str]:
    heads = ("owner", "", *Tier)
    rows = [(owner, "", *map(str, tiers.values())) for owner, tiers in report.efforts.items()]
    yield from _table(heads, rows, look)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], look: Look) -> Iterator[str]:
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    yield look.paint(_row(heads, widths), bold=True)
    yield from (_row(row, widths) for row in rows)


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    left = (cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True))
    right = (cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True))
    return "  ".join([*left, *right]).rstrip()


def _history(report: Report, look: Look) -> Iterator[str]:
    if not report.history:
        return
    heads = ("report", "made (UTC)", *Tier, "left", "change")
    totals = [sum(point.tiers.values()) for point in report.history]
    changes = ["", *(f"{new - old:+,}" for old, new in pairwise(totals))]
    rows = [
        (
            point.name,
            point.time[:16].replace("T", " "),
            *(f"{count:,}" for count in point.tiers.values()),
            f"{total:,}",
            change,
        )
        for point, total, change in zip(report.history, totals, changes, strict=True)
    ]
    yield from _table(heads, rows, look)
    yield from (f"  {move}" for move in report.moved)


def _causes(report: Report, look: Look) -> Iterator[str]:
    """Why call sites are left to a person, and what the person does."""
    for cause in causes(report):
        name = look.paint(cause.rule, bold=True)
        yield f"{cause.sites:>5,}  {name}"
        yield look.wrap(f"{cause.title} {cause.what_to_do}".rstrip(), " " * 7)


def proofs(report: Report, look: Look) -> Iterator[str]:
    """What became of running each rewritten program."""
    for proof in report.proofs:
        mark = (
            look.paint("proved", fg="green") if proof.proved else look.paint("NOT PROVED", fg="red")
        )
        yield f"{proof.path}: {mark}: {proof.summary}"
        for detail in proof.details:
            yield from (f"    {part}" for part in detail.splitlines())
