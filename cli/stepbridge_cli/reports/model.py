"""One model of what was found, which every report format writes.

Nothing in a report is computed by a writer: totals, buckets and the coverage line come from here,
so that no two formats can disagree.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from stepbridge._version import __version__
from stepbridge.fields.row import Fidelity
from stepbridge_cli.problem import Problem
from stepbridge_cli.reports.usage import Fate, Traffic, Usage, count_of
from stepbridge_codemods.finding import Finding, Tier

SCHEMA_VERSION = "1.2"

Kind = TypeVar("Kind", bound=StrEnum)


class Bucket(StrEnum):
    """Where a field ends up, each in exactly one."""

    MIGRATED = "migrated"
    BRIDGED = "bridged"
    MANUAL = "left to a person"
    LOST = "without equivalent"


_BUCKETS = {Tier.NATIVE: Bucket.MIGRATED, Tier.BRIDGED: Bucket.BRIDGED, Tier.MANUAL: Bucket.MANUAL}
_WORST = {Tier.NATIVE: 0, Tier.BRIDGED: 1, Tier.MANUAL: 2}
# What is said of a model's name, wherever it stands: no call site, and nothing that migrates.
MODEL_ENDED = "SB030"
REQUIREMENT = "SB999"
# A mock, or what is patched by name.
STAND_IN = "SB035"
# It catches what calls of another module raised.
HANDLER = "SB036"
# The model's name, a line that installs the SDK, what stands in for a call in a test, and handlers
# of errors from elsewhere are listed beside the call sites.
_BESIDE = {
    MODEL_ENDED: "model",
    REQUIREMENT: "requirement",
    STAND_IN: "stand-in",
    HANDLER: "handler",
}


_FATES = {
    Fate.CARRIED: Bucket.MIGRATED,
    Fate.APPROXIMATED: Bucket.MIGRATED,
    Fate.DROPPED: Bucket.LOST,
    Fate.REFUSED: Bucket.MANUAL,
    Fate.PASSED: Bucket.MANUAL,
}


def outcome(finding: Finding) -> StrEnum:
    """What became of a field, in the words for people: its fate in traffic, else its bucket."""
    return finding.fate if isinstance(finding, Usage) else bucket(finding)


def bucket(finding: Finding) -> Bucket:
    """A field that has no equivalent counts as such, whichever tier its call site is in."""
    if isinstance(finding, Usage):
        return _FATES[finding.fate]
    return Bucket.LOST if finding.fidelity is Fidelity.LOST else _BUCKETS[finding.tier]


@dataclass(frozen=True, slots=True)
class Site:
    """One call site: its tier is the worst of its fields, its place that of the call itself."""

    path: str
    cell: int
    line: int
    column: int
    name: str
    call: str
    tier: Tier
    findings: tuple[Finding, ...]

    @property
    def kind(self) -> str:
        """The tier of a call site; what it is beside them: "model", "handler" and the like."""
        kinds = {_BESIDE.get(finding.rule, self.tier) for finding in self.findings}
        return kinds.pop() if len(kinds) == 1 else self.tier

    @property
    def is_call(self) -> bool:
        """Whether there is more than what is only listed beside the call sites."""
        return self.kind == self.tier

    @property
    def is_ended_model(self) -> bool:
        """Whether there is nothing but the name of a model that has ended."""
        return self.kind == _BESIDE[MODEL_ENDED]


@dataclass(frozen=True, slots=True)
class FieldTotal:
    """All uses of one field."""

    rule: str
    legacy: str
    new: str
    fidelity: Fidelity
    note: str
    buckets: dict[Bucket, int]
    outcomes: dict[StrEnum, int]

    @property
    def seen(self) -> int:
        return sum(self.buckets.values())


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of running a rewritten program on the emulator."""

    path: str
    proved: bool
    summary: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A file that changes: its whole text before and after, and the unified diff between them."""

    path: str
    before: str
    after: str
    diff: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Call sites by tier at one time, in UTC as ``2026-01-31T09:00:00Z``."""

    name: str
    time: str
    tiers: dict[Tier, int]


def now() -> str:
    """This second in UTC, or that of SOURCE_DATE_EPOCH for reports that can be made again."""
    moment = os.environ.get("SOURCE_DATE_EPOCH", "")
    return stamp(int(moment) if moment.isdecimal() else time.time())


def stamp(seconds: float) -> str:
    """Seconds since 1970 as UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


@dataclass(frozen=True)
class Report:
    """Everything that one run found.

    ``scanned`` counts the files that were looked at, ``concerned`` those of them that use Gemini.
    ``findings`` are sorted by place. ``sources`` holds the text of every file with findings, before
    and after, for formats that show it. ``history`` and ``moved`` compare with earlier reports.
    ``owners`` says whose each path with findings is, where a CODEOWNERS file tells.
    ``traffic`` is there when the findings are fields of real requests, all of them ``Usage``.
    """

    command: str
    scanned: int
    concerned: int
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    proofs: tuple[Proof, ...] = ()
    sources: tuple[Change, ...] = ()
    history: tuple[Point, ...] = ()
    moved: tuple[str, ...] = ()
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    traffic: Traffic | None = None
    version: str = field(default=__version__)
    created: str = field(default_factory=now)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Call sites in order of place. A finding without a site is one by itself."""
        return tuple(site for site in self.places if site.is_call)

    @cached_property
    def places(self) -> tuple[Site, ...]:
        """Call sites, names of models that have ended, and requirements, in order of place."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            key = finding.site or f"{finding.cell}:{finding.line}:{finding.column}"
            groups.setdefault((finding.path, key), []).append(finding)
        return tuple(_site(name, group) for (_, name), group in groups.items())

    @cached_property
    def uses(self) -> tuple[Finding, ...]:
        """The findings that are uses of a field; the others say why a call site was left alone."""
        return tuple(finding for finding in self.findings if not is_reason(finding.rule))

    @cached_property
    def buckets(self) -> dict[Bucket, int]:
        """Uses of fields by what becomes of them."""
        return _buckets(self.uses)

    @cached_property
    def outcomes(self) -> dict[StrEnum, int]:
        """Uses of fields by what became of them, in the words for people."""
        return _outcomes(self.uses, self.traffic is not None)

    @cached_property
    def tiers(self) -> dict[Tier, int]:
        """Call sites by tier."""
        return _counted(Tier, (site.tier for site in self.sites))

    @cached_property
    def efforts(self) -> dict[str, dict[Tier, int]]:
        """Call sites by owner and tier, who has most left to do first.

        A site that several own counts for each of them.
        """
        groups: dict[str, list[Tier]] = {}
        for site in self.sites:
            for owner in self.owners.get(site.path, ()):
                groups.setdefault(owner, []).append(site.tier)
        counted = {owner: _counted(Tier, tiers) for owner, tiers in groups.items()}
        worst = sorted(
            counted, key=lambda owner: ([-n for n in [*counted[owner].values()][::-1]], owner)
        )
        return {owner: counted[owner] for owner in worst}

    @cached_property
    def fields(self) -> tuple[FieldTotal, ...]:
        """Totals by field, the most used first."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.uses:
            groups.setdefault(finding.rule, []).append(finding)
        totals = [_field_total(group, self.traffic is not None) for group in groups.values()]
        return tuple(sorted(totals, key=lambda total: (-total.seen, rule_order(total.rule))))

    @property
    def coverage(self) -> str:
        """The one line that says how far it goes."""
        if self.traffic is not None:
            parts = ", ".join(f"{count:,} {outcome}" for outcome, count in self.outcomes.items())
            line = (
                f"{_count(self.traffic.requests, 'request')} from "
                f"{_count(len(self.sites), 'call site')}, "
                f"{_count(sum(self.outcomes.values()), 'use')} of "
                f"{_count(len(self.fields), 'field')}: {parts}"
            )
        elif all(place.is_ended_model for place in self.places):
            line = f"No legacy Gemini code in {_count(self.scanned, 'file')}"
        else:
            parts = ", ".join(f"{count:,} {bucket}" for bucket, count in self.buckets.items())
            seen = f"{_count(len(self.uses), 'field')} in {_count(len(self.sites), 'call site')}"
            line = f"{seen}: {parts}"
        ended = sum(place.is_ended_model for place in self.places)
        if ended:
            line += f"; {_count(ended, 'name')} of models that have ended"
        stand_ins = sum(place.kind == _BESIDE[STAND_IN] for place in self.places)
        if stand_ins:
            line += f"; {_count(stand_ins, 'place')} where a test stands in for a call"
        handlers = sum(place.kind == _BESIDE[HANDLER] for place in self.places)
        if handlers:
            line += f"; {_count(handlers, 'handler')} of errors from other modules"
        if self.problems:
            what = "line" if self.traffic is not None else "file"
            line += f"; {_count(len(self.problems), what)} could not be processed"
        return line

    @property
    def readiness(self) -> float:
        """Share of call sites, 0 to 1, that migrate without a person. 1 when there is none."""
        if not self.sites:
            return 1.0
        return 1 - self.tiers[Tier.MANUAL] / len(self.sites)


def is_reason(rule: str) -> bool:
    """SB001 to SB099 are reasons why a call site is left to a person, not fields."""
    return rule_order(rule)[0] < 100


def rule_order(rule: str) -> tuple[int, str]:
    """Sorts rule ids by number: SB105 before SB1000."""
    digits = "".join(character for character in rule if character.isdigit())
    return int(digits or 0), rule


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _counted(kinds: type[Kind], members: Iterable[Kind]) -> dict[Kind, int]:
    counts = Counter(members)
    return {kind: counts[kind] for kind in kinds}


def _site(name: str, findings: list[Finding]) -> Site:
    calls = (finding for finding in findings if 700 <= rule_order(finding.rule)[0] < 800)
    head = next(calls, findings[0])
    tier = max((finding.tier for finding in findings), key=_WORST.__getitem__)
    return Site(
        head.path, head.cell, head.line, head.column, name, head.legacy, tier, tuple(findings)
    )


def _buckets(findings: Iterable[Finding]) -> dict[Bucket, int]:
    totals = dict.fromkeys(Bucket, 0)
    for finding in findings:
        totals[bucket(finding)] += count_of(finding)
    return totals


def _outcomes(findings: Iterable[Finding], traffic: bool) -> dict[StrEnum, int]:
    totals: dict[StrEnum, int] = dict.fromkeys(Fate if traffic else Bucket, 0)
    for finding in findings:
        totals[outcome(finding)] += count_of(finding)
    return totals


def _field_total(findings: list[Finding], traffic: bool) -> FieldTotal:
    first = findings[0]
    return FieldTotal(
        rule=first.rule,
        legacy=first.legacy,
        new=first.new,
        fidelity=first.fidelity,
        note=first.note,
        buckets=_buckets(findings),
        outcomes=_outcomes(findings, traffic),
    )
