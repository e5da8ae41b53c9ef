"""thinking_config becomes generation_config.thinking_level and .thinking_summaries.

https://ai.google.dev/gemini-api/docs/interactions/thinking
"""

from __future__ import annotations

import ast

from stepbridge.fields.families import nearest_level
from stepbridge_codemods.certainty.called_models import families_of
from stepbridge_codemods.objects import (
    Argument,
    Fields,
    constant_of,
    fields_of,
    is_none,
    member,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.held import Topic, definitions
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.settings.config import in_place_of
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.rules.settings.enum_words import is_there, word
from stepbridge_codemods.rules.settings.thinking_budgets import level_of_budget
from stepbridge_codemods.text.layout import Entry, Group, atom, mapping

_NAMES = frozenset({"ThinkingConfig", "ThinkingConfigDict"})


@config_field("thinking_config")
def thinking_config(draft: Draft, argument: Argument) -> None:
    """Level, budget and thoughts each have a place of their own."""
    node = written_out(draft.plan, argument.value)
    if _is_written(draft.plan, node):
        _convert(draft, fields_of(draft.plan, node))
        return
    parts: list[Draft] = []
    may_be_none = definitions(draft.plan, _THINKING, argument.value, parts)
    draft.shows_thoughts = any(part.shows_thoughts for part in parts)
    draft.include("generation_config", argument, may_be_none=may_be_none)


def _is_written(plan: Plan, node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) or type_name(plan, node) in _NAMES


def _written(plan: Plan, node: ast.expr) -> Draft:
    """A thinking config in a place of its own becomes entries of ``generation_config``."""
    part = Draft(plan, fields_of(plan, node))
    _convert(part, part.fields)
    inner = part.arguments.get("generation_config", Entry(mapping())).value
    assert isinstance(inner, Group)
    in_place_of(part, inner)
    return part


_THINKING = Topic("thinking_config", "SB007", _is_written, _written, _NAMES)


def _convert(draft: Draft, found: Fields) -> None:
    """A level wins over a budget, as in the translator."""
    given = [field for field in found.arguments if not is_none(field.value)]
    has_level = any(_is_level(draft, field) for field in given)
    for field in given:
        if field.name == "thinking_budget" and has_level:
            if any(_may_be_unsaid(draft.plan, one) for one in given):
                raise draft.plan.cannot("SB007", field.value, "a budget beside a level")
            continue
        if field.name == "thinking_level":
            _level(draft, field)
        elif field.name == "thinking_budget":
            _budget(draft, field)
        elif field.name == "include_thoughts":
            _thoughts(draft, field)
        else:
            raise draft.plan.cannot("SB006", field.value, field.name)


def _is_level(draft: Draft, field: Argument) -> bool:
    level = member(draft.plan, field.value, "ThinkingLevel") or ""
    return field.name == "thinking_level" and not level.endswith("UNSPECIFIED")


def _may_be_unsaid(plan: Plan, field: Argument) -> bool:
    """Whether a level may be None when the program runs."""
    if field.name != "thinking_level" or member(plan, field.value, "ThinkingLevel"):
        return False
    return not is_there(plan, field.value, "ThinkingLevel")


def _level(draft: Draft, field: Argument) -> None:
    level = word(draft.plan, field.value, "ThinkingLevel")
    if level is not None:
        draft.put("generation_config.thinking_level", level, field)


def _budget(draft: Draft, field: Argument) -> None:
    budget = constant_of(draft.plan, field.value)
    levels: set[str | None] = set()
    if isinstance(budget, int):
        levels = {nearest_level(budget, one.levels) for one in families_of(draft.plan)}
    if len(levels) != 1:
        draft.put("generation_config.thinking_level", level_of_budget(draft.plan, field), field)
        return
    (level,) = levels
    if level is None:
        return
    draft.plan.mark(field.node, f"A budget of {budget} tokens becomes the level {level}.")
    draft.put("generation_config.thinking_level", draft.plan.quoted(level), field)


def _thoughts(draft: Draft, field: Argument) -> None:
    wanted = constant_of(draft.plan, field.value)
    if isinstance(wanted, bool):
        draft.shows_thoughts = wanted
        doc = draft.plan.quoted("auto" if wanted else "none")
    else:
        draft.shows_thoughts = True
        quote = draft.plan.quote
        loose = isinstance(field.value, ast.IfExp | ast.Lambda | ast.NamedExpr)
        test = ("(", field.value, ")") if loose else (field.value,)
        doc = atom(f"{quote}auto{quote} if ", *test, f" else {quote}none{quote}")
    draft.put("generation_config.thinking_summaries", doc, field)
