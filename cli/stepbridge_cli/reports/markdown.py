"""The report for a pull request: totals first, then fields, then what is left to a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from stepbridge_cli.reports.causes import causes, unsaid
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, Site
from stepbridge_cli.reports.site_text import becomes, matters, place, reasons_first, texts
from stepbridge_codemods.finding import Tier

# A comment on GitHub holds 65,536 characters.
MOST_SITES = 150
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~"})


def render(report: Report, look: Look) -> str:
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield "## stepbridge"
    yield ""
    yield f"**{_text(report.coverage)}**"
    if report.sites:
        yield ""
        yield from _table(
            ("call sites", *Tier),
            [(str(len(report.sites)), *(str(count) for count in report.tiers.values()))],
        )
    if report.efforts:
        yield ""
        yield from _table(
            ("owner", *Tier),
            ((_text(owner), *map(str, tiers.values())) for owner, tiers in report.efforts.items()),
        )
    if report.history:
        yield from ("", "### Over time", "")
        yield from _table(
            ("report", "made (UTC)", *Tier, "left"),
            (
                (
                    _text(point.name),
                    point.time[:16].replace("T", " "),
                    *map(str, point.tiers.values()),
                    str(sum(point.tiers.values())),
                )
                for point in report.history
            ),
        )
    yield from _causes(report)
    yield from _manual(report)
    yield from _models(report)
    if report.fields:
        yield from _section("Fields", report.findings)
        yield from _table(
            ("rule", "legacy", "new", "seen", *report.outcomes),
            (
                (
                    total.rule,
                    _code(total.legacy, table=True),
                    _code(total.new, table=True) if total.new else "",
                    str(total.seen),
                    *(str(count or "") for count in total.outcomes.values()),
                )
                for total in report.fields
            ),
        )
        yield ""
        yield "</details>"
    if report.proofs:
        yield from ("", "### Proofs", "")
        for proof in report.proofs:
            mark = "proved" if proof.proved else "**not proved**"
            yield f"- {_code(proof.path)}: {mark}: {_text(proof.summary)}"
    if report.problems:
        yield from ("", "### Could not be processed", "")
        for problem in report.problems:
            words = f"{_text(problem.message)}. {_text(problem.hint)}".rstrip()
            yield f"- {_code(problem.place)}: {words}"


def _causes(report: Report) -> Iterator[str]:
    found = causes(report)
    if found:
        yield from ("", "### What is left, and why", "")
        yield from _table(
            ("call sites", "why", "what to do"),
            (
                (str(cause.sites), f"{cause.rule}: {_text(cause.title)}", _text(cause.what_to_do))
                for cause in found
            ),
        )


def _manual(report: Report) -> Iterator[str]:
    sites = [site for site in report.sites if site.tier is Tier.MANUAL]
    if not sites:
        return
    yield from ("", "### Left to a person", "")
    for site in sites[:MOST_SITES]:
        yield from _site(site)
    if len(sites) > MOST_SITES:
        yield f"- and {len(sites) - MOST_SITES:,} more"


def _models(report: Report) -> Iterator[str]:
    named = Counter(
        (finding.legacy, finding.new)
        for site in report.places
        if site.is_ended_model
        for finding in site.findings
    )
    if named:
        yield from ("", "### Models that have ended", "")
        yield from _table(
            ("model", "named instead", "places"),
            (
                (_code(old, table=True), _code(new, table=True) if new else "", str(count))
                for (old, new), count in named.most_common()
            ),
        )


def _site(site: Site) -> Iterator[str]:
    yield f"- {_code(place(site.findings[0]))}"
    for words in dict.fromkeys(
        f"{finding.rule}: {_text(becomes(finding))}. {_text(' '.join(texts(finding)))}".rstrip()
        for finding in reasons_first(site)
        if matters(finding)
    ):
        yield f"  - {words}"
    for words in unsaid(site):
        yield f"  - {_text(words)}"


def _section(title: str, members: Iterable[object]) -> Iterator[str]:
    yield from ("", f"<details><summary>{title} ({len(list(members)):,} findings)</summary>", "")


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _text(text: str) -> str:
    return " ".join(text.translate(_SPECIAL).split())


def _code(text: str, *, table: bool = False) -> str:
    """A code span: a fence longer than any within, and bars escaped where they end a cell."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    room = " " if longest else ""
    plain = " ".join(text.split())
    words = plain.replace("|", "\\|") if table else plain
    fence = "`" * (longest + 1)
    return f"{fence}{room}{words}{room}{fence}"
