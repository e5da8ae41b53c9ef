"""Call sites and findings in words: what is where, what becomes of it, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stepbridge.fields.row import Fidelity
from stepbridge_cli.reports.causes import unsaid
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import MODEL_ENDED, REQUIREMENT, Report, Site, is_reason, outcome
from stepbridge_cli.reports.usage import Fate, Usage, count_of
from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.findings.reasons import REASONS

RULE = re.compile(r"SB\d{3,}")
COLOURS = {Tier.NATIVE: "green", Tier.BRIDGED: "yellow", Tier.MANUAL: "red"}
_INDENT = "    "


def sites(report: Report, look: Look) -> Iterator[str]:
    """Each call site as a heading, its fields beneath, every note where it first applies.

    Notes of fields that keep their meaning and need no person are said at detail 1 only.
    """
    said: set[str] = set()
    for site in report.places:
        yield heading(site, look)
        yield from _named(site, look, said)
        yield from _fields(site, look, said)


def heading(site: Site, look: Look) -> str:
    """The call and its place, the place first, so that editors can jump to it."""
    cell = f":cell {site.cell}" if site.cell else ""
    name = look.paint(site.call, bold=True)
    if any(isinstance(finding, Usage) for finding in site.findings):
        return f"{site.path}:{site.line}"
    tier = look.paint(site.kind, fg=COLOURS[site.tier])
    return f"{site.path}{cell}:{site.line}:{site.column}: {name} [{tier}]"


def _named(site: Site, look: Look, said: set[str]) -> Iterator[str]:
    """What keeps a site from being rewritten, where another place has the finding of it."""
    for text in unsaid(site):
        if text not in said:
            said.add(text)
            yield look.paint(look.wrap(text, _INDENT), dim=True)


def _fields(site: Site, look: Look, said: set[str]) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in reasons_first(site):
        marks = _marks(finding, with_reason=False)
        groups.setdefault((finding.rule, becomes(finding), marks), []).append(finding)
    for (rule, words, marks), group in groups.items():
        shown = f" [{marks.removeprefix(', ')}]" if marks else ""
        name = look.paint(rule, bold=True)
        yield f"  {name} {words}{shown}{_where(group, site)}"
        for finding in group:
            if look.detail > 0 or matters(finding):
                fresh = [text for text in texts(finding) if text not in said]
                said.update(fresh)
                yield from (look.paint(look.wrap(text, _INDENT), dim=True) for text in fresh)


def reasons_first(site: Site) -> list[Finding]:
    """Why a site is left alone, then what is in it."""
    return sorted(site.findings, key=lambda finding: not is_reason(finding.rule))


def _where(group: list[Finding], site: Site) -> str:
    """The lines of findings that read alike, unless it is that of the heading.

    For traffic, how often requests used the field.
    """
    if isinstance(group[0], Usage):
        times = sum(map(count_of, group))
        return ", once" if times == 1 else f", {times:,} times"
    places = sorted({(finding.cell, finding.line) for finding in group})
    if places == [(site.cell, site.line)]:
        return ""
    named = ", ".join(
        str(line) if cell == site.cell else f"{line} of cell {cell}" for cell, line in places[:8]
    )
    named += ", ..." if len(places) > 8 else ""
    return f", line {named}" if len(places) == 1 else f", lines {named}"


def matters(finding: Finding) -> bool:
    """Whether a person should read the note: something is lost, changes, or is left to do."""
    if isinstance(finding, Usage):
        return bool(finding.reason) or finding.fate in (Fate.APPROXIMATED, Fate.DROPPED)
    return (
        finding.fidelity is not Fidelity.EXACT
        or (finding.tier is Tier.MANUAL and not RULE.fullmatch(finding.reason))
        or finding.behaviour_change
        or is_reason(finding.rule)
    )


def place(finding: Finding) -> str:
    """``path:line:column``, with the cell in a notebook."""
    cell = f":cell {finding.cell}" if finding.cell else ""
    return f"{finding.path}{cell}:{finding.line}:{finding.column}"


def line(finding: Finding, look: Look) -> str:
    """One finding on one line, the place first, so that editors can jump to it."""
    tier = look.paint(finding.tier, fg=COLOURS[finding.tier])
    rule = look.paint(finding.rule, bold=True)
    return f"{place(finding)}: {rule} {becomes(finding)} [{tier}{_marks(finding)}]"


def message(finding: Finding) -> str:
    """One finding as sentences, for a list that shows the place by itself.

    A cell is named, because no such list knows the cells of a notebook.
    """
    where = f"Cell {finding.cell}, line {finding.line}: " if finding.cell else ""
    words = [f"{where}{becomes(finding)} ({finding.tier}{_marks(finding)})", *texts(finding)]
    return " ".join(word if word.endswith((".", "!", "?")) else f"{word}." for word in words)


def becomes(finding: Finding) -> str:
    """Old and new in a few words."""
    if finding.rule == MODEL_ENDED:
        return f"model {finding.legacy} -> {finding.new or 'one that is served'}"
    if is_reason(finding.rule):
        fate = "is left alone" if finding.tier is Tier.MANUAL else "goes through stepbridge"
        return f"{finding.legacy} {fate}"
    if finding.new == finding.legacy:
        return f"{finding.legacy} stays"
    if finding.rule == REQUIREMENT and not finding.new:
        return f"{finding.legacy} is left alone"
    missing = "no equivalent" if finding.fidelity is Fidelity.LOST else "removed"
    return f"{finding.legacy} -> {finding.new or missing}"


def _marks(finding: Finding, *, with_reason: bool = True) -> str:
    if isinstance(finding, Usage):
        return f", {outcome(finding)}"
    if finding.rule == MODEL_ENDED:
        return ""
    marks = [f"because of {finding.reason}"] if with_reason and _names_rule(finding) else []
    if finding.fidelity is Fidelity.APPROXIMATE:
        marks.append("approximate")
    if finding.behaviour_change:
        marks.append("behaviour changes")
    return "".join(f", {mark}" for mark in marks)


def _names_rule(finding: Finding) -> bool:
    """Whether the reason is the id of another finding of the site, which has the words."""
    return bool(RULE.fullmatch(finding.reason)) and finding.reason != finding.rule


def notes(finding: Finding, look: Look, indent: str = _INDENT) -> Iterator[str]:
    """The reason of a manual site and the note of the field, each wrapped."""
    for text in texts(finding):
        yield look.paint(look.wrap(text, indent), dim=True)


def texts(finding: Finding) -> Iterable[str]:
    """The note and what a person does, where they are words and not the id of another finding."""
    both = dict.fromkeys((finding.note, finding.reason, _instead(finding)))
    return [text for text in both if text and not RULE.fullmatch(text)]


def _instead(finding: Finding) -> str:
    """How a bridged call site could do without stepbridge. Nobody has to."""
    if finding.tier is not Tier.BRIDGED or finding.rule not in REASONS:
        return ""
    advice = REASONS[finding.rule].what_to_do
    return f"It works like that. For plain Interactions code: {advice[:1].lower()}{advice[1:]}"
