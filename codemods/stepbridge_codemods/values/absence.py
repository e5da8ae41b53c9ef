"""What may be None once answers are interactions.

A candidate, its content and its metadata are the interaction then, which is always there; usage
can be None, and so can a name that the program itself gives None.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding, Function, How

_THE_SAME = frozenset(
    {Kind.RESPONSE, Kind.CANDIDATE, Kind.CONTENT, Kind.GROUNDING, Kind.URL_CONTEXT, Kind.FINISH}
    | {Kind.SOURCE, Kind.WEB_SOURCE, Kind.SUPPORT, Kind.SEGMENT}
)
"""Kinds that are the interaction itself, or what it always has."""


def may_be_none(values: Values, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression may be None when its answer is an interaction."""
    if depth > 8:
        return True
    again = depth + 1
    if isinstance(node, ast.Constant):
        return node.value is None
    if isinstance(node, ast.IfExp) and values.is_said(node.test):
        return may_be_none(values, node.body, again)
    if isinstance(node, ast.IfExp):
        return any(may_be_none(values, one, again) for one in (node.body, node.orelse))
    if isinstance(node, ast.BoolOp):
        among = node.values if isinstance(node.op, ast.And) else node.values[-1:]
        return any(may_be_none(values, one, again) for one in among)
    if isinstance(node, ast.NamedExpr | ast.Await):
        return may_be_none(values, node.value, again)
    if isinstance(node, ast.Name):
        bindings = values.names.reads.get(node, frozenset())
        return not bindings or any(_bound(values, b, again) for b in bindings)
    value = values.value(node)
    if isinstance(node, ast.Attribute):
        is_same = value is not None and value.kind in _THE_SAME
        return not is_same or may_be_none(values, node.value, again)
    if isinstance(node, ast.Call):
        function = values.function(node.func)
        return value is None or (function is not None and _gives_none(values, function, again))
    return value is None or not isinstance(node, ast.Subscript)


def _gives_none(values: Values, function: Function, depth: int) -> bool:
    """Whether a function of this module may return None, or end without returning."""
    if not _returns(function.body):
        return True
    bare = any(isinstance(n, ast.Return) and n.value is None for n in ast.walk(function))
    return bare or any(may_be_none(values, one, depth) for one in values.results(function))


def _returns(block: list[ast.stmt]) -> bool:
    """Whether a block certainly ends in a return or in an exception."""
    last = block[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _returns(last.body) and _returns(last.orelse)
    if isinstance(last, ast.With | ast.AsyncWith):
        return _returns(last.body)
    if isinstance(last, ast.Try):
        body = [*last.body, *last.orelse]
        return _returns(body) and all(_returns(one.body) for one in last.handlers)
    return isinstance(last, ast.Return | ast.Raise)


def _bound(values: Values, binding: Binding, depth: int) -> bool:
    if binding.how is How.ASSIGN and binding.value is not None:
        return may_be_none(values, binding.value, depth)
    if binding.how is How.PARAM:
        calls = values.callers.get(binding.scope.node, [])
        given = [values.argument(call, binding.scope.node, binding.name) for call in calls]
        return any(one is None or may_be_none(values, one, depth) for one in given)
    return binding.how is not How.LOOP
