"""``models = client.models`` under a name of its own: it becomes ``client.interactions``."""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import take
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import How

_CLIENTS = frozenset({Kind.CLIENT, Kind.AIO})
_NAMES = {"models": "interactions", "_models": "_interactions"}
"""Names that say what they hold, and would no longer."""


def is_service(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression reads ``models`` of a client; ``self._models`` does not."""
    if not isinstance(node, ast.Attribute) or node.attr != "models":
        return False
    value = plan.values.value(node.value)
    return value is not None and value.kind in _CLIENTS


def keep_service(plan: Plan, function: ast.Attribute) -> None:
    """Rewrites the definitions of the name that a method is called on, and the method."""
    owner = function.value
    variable = plan.values.variable(owner)
    stores = plan.values.stores(variable) if variable is not None else []
    values = [store.value for store in stores if store.how is How.ASSIGN]
    if variable is None or not values or len(values) < len(stores):
        raise plan.cannot("SB009", function)
    take(plan, owner)
    name = _NAMES.get(variable.name)
    name = name if name is not None and not _is_taken(plan, name) else None
    for store, value in zip(stores, values, strict=True):
        if not isinstance(value, ast.Attribute) or not is_service(plan, value):
            raise plan.cannot("SB009", function)
        _end_with(plan, value, "interactions")
        if name is not None:
            _end_with(plan, store.target, name)
    if name is not None:
        _end_with(plan, owner, name)
    _end_with(plan, function, "create")


def _is_taken(plan: Plan, name: str) -> bool:
    return name in plan.values.attribute_nodes or any(
        name in (getattr(node, "id", ""), getattr(node, "arg", ""), getattr(node, "name", ""))
        for node in plan.source.nodes
        if not isinstance(node, ast.Attribute)
    )


def _end_with(plan: Plan, node: ast.AST, name: str) -> None:
    """Puts another last name at the end of a name or an attribute."""
    old = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    end = plan.source.span(node)[1]
    plan.edits.put(end - len(old), end, name)
