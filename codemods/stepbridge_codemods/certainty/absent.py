"""Which expressions may be None when the program runs, where None is a value like any other."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.closed import argument_of, calls_of
from stepbridge_codemods.certainty.guarded import is_guarded
from stepbridge_codemods.objects import bindings_of, is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, Function, How
from stepbridge_codemods.values.syntax import default_of

_DEEPEST = 6
_GETTERS = frozenset({"get", "getenv", "pop"})


def may_be_none(plan: Plan, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression is None on some way, as far as ways are seen.

    A value that nothing says to be absent is taken for there.
    """
    if is_none(node):
        return True
    if depth > _DEEPEST:
        return False
    if isinstance(node, ast.IfExp):
        return any(may_be_none(plan, one, depth + 1) for one in (node.body, node.orelse))
    if isinstance(node, ast.BoolOp):
        ends = node.values[-1:] if isinstance(node.op, ast.Or) else node.values
        return any(may_be_none(plan, one, depth + 1) for one in ends)
    if isinstance(node, ast.Call):
        return _gives_none(plan, node, depth)
    if not isinstance(node, ast.Name | ast.Attribute) or is_guarded(plan.values, node):
        return False
    return any(_may_bind_none(plan, one, depth) for one in bindings_of(plan, node))


def _gives_none(plan: Plan, call: ast.Call, depth: int) -> bool:
    function = plan.values.function(call.func)
    if function is None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        return name in _GETTERS and len(call.args) == 1 and not call.keywords
    if function.returns is not None:
        return says_none(function.returns)
    return any(may_be_none(plan, one, depth + 1) for one in plan.values.results(function))


def _may_bind_none(plan: Plan, binding: Binding, depth: int) -> bool:
    holder = plan.source.parents.get(binding.target)
    said = isinstance(holder, ast.AnnAssign) and says_none(holder.annotation)
    if said and (binding.value is None or binding.how is not How.ASSIGN):
        return True
    if binding.how is How.PARAM:
        return _parameter(plan, binding, depth)
    if binding.how is How.ASSIGN and binding.value is not None:
        return may_be_none(plan, binding.value, depth + 1)
    return False


def _parameter(plan: Plan, binding: Binding, depth: int) -> bool:
    annotation = getattr(binding.target, "annotation", None)
    function = binding.scope.node
    if says_none(annotation):
        return True
    if not isinstance(function, Function):
        return False
    default = default_of(function, binding.name)
    if default is not None and is_none(default):
        return True
    calls = calls_of(plan.values, function)
    given = [argument_of(plan.values, call, function, binding.name) for call in calls]
    return any(one is not None and may_be_none(plan, one, depth + 1) for one in given)


def says_none(annotation: ast.expr | None) -> bool:
    """Whether an annotation lets None be: ``str | None``, ``Optional[str]``."""
    if annotation is None:
        return False
    if isinstance(annotation, ast.Constant):
        text = annotation.value if isinstance(annotation.value, str) else ""
        return annotation.value is None or "Optional" in text or "None" in text
    if isinstance(annotation, ast.BinOp):
        return says_none(annotation.left) or says_none(annotation.right)
    if isinstance(annotation, ast.Subscript):
        head = ast.unparse(annotation.value).rpartition(".")[2]
        inner = annotation.slice
        several = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        return head == "Optional" or (head == "Union" and any(says_none(one) for one in several))
    return False
