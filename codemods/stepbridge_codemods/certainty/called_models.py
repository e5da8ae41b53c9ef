"""Which models the calls of a group name, where that can be seen."""

from __future__ import annotations

import ast

from stepbridge.fields.families import FAMILIES, Family, family, plain_model
from stepbridge_codemods.certainty.repeated import means_the_same
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rest.request import address_of
from stepbridge_codemods.values.names import How

_DEPTH = 4


def families_of(plan: Plan) -> tuple[Family, ...]:
    """The families of the models that a group may call; all that there are when one is unknown."""
    names = models_of(plan) or frozenset()
    return tuple({family(plain_model(name)) for name in names}) or FAMILIES


def models_of(plan: Plan) -> frozenset[str] | None:
    """The models that a group may call; None when one is unknown."""
    found: set[str] = set()
    for site in plan.sites:
        if site.symbol.startswith("Chat."):
            continue  # what began the chat names its model
        names = _of_call(plan, site.call)
        if names is None:
            return None
        found |= names
    return frozenset(found)


def _of_call(plan: Plan, call: ast.Call) -> set[str] | None:
    given = _model_of(call)
    if given is not None:
        return _names(plan, given)
    address = address_of(plan.values, call)
    if address is None:
        return None
    model = address.model
    if isinstance(model, ast.expr):
        return _names(plan, model)
    return {model} if model and "\0" not in model else None


def _names(plan: Plan, node: ast.expr, depth: int = 0) -> set[str] | None:
    """The strings that an expression can be; None when one of them is not known."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else None
    inner = [node.body, node.orelse] if isinstance(node, ast.IfExp) else []
    if not inner:
        for binding in bindings_of(plan, node):
            if binding.how is not How.ASSIGN or binding.value is None:
                return None
            inner.append(binding.value)
    if not inner or depth == _DEPTH:
        return None
    found: set[str] = set()
    for one in inner:
        names = _names(plan, one, depth + 1)
        if names is None:
            return None
        found |= names
    return found


def model_at(plan: Plan, place: ast.expr) -> ast.expr | None:
    """The expression for the model of all calls, where it means the same at another place."""
    given = [_model_of(site.call) for site in plan.sites if not site.symbol.startswith("Chat.")]
    first = given[0] if given else None
    if first is None or not all(_is_same(plan, first, one) for one in given):
        return None
    return first if means_the_same(plan, first, place) else None


def _model_of(call: ast.Call) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == "model"), None)


def _is_same(plan: Plan, first: ast.expr, other: ast.expr | None) -> bool:
    return other is first or (
        other is not None
        and ast.unparse(first) == ast.unparse(other)
        and means_the_same(plan, first, other)
    )
