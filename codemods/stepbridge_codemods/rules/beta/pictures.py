"""Settings of pictures and modalities that move out of generation_config.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.request import entries, text_of, written
from stepbridge_codemods.rules.beta.slots import Slot, drop_entry

_MOVING = ("image_config", "response_modalities")


@dataclass(frozen=True, slots=True)
class Moving:
    """A value that leaves the dict it stands in."""

    owner: ast.Dict
    value: ast.expr


def moving(plan: Plan, config: Slot | None) -> dict[str, Moving]:
    """Entries of the generation config that belong into response_format."""
    found: dict[str, Moving] = {}
    for node in written(plan.values, config.value) if config is not None else ():
        for name in _MOVING:
            value = entries(node).get(name)
            if value is None:
                continue
            if not isinstance(node, ast.Dict) or name in found:
                raise plan.cannot("SB007", node, name)
            if config is not None and node is not config.value:
                _check(plan, config.value, value)
            found[name] = Moving(node, value)
    return found


def _check(plan: Plan, config: ast.expr, value: ast.expr) -> None:
    """A config in a variable: nothing else reads it, and what moves means the same elsewhere."""
    variable = plan.values.variable(config)
    if variable is None or plan.values.is_shared(variable):
        raise plan.cannot("SB016", config, ast.unparse(config))
    plan.claim(variable)
    plan.visited.add(config)
    for load in plan.values.loads(variable):
        parent = plan.source.parents[load]
        if not isinstance(parent, ast.keyword) or parent.arg != "generation_config":
            raise plan.cannot("SB016", load, variable.name)
    if any(isinstance(node, ast.Name | ast.Call | ast.Await) for node in ast.walk(value)):
        raise plan.cannot("SB007", value, "a value that is made elsewhere")


def take_out(plan: Plan, config: Slot, settings: dict[str, Moving]) -> bool:
    """Takes the entries out; True where nothing is left, so that the whole config goes."""
    for owner in {one.owner for one in settings.values()}:
        leaving = [one.value for one in settings.values() if one.owner is owner]
        if owner is config.value and len(leaving) == len(owner.keys):
            return True
        for key, value in zip(owner.keys, owner.values, strict=True):
            if text_of(key) in _MOVING:
                drop_entry(plan, value, list(owner.values), key)
    return False
