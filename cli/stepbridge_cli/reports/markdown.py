"""The report for a pull request: totals first, then fields, then what is left to a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, Site
from stepbridge_cli.reports.site_text import becomes, place
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
    yield from _manual(report)
    if report.fields:
        yield from _section("Fields", report.findings)
        yield from _table(
            ("rule", "legacy", "new", "seen", *report.outcomes),
            (
                (
                    total.rule,
                    _code(total.legacy),
                    _code(total.new) if total.new else "",
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


def _manual(report: Report) -> Iterator[str]:
    sites = [site for site in report.places if site.tier is Tier.MANUAL]
    if not sites:
        return
    yield from ("", "### Left to a person", "")
    for site in sites[:MOST_SITES]:
        yield from _site(site)
    if len(sites) > MOST_SITES:
        yield f"- and {len(sites) - MOST_SITES:,} more"


def _site(site: Site) -> Iterator[str]:
    yield f"- {_code(place(site.findings[0]))}"
    for words in dict.fromkeys(
        f"{finding.rule}: {_text(becomes(finding))}. {_text(finding.note)}"
        for finding in site.findings
    ):
        yield f"  - {words}"


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


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text.replace('|', chr(92) + '|')}{fence}"
