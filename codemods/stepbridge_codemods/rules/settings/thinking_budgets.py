"""Thinking budgets that are known when the program runs: a function finds the level.

https://ai.google.dev/gemini-api/docs/interactions/thinking
"""

from __future__ import annotations

from stepbridge.fields.families import BUDGETS, nearest_level
from stepbridge_codemods.certainty.called_models import families_of
from stepbridge_codemods.objects import Argument
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.text.layout import Atom, atom

_NAME = "thinking_level"
_START = f'''def {_NAME}(budget):
    """Return the level nearest to a budget of tokens; None leaves it to the model."""
    if budget is None or budget < 0:
        return None
'''
_MARK = "The budget becomes the nearest thinking level when the program runs."


def level_of_budget(plan: Plan, field: Argument) -> Atom:
    """A call of the function, for models that take the same levels."""
    ladders = {
        tuple(nearest_level(limit, one.levels) or "" for limit in [*BUDGETS, max(BUDGETS) + 1])
        for one in families_of(plan)
    }
    if len(ladders) > 1:
        raise plan.cannot("SB007", field.value, "thinking_budget: its level depends on the model")
    give(plan, Given(_NAME, _START + _returned(ladders.pop())), field.value)
    plan.mark(field.node, _MARK)
    return atom(f"{_NAME}(", field.value, ")")


def _returned(ladder: tuple[str, ...]) -> str:
    """The statement that chooses the level."""
    choices = ""
    for place, (limit, level) in enumerate(zip(BUDGETS, ladder, strict=False)):
        if level != ladder[place + 1]:
            choices += f'"{level}" if budget <= {limit} else '
    return f'    return {choices}"{ladder[-1]}"\n'
