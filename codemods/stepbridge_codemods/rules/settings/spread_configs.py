"""Configs that are spread into one another: ``{**base, "temperature": 0}`` and ``{**base, **own}``.

Most settings lie in ``generation_config``, one below where they were, so that two configs which set
different fields set the same argument now. Its fields are spread there instead.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from stepbridge_codemods.objects import Argument, constant_of, is_none
from stepbridge_codemods.rules.settings.config_fields import THINKING, places_of
from stepbridge_codemods.text.layout import Entry, Group, atom, mapping

if TYPE_CHECKING:
    from stepbridge_codemods.rules.settings.draft import Draft

HEADS = ("generation_config", "response_format")
"""Arguments that several fields share."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A config that is spread into another, what it can be, and its place in ``arguments``."""

    node: ast.expr
    place: str
    drafts: tuple[Draft, ...]
    may_be_none: bool

    @property
    def keys(self) -> set[str]:
        """The arguments that it may set."""
        said = {key for draft in self.drafts for key in draft.arguments}
        return {key for key in said if not key.startswith("** ")} | {
            key for draft in self.drafts for key in draft.spread | heads(draft.later)
        }

    def has(self, head: str) -> bool:
        """Whether it has an argument whatever happens."""
        return not self.may_be_none and all(head in draft.arguments for draft in self.drafts)

    def paths(self) -> set[str]:
        """The places inside shared arguments that it may set."""
        return {
            f"{head}.{entry.key}"
            for draft in self.drafts
            for head in HEADS
            for entry in entries_of(draft, head)
        } | {path for draft in self.drafts for path in draft.later}


def heads(paths: set[str]) -> set[str]:
    """The arguments in which some paths lie."""
    return {path.partition(".")[0] for path in paths}


def entries_of(draft: Draft, head: str) -> list[Entry]:
    """What a config says inside an argument that several fields share."""
    found = draft.arguments.get(head)
    return found.value.entries if found is not None and isinstance(found.value, Group) else []


def take_back(draft: Draft, spreads: list[Spread]) -> None:
    """Fields that are written as None clear what a spread config says; so does a new thinking
    config with what it leaves out.
    """
    keys = {key for spread in spreads for key in spread.keys}
    for argument in draft.fields.arguments:
        cleared = is_none(argument.value) or _is_plain(draft, argument)
        paths = places_of(argument.name) if cleared else ()
        if argument.name == "thinking_config" and not cleared:
            said = {f"{HEADS[0]}.{entry.key}" for entry in entries_of(draft, HEADS[0])}
            before = {path for spread in spreads for path in spread.paths()}
            paths = tuple(path for path in THINKING if path in before - said)
        for path in paths:
            if path.partition(".")[0] in keys:
                draft.put(path, atom("None"), argument)


def _is_plain(draft: Draft, argument: Argument) -> bool:
    known = constant_of(draft.plan, argument.value)
    return argument.name == "response_mime_type" and known == "text/plain"


def merge(draft: Draft, whole: ast.expr, spreads: list[Spread]) -> None:
    """Puts together what several of the configs say; gives up where one would hide another."""
    counted = Counter(key for spread in spreads for key in spread.keys)
    counted.update(key for key in draft.arguments if not key.startswith("** "))
    twice = {key for key, number in counted.items() if number > 1}
    if not twice:
        return
    _refuse_order(draft, whole, spreads, twice)
    _refuse_formats(draft, whole, spreads, twice)
    for head in HEADS:
        if head in twice:
            _together(draft, whole, head, [spread for spread in spreads if head in spread.keys])
    left = Counter(key for key in draft.arguments if not key.startswith("** "))
    for spread in spreads:
        if spread.keys <= twice & set(HEADS):
            del draft.arguments[spread.place]
        else:
            left.update(spread.keys)
    draft.clashes = any(number > 1 for number in left.values())


def _refuse_order(draft: Draft, whole: ast.expr, spreads: list[Spread], twice: set[str]) -> None:
    """What is written has to stand before or behind what is spread, and be said behind it."""
    written = [_place(argument.node) for argument in draft.fields.arguments]
    for spread in spreads:
        named = isinstance(spread.node, ast.Name | ast.Attribute)
        before = {_place(spread.node) < place for place in written}
        over = spread.keys & twice
        late = False in before and (over - set(HEADS)) & draft.arguments.keys()
        if over and (not named or len(before) > 1 or late):
            raise draft.plan.cannot("SB004", whole, "settings in two places")
    thinking = [spread.paths() & set(THINKING) for spread in spreads]
    if any(one and other - one for other, one in pairwise(thinking)):
        raise draft.plan.cannot("SB004", whole, "settings in two places")


def _refuse_formats(draft: Draft, whole: ast.expr, spreads: list[Spread], twice: set[str]) -> None:
    """Only forms of text can be put together."""
    if HEADS[1] not in twice:
        return
    drafts = [draft, *(one for spread in spreads for one in spread.drafts)]
    if any(one.outputs_from is not None for one in drafts):
        raise draft.plan.cannot("SB004", whole, "settings in two places")


def _together(draft: Draft, whole: ast.expr, head: str, spreads: list[Spread]) -> None:
    """One argument of what is written and what is spread, in their order."""
    entry = draft.arguments.pop(head, None) or Entry(mapping(), head)
    if not isinstance(entry.value, Group):
        if isinstance(entry.value, Group) or entry.value.parts != ("None",):
            raise draft.plan.cannot("SB004", whole, "settings in two places")
        draft.arguments[head] = entry
        return
    own = entry.value.entries
    if head == HEADS[1] and own and all(spread.has(head) for spread in spreads):
        own = [one for one in own if one.key != "type"]
    quote = draft.plan.quote
    written = [_place(argument.node) for argument in draft.fields.arguments]
    first: list[Entry] = []
    for spread in spreads:
        before = all(_place(spread.node) < place for place in written)
        key = f"[{quote}{head}{quote}]" if spread.has(head) else ""
        parts = ("**", spread.node, key) if key else _looked_up(spread, head, quote)
        (first if before else own).append(Entry(atom(*parts)))
    entry.value.entries = [*first, *own]
    draft.arguments[head] = entry


def _looked_up(spread: Spread, head: str, quote: str) -> tuple[str | ast.AST, ...]:
    """Settings that may not be there."""
    look = f".get({quote}{head}{quote}, {{}})"
    if spread.may_be_none:
        return ("**(", spread.node, " or {})", look)
    return ("**", spread.node, look)


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
