"""Comments to stepbridge that say nothing any more: ignores of nothing, markers of what is done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stepbridge_codemods.finding import Remark
from stepbridge_codemods.findings.ignores import ignores
from stepbridge_codemods.findings.markers import TODO, markers, standing
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.groups import Group, solve
from stepbridge_codemods.planning.selection import select
from stepbridge_codemods.planning.spelled import values_of
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.surroundings import Surroundings

_SPEAKS = re.compile(r"#\s*stepbridge:\s*(?:ignore|leave)|TODO\(stepbridge\)")


@dataclass(frozen=True, slots=True)
class Stale:
    """A comment, what is wrong with it, and whether it can go."""

    start: int
    end: int
    message: str
    is_todo: bool = False
    may_go: bool = True


def has_comments(text: str) -> bool:
    """Whether a text may hold comments that speak to stepbridge."""
    return _SPEAKS.search(text) is not None


def stale(values: Values, groups: list[Group]) -> list[Stale]:
    """The comments of a module that no longer apply, in order."""
    found = [
        Stale(one.start, one.end, one.unused, may_go=one.is_idle)
        for one in ignores(values, groups)
        if one.unused
    ]
    stands = standing(values, groups)
    for start, end in markers(values.source):
        if start not in stands:
            is_todo = TODO.search(values.source.text[start:end]) is not None
            name = "TODO(stepbridge) marker" if is_todo else "leave comment"
            text = f"the {name} stands at no call of the legacy API"
            found.append(Stale(start, end, text, is_todo, may_go=is_todo))
    return sorted(found, key=lambda one: one.start)


def tidied(
    text: str, before: Source, around: Surroundings, options: Options, was_stale: Iterable[Stale]
) -> tuple[str, tuple[Remark, ...]]:
    """The text after a rewrite without the markers of calls that it migrated, and what is left.

    ``was_stale`` is of the text before. With ``todo`` all stale markers go, with ``tidy`` idle
    ignore comments too.
    """
    source = before if text == before.text else Source(before.encode(text), before.path)
    values = values_of(source, around.settled())
    groups = solve(values, options)
    select(values, groups, options)
    found = stale(values, groups)
    old = _numbers(before, was_stale)
    gone = [
        one
        for one in found
        if one.may_go
        and (options.tidy or (one.is_todo and (options.todo or not _numbers(source, [one]) <= old)))
    ]
    left = [one for one in found if one not in gone]
    return _without(source, gone), remarks(source, left)


def _numbers(source: Source, found: Iterable[Stale]) -> set[int]:
    """Which of a module's markers some are, counted from the top: a rewrite keeps the order."""
    starts = [start for start, _ in markers(source)]
    return {starts.index(one.start) for one in found if one.start in starts}


def remarks(source: Source, found: Iterable[Stale]) -> tuple[Remark, ...]:
    """What is said about comments that stay."""
    return tuple(
        Remark(source.path, 0, *source.position(one.start), message=one.message) for one in found
    )


def _without(source: Source, gone: list[Stale]) -> str:
    """The text without some comments; one that has its line to itself takes the line along."""
    text = source.text
    for one in reversed(gone):
        start, end = one.start, _end(text, one)
        before = text[source.line_start(start) : start]
        if before.strip() or text[end : end + 1] not in ("\r", "\n", ""):
            kept = text[:start].rstrip(" \t") if text[end : end + 1] != "#" else text[:start]
            text = kept + text[end:]
        else:
            line_end = end + len(source.newline) if end < len(text) else end
            text = text[: source.line_start(start)] + text[line_end:]
    return text


def _end(text: str, one: Stale) -> int:
    """Where a comment ends, or the next one on its line begins."""
    other = text.find("#", one.start + 1, one.end)
    return other if other >= 0 else one.end
