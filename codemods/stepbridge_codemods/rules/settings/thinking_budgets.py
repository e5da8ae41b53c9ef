"""Thinking budgets whose level is found when the program runs: a function of the module finds it.

https://ai.google.dev/gemini-api/docs/interactions/thinking
"""

from __future__ import annotations

from stepbridge.fields.families import BUDGETS, FAMILIES, Family, nearest_level
from stepbridge_codemods.certainty.called_models import families_of, model_at
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

_NAME_OF_ANY = "thinking_level_of"
_START_OF_ANY = f'''def {_NAME_OF_ANY}(model, budget):
    """Return the level of a model nearest to a budget of tokens; None leaves it to the model."""
    if budget is None or budget < 0:
        return None
    levels = {{
'''


def level_of_budget(plan: Plan, field: Argument) -> Atom:
    """A call of the function, which asks for the model where the levels depend on it."""
    ladders = {_ladder(one) for one in families_of(plan)}
    plan.mark(field.node, _MARK)
    if len(ladders) == 1:
        give(plan, Given(_NAME, _START + _returned(ladders.pop())), field.value)
        return atom(f"{_NAME}(", field.value, ")")
    model = model_at(plan, field.value)
    if model is None:
        raise plan.cannot("SB007", field.value, "thinking_budget: its level depends on the model")
    give(plan, Given(_NAME_OF_ANY, _START_OF_ANY + _looked_up()), field.value)
    return atom(f"{_NAME_OF_ANY}({plan.text(model)}, ", field.value, ")")


def _ladder(family: Family) -> tuple[str, ...]:
    """The levels up to each limit of ``BUDGETS``, and above the last."""
    limits = [*BUDGETS, max(BUDGETS) + 1]
    return tuple(nearest_level(limit, family.levels) or "" for limit in limits)


def _returned(ladder: tuple[str, ...]) -> str:
    """The statement that chooses the level."""
    choices = ""
    for place, (limit, level) in enumerate(zip(BUDGETS, ladder, strict=False)):
        if level != ladder[place + 1]:
            choices += f'"{level}" if budget <= {limit} else '
    return f'    return {choices}"{ladder[-1]}"\n'


def _looked_up() -> str:
    """The levels of each family, and the statements that look one up."""
    rows = []
    for one in FAMILIES:
        levels = ", ".join(f'"{level}"' for level in _ladder(one))
        rows.append(f'        "{one.prefix}": ({levels}),\n')
    steps = ", ".join(str(limit) for limit in BUDGETS)
    return (
        "".join(rows)
        + "    }\n"
        + '    name = model.rpartition("models/")[2]\n'
        + "    ladder = next(levels[start] for start in levels if name.startswith(start))\n"
        + f"    return ladder[sum(budget > limit for limit in ({steps}))]\n"
    )
