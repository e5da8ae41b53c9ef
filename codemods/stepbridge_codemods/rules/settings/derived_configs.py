"""Configs made from others, read as dicts: ``base | {...}``, ``dict(base)``, updated copies."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan

_COPIES = frozenset({"model_copy", "copy"})


def spelled(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The dict, or the call with keywords, that says what an expression makes of other configs."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _merged(node, _operands(node))
    if not isinstance(node, ast.Call):
        return None
    function = node.func
    if isinstance(function, ast.Name) and function.id == "dict" and len(node.args) < 2:
        known = plan.values.names.reads.get(function)
        return None if known else _keywords(node)
    if not isinstance(function, ast.Attribute) or function.attr not in _COPIES or node.args:
        return None
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if not given.keys() <= {"update", "deep"} or plan.values.variable(function.value) is None:
        return None
    deep = given.get("deep")
    if deep is not None and not (isinstance(deep, ast.Constant) and deep.value is False):
        return None
    return _merged(node, [function.value, *(v for k, v in given.items() if k == "update")])


def _operands(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_operands(node.left), *_operands(node.right)]
    return [node]


def _keywords(node: ast.Call) -> ast.Call:
    first = [ast.copy_location(ast.keyword(None, one), one) for one in node.args]
    return ast.copy_location(ast.Call(node.func, [], [*first, *node.keywords]), node)


def _merged(node: ast.expr, parts: list[ast.expr]) -> ast.Dict:
    """One dict of several; what is written in a later one wins."""
    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []
    for part in parts:
        one = _written(part)
        keys += one.keys
        values += one.values
    return ast.copy_location(ast.Dict(keys, values), node)


def _written(part: ast.expr) -> ast.Dict:
    """A dict, ``dict(...)`` as one, and anything else as spread into one."""
    if isinstance(part, ast.Dict):
        return part
    if not isinstance(part, ast.Call) or part.args or getattr(part.func, "id", "") != "dict":
        return ast.Dict([None], [part])
    keys = [k.arg and ast.copy_location(ast.Constant(k.arg), k) for k in part.keywords]
    return ast.Dict([key or None for key in keys], [k.value for k in part.keywords])
