"""Configs that are spread into one another: ``{**base, "temperature": 0}`` and ``{**base, **own}``.

Most settings lie in ``generation_config``, one below where they were, so that two configs which set
different fields set the same argument now. Its fields are spread there instead.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepbridge_codemods.layout import Entry, Group, atom, mapping

if TYPE_CHECKING:
    from stepbridge_codemods.rules.config import Draft

_HEAD = "generation_config"


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
        return {key for draft in self.drafts for key in draft.arguments} | {
            key for draft in self.drafts for key in draft.spread
        }

    @property
    def is_certain(self) -> bool:
        """Whether it has settings of generation whatever happens."""
        return not self.may_be_none and all(_HEAD in draft.arguments for draft in self.drafts)


def merge(draft: Draft, whole: ast.expr, spreads: list[Spread]) -> None:
    """Puts together what several of the configs say; gives up where one would hide another."""
    counted = Counter(key for spread in spreads for key in spread.keys)
    counted.update(key for key in draft.arguments if not key.startswith("** "))
    twice = {key for key, number in counted.items() if number > 1}
    if not twice:
        return
    among = [spread for spread in spreads if _HEAD in spread.keys]
    simple = all(
        spread.keys == {_HEAD} and isinstance(spread.node, ast.Name | ast.Attribute)
        for spread in among
    )
    if twice != {_HEAD} or not simple:
        raise draft.plan.cannot("SB004", whole, "settings in two places")
    _together(draft, whole, among)


def _together(draft: Draft, whole: ast.expr, spreads: list[Spread]) -> None:
    """One ``generation_config`` of what is written and what is spread, in their order."""
    entry = draft.arguments.pop(_HEAD, None) or Entry(mapping(), _HEAD)
    if not isinstance(entry.value, Group):
        raise draft.plan.cannot("SB004", whole, "settings in two places")
    quote = draft.plan.quote
    written = [_place(argument.value) for argument in draft.fields.arguments]
    first: list[Entry] = []
    for spread in spreads:
        del draft.arguments[spread.place]
        before = [_place(spread.node) < place for place in written]
        if len(set(before)) > 1:
            raise draft.plan.cannot("SB004", whole, "settings in two places")
        key = f"[{quote}{_HEAD}{quote}]" if spread.is_certain else ""
        parts = ("**", spread.node, key) if key else _looked_up(spread, quote)
        (first if all(before) else entry.value.entries).append(Entry(atom(*parts)))
    entry.value.entries[:0] = first
    draft.arguments[_HEAD] = entry


def _looked_up(spread: Spread, quote: str) -> tuple[str | ast.AST, ...]:
    """Settings that may not be there."""
    look = f".get({quote}{_HEAD}{quote}, {{}})"
    if spread.may_be_none:
        return ("**(", spread.node, " or {})", look)
    return ("**", spread.node, look)


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
