"""thinking_config becomes generation_config.thinking_level and .thinking_summaries.

https://ai.google.dev/gemini-api/docs/interactions/thinking
"""

from __future__ import annotations

from stepbridge_codemods.objects import Argument, constant_of, fields_of, is_none, member
from stepbridge_codemods.rules.config import Draft, config_field

_BUDGETS = ((0, "minimal"), (2048, "low"), (8192, "medium"))
"""Largest budget of a level; more is high. -1 leaves the choice to the model."""


@config_field("thinking_config")
def thinking_config(draft: Draft, argument: Argument) -> None:
    """Level, budget and thoughts each have a place of their own."""
    found = fields_of(draft.plan, argument.value)
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name == "thinking_level":
            _level(draft, field)
        elif field.name == "thinking_budget":
            _budget(draft, field)
        elif field.name == "include_thoughts":
            _thoughts(draft, field)
        else:
            raise draft.plan.cannot("SB006", field.value, field.name)


def _level(draft: Draft, field: Argument) -> None:
    level = member(draft.plan, field.value, "ThinkingLevel")
    if level is None:
        raise draft.plan.cannot("SB007", field.value, "thinking_level")
    if not level.endswith("UNSPECIFIED"):
        draft.put("generation_config.thinking_level", draft.plan.quoted(level.lower()), field)


def _budget(draft: Draft, field: Argument) -> None:
    budget = constant_of(draft.plan, field.value)
    if not isinstance(budget, int):
        raise draft.plan.cannot("SB007", field.value, "thinking_budget")
    if budget < 0:
        return
    level = next((name for most, name in _BUDGETS if budget <= most), "high")
    draft.plan.mark(field.node, f"A budget of {budget} tokens becomes the level {level}.")
    draft.put("generation_config.thinking_level", draft.plan.quoted(level), field)


def _thoughts(draft: Draft, field: Argument) -> None:
    wanted = constant_of(draft.plan, field.value)
    if not isinstance(wanted, bool):
        raise draft.plan.cannot("SB007", field.value, "include_thoughts")
    draft.shows_thoughts = wanted
    summaries = "auto" if wanted else "none"
    draft.put("generation_config.thinking_summaries", draft.plan.quoted(summaries), field)
