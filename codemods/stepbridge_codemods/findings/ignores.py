"""``# stepbridge: ignore`` and ``# stepbridge: ignore[SB105]``: calls that are to be left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stepbridge_codemods.findings.listing import seen_of
from stepbridge_codemods.findings.markers import statement_of
from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.findings.rule_ids import unknown
from stepbridge_codemods.findings.strays import strays
from stepbridge_codemods.planning.groups import Group
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.infer import Values

_IGNORE = re.compile(r"#\s*stepbridge:\s*ignore(?:\[([\w\s,]*)\])?\s*(?:$|#|--|:)")


@dataclass(slots=True)
class Ignore:
    """One comment: where it stands, the ids that it names (none: all), and those that it met."""

    start: int
    end: int
    line: int
    ids: frozenset[str]
    meets_call: bool = False
    met: set[str] = field(default_factory=set)

    @property
    def unused(self) -> str:
        """What is wrong with it, as a sentence; empty when all of it leaves a call alone."""
        if not self.meets_call:
            return "the ignore comment has no call of the legacy API on its lines"
        wrong = unknown(self.ids)
        if wrong:
            return f"the ignore comment names what is not there: {wrong}"
        idle = sorted(self.ids - self.met)
        if idle:
            return f"the ignore comment names {', '.join(idle)}, which its call does not use"
        return ""

    @property
    def is_idle(self) -> bool:
        """Whether the comment leaves nothing alone."""
        return not self.meets_call or bool(self.ids and not self.met)


def ignored(values: Values, group: Group) -> frozenset[str] | None:
    """The ids that comments on a group's calls name; empty for all, None without a comment."""
    found = [one for one in _comments(values.source) if _is_on(values.source, one, group)]
    if not found:
        return None
    if any(not one.ids for one in found):
        return frozenset()
    return frozenset().union(*(one.ids for one in found))


def ids_of(values: Values, group: Group) -> set[str]:
    """The ids of all fields that a group mentions."""
    return {row(one.symbol).id for one in seen_of(values, group)}


def ignores(values: Values, groups: list[Group]) -> list[Ignore]:
    """Every ignore comment of a module, with what it met."""
    source = values.source
    found = list(_comments(source))
    for group in groups if found else ():
        for one in found:
            if _is_on(source, one, group):
                one.meets_call = True
                one.met |= one.ids & ids_of(values, group)
    for stray in strays(values, groups) if found else ():
        first, last = (source.position(at)[0] for at in source.span(stray.node))
        for one in found:
            if first <= one.line <= last:
                one.meets_call = True
                one.met |= one.ids & {stray.rule}
    return found


def _comments(source: Source) -> Iterator[Ignore]:
    for start, end in source.comments:
        match = _IGNORE.search(source.text[start:end])
        if match is not None:
            ids = frozenset(one.strip().upper() for one in (match[1] or "").split(",")) - {""}
            yield Ignore(start + match.start(), end, source.position(start)[0], ids)


def _is_on(source: Source, one: Ignore, group: Group) -> bool:
    """Whether a comment stands on the lines of one of a group's calls."""
    return any(first <= one.line <= last for first, last in _lines(source, group))


def _lines(source: Source, group: Group) -> Iterable[tuple[int, int]]:
    for site in group.sites:
        first = source.position(source.span(statement_of(source, site.call))[0])[0]
        yield first, source.position(source.span(site.call)[1])[0]
