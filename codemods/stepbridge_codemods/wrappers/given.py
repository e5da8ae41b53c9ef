"""What the definition of a wrapper gives: results of which calls, natively or over a bridge."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.attempt import Attempt
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.scopes import Function
from stepbridge_codemods.wrappers.wrapper import CALLS, Wrapper

_BRIDGES = frozenset({"stepbridge.as_response", "stepbridge.chunks", "stepbridge.legacy"})


def _made(done: Attempt, function: Function, kind: Kind) -> list[tuple[Plan, ast.Call]] | None:
    """The calls whose results a function returns, with their plans; None where one is not known."""
    if done.problem is not None:
        return None
    groups = {site.call: group for group in done.groups for site in group.sites}
    found = []
    for node in done.values.results(function):
        value = done.values.value(node)
        if value is None or value.kind is not kind or value.pending:
            return None
        for origin in value.origins:
            group = groups.get(origin) if isinstance(origin, ast.Call) else None
            if group is None or group.plan is None or group.refusal is not None:
                return None
            assert isinstance(origin, ast.Call)
            found.append((group.plan, origin))
    return found


def is_native(done: Attempt, function: Function, wrapper: Wrapper) -> bool:
    """Whether all that a function returns is what native calls gave.

    What the callers' rules cannot see, a config that lets tools or media interrupt the text, keeps
    a wrapper as it is.
    """
    from stepbridge_codemods.rules.calls.calls import drafts_of

    made = _made(done, function, CALLS[wrapper.call])
    return bool(made) and not any(
        plan.bridges_result
        or plan.bridges_call
        or any(d.runs_tools or d.makes_media or d.calls_functions for d in drafts_of(plan, call))
        for plan, call in made or ()
    )


def will_be_bridged(done: Attempt, function: Function, wrapper: Wrapper) -> bool:
    """Whether the rewrite puts all that a function returns behind a bridge."""
    made = _made(done, function, CALLS[wrapper.call])
    return bool(made) and all(plan.bridges_result or plan.bridges_call for plan, _ in made or ())


def is_bridged(values: Values, node: ast.expr) -> bool:
    """Whether an expression, or what a name holds, is a legacy result over a bridge."""
    if isinstance(node, ast.Await):
        return is_bridged(values, node.value)
    variable = values.variable(node)
    if variable is not None:
        stored = [binding.value for binding in values.stores(variable)]
        return all(isinstance(value, ast.Call) and is_bridged(values, value) for value in stored)
    if not isinstance(node, ast.Call):
        return False
    owner = node.func
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    made = owner.func if isinstance(owner, ast.Call) else node.func
    return values.qualified(made) in _BRIDGES
