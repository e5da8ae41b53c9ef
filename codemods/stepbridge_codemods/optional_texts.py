"""Which expressions are strings or None, for arguments that may be left out."""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import bindings_of, is_none
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.held import default_of
from stepbridge_codemods.texts import is_text, says_text
from stepbridge_codemods.values.names import Binding, Function, How

_DEPTH = 8


def is_optional_text(plan: Plan, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression is a string or None whatever happens."""
    if is_none(node) or is_text(plan, node):
        return True
    if depth > _DEPTH:
        return False
    if isinstance(node, ast.IfExp | ast.BoolOp):
        parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
        return all(is_optional_text(plan, part, depth + 1) for part in parts)
    if isinstance(node, ast.Call):
        function = plan.values.function(node.func)
        return function is not None and says_text(function.returns)
    bindings = bindings_of(plan, node)
    return bool(bindings) and all(_bound(plan, binding, depth + 1) for binding in bindings)


def _bound(plan: Plan, binding: Binding, depth: int) -> bool:
    holder = plan.source.parents.get(binding.target)
    annotated = holder if isinstance(holder, ast.AnnAssign) else binding.target
    annotation = getattr(annotated, "annotation", None)
    if annotation is not None:
        return says_text(annotation)
    if binding.how is How.PARAM:
        return _passed(plan, binding, depth)
    if binding.how is not How.ASSIGN or binding.value is None:
        return False
    return is_optional_text(plan, binding.value, depth)


def _passed(plan: Plan, binding: Binding, depth: int) -> bool:
    """Whether the callers in this module and the default say so; None by default does not."""
    function = binding.scope.node
    if not isinstance(function, Function):
        return False
    default = default_of(function, binding.name)
    given = [] if default is None else [default]
    calls = _calls_of(plan, function)
    for call in calls:
        passed = _argument(plan, call, function, binding.name) or default
        if passed is None or any(keyword.arg is None for keyword in call.keywords):
            return False
        given.append(passed)
    says = bool(calls) or any(not is_none(one) for one in given)
    return says and all(is_optional_text(plan, one, depth) for one in given)


def _calls_of(plan: Plan, function: Function) -> list[ast.Call]:
    """The calls of a function, and those of a class that run its ``__init__``."""
    owner = plan.source.parents[function]
    if function.name != "__init__" or not isinstance(owner, ast.ClassDef):
        return plan.values.callers.get(function, [])
    return [call for call in plan.values.calls if plan.values.class_of(call) is owner]


def _argument(plan: Plan, call: ast.Call, function: Function, name: str) -> ast.expr | None:
    if function.name != "__init__":
        return plan.values.argument(call, function, name)
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    places = [one.arg for one in (*function.args.posonlyargs, *function.args.args)][1:]
    at = places.index(name) if name in places else len(call.args)
    return named or (call.args[at] if at < len(call.args) else None)
