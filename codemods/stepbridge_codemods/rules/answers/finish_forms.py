"""Whether an expression holds a finish reason itself, or the name of one."""

from __future__ import annotations

import ast
from enum import Enum

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Values, is_nothing
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding
from stepbridge_codemods.values.scopes import How


class Form(Enum):
    """What a reason is kept as."""

    NAME = "name"
    MEMBER = "member"
    UNKNOWN = "unknown"


def is_reason_or_other(values: Values, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression holds a reason or something plain; a reason is written as one there."""
    value = values.value(node)
    if value is None or value.kind is Kind.FINISH:
        return depth > 0
    if value.kind is not Kind.MIXED or depth > 4:
        return False
    if isinstance(node, ast.IfExp):
        parts: list[ast.expr | None] = [node.body, node.orelse]
    elif isinstance(node, ast.BoolOp):
        parts = list(node.values)
    elif isinstance(node, ast.Name):
        bindings = values.names.reads.get(node, frozenset())
        parts = [b.value if _is_simple(values, b) else None for b in bindings]
    else:
        return False
    return all(part is not None and is_reason_or_other(values, part, depth + 1) for part in parts)


def _is_simple(values: Values, binding: Binding) -> bool:
    return isinstance(values.source.parents.get(binding.target), ast.Assign)


def form_of(plan: Plan, node: ast.expr) -> Form:
    """The one form that an expression has, on whichever way its value has come."""
    found = _forms(plan, node, 0)
    return found.pop() if len(found) == 1 else Form.UNKNOWN


def _forms(plan: Plan, node: ast.expr | None, depth: int) -> set[Form]:
    again = depth + 1
    if node is None or depth > 6:
        return {Form.UNKNOWN}
    if is_nothing(node) or plan.values.value(node) is None:
        return set()
    if isinstance(node, ast.Attribute):
        return {Form.NAME if node.attr in ("name", "value") else Form.MEMBER}
    if isinstance(node, ast.IfExp):
        return _forms(plan, node.body, again) | _forms(plan, node.orelse, again)
    if isinstance(node, ast.BoolOp):
        return set().union(*(_forms(plan, one, again) for one in node.values))
    if isinstance(node, ast.NamedExpr | ast.Await):
        return _forms(plan, node.value, again)
    if isinstance(node, ast.Name):
        bindings = plan.values.names.reads.get(node, frozenset())
        return set().union(*(_bound(plan, one, again) for one in bindings))
    function = plan.values.function(node.func) if isinstance(node, ast.Call) else None
    if function is None:
        return {Form.UNKNOWN}
    return set().union(*(_forms(plan, one, again) for one in plan.values.results(function)))


def _bound(plan: Plan, binding: Binding, depth: int) -> set[Form]:
    if binding.how is How.ASSIGN:
        return _forms(plan, binding.value, depth)
    if binding.how is not How.PARAM:
        return {Form.UNKNOWN}
    function = binding.scope.node
    calls = plan.values.callers.get(function, [])
    given = [plan.values.argument(call, function, binding.name) for call in calls]
    return set().union(*(_forms(plan, one, depth) for one in given)) if given else {Form.UNKNOWN}
