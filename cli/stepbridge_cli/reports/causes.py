"""Why call sites are left to a person, and what the person does about it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stepbridge_cli.reports.model import Report, Site, is_reason
from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.findings.reasons import REASONS

_RULE = re.compile(r"SB\d{3,}")


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause, and how many call sites are left to a person because of it.

    ``title`` and ``what_to_do`` are sentences; the latter is empty where the title says it all.
    """

    rule: str
    title: str
    what_to_do: str
    sites: int


def causes(report: Report) -> tuple[Cause, ...]:
    """The causes of all manual call sites, the most frequent first; each site counts once."""
    groups: dict[str, list[Finding]] = {}
    for site in report.sites:
        if site.tier is Tier.MANUAL and report.traffic is None:
            rule, finding = next(_of(site))
            groups.setdefault(rule, []).append(finding)
    found = [_cause(rule, group[0], len(group)) for rule, group in groups.items()]
    return tuple(sorted(found, key=lambda cause: (-cause.sites, cause.rule)))


def unsaid(site: Site) -> tuple[str, ...]:
    """Reasons that findings of a site name and that no finding of it has the words of, in words.

    What holds for a whole file is said once, and named everywhere else.
    """
    present = {finding.rule for finding in site.findings}
    named = dict.fromkeys(finding.reason for finding in site.findings)
    return tuple(
        f"{cause.title} {cause.what_to_do}"
        for rule in named
        if rule in REASONS and rule not in present
        for cause in [_cause(rule, site.findings[0], 1)]
    )


def cause_of(site: Site) -> str:
    """The rule that a manual site counts under; empty for the other tiers."""
    return next(_of(site))[0] if site.tier is Tier.MANUAL else ""


def _of(site: Site) -> Iterator[tuple[str, Finding]]:
    """The causes of a manual site, the first of them the one to count."""
    manual = [finding for finding in site.findings if finding.tier is Tier.MANUAL]
    yield from _pairs(finding for finding in manual if is_reason(finding.rule))
    yield from ((finding.reason, finding) for finding in manual if _RULE.fullmatch(finding.reason))
    yield from _pairs(manual)


def _pairs(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    return ((finding.rule, finding) for finding in findings)


def _cause(rule: str, finding: Finding, sites: int) -> Cause:
    reason = REASONS.get(rule)
    if reason is not None:
        return Cause(
            rule, f"{reason.title[:1].upper()}{reason.title[1:]}.", reason.what_to_do, sites
        )
    advice = finding.reason if finding.reason != finding.note else ""
    return Cause(rule, finding.note, "" if _RULE.fullmatch(advice) else advice, sites)
