"""Names that a test around a place, or before it, makes sure to hold something."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values

_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_BOUNDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)


def is_guarded(values: Values, node: ast.expr) -> bool:
    """Whether a name cannot be None where it stands: ``if not schema: continue`` comes before."""
    if not isinstance(node, ast.Name) or not values.names.reads.get(node):
        return False
    inner: ast.AST = node
    while not isinstance(inner, _BOUNDS):
        outer = values.source.parents[inner]
        tests = isinstance(outer, ast.If | ast.IfExp | ast.While) and _is_body(outer, inner)
        if tests and _holds(values, outer.test, node):  # type: ignore[attr-defined]
            return True
        if isinstance(inner, ast.stmt) and _is_sorted_out(values, outer, inner, node):
            return True
        inner = outer
    return False


def _is_body(outer: ast.If | ast.IfExp | ast.While, inner: ast.AST) -> bool:
    return inner in outer.body if isinstance(outer.body, list) else inner is outer.body


def _is_sorted_out(values: Values, outer: ast.AST, inner: ast.stmt, node: ast.Name) -> bool:
    """Whether a statement before one in its block leaves the block where there is nothing."""
    blocks = [getattr(outer, name, None) for name in ("body", "orelse", "finalbody", "handlers")]
    block = next((one for one in blocks if isinstance(one, list) and inner in one), [])
    for statement in block[: block.index(inner)] if block else ():
        if isinstance(statement, ast.Assert) and _holds(values, statement.test, node):
            return True
        leaves = isinstance(statement, ast.If) and isinstance(statement.body[-1], _ENDS)
        if leaves and _lacks(values, statement.test, node):
            return True
    return False


def _holds(values: Values, test: ast.expr, node: ast.Name) -> bool:
    """Whether a test is only true where a name holds something."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_holds(values, one, node) for one in test.values)
    if isinstance(test, ast.Compare) and _is_none(test, ast.IsNot):
        test = test.left
    return _is_same(values, test, node)


def _lacks(values: Values, test: ast.expr, node: ast.Name) -> bool:
    """Whether a test is always true where a name holds nothing."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(_lacks(values, one, node) for one in test.values)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _is_same(values, test.operand, node)
    is_none = isinstance(test, ast.Compare) and _is_none(test, ast.Is)
    return is_none and _is_same(values, test.left, node)  # type: ignore[attr-defined]


def _is_none(test: ast.Compare, operator: type[ast.cmpop]) -> bool:
    right = test.comparators[0]
    alone = len(test.ops) == 1 and isinstance(test.ops[0], operator)
    return alone and isinstance(right, ast.Constant) and right.value is None


def _is_same(values: Values, asked: ast.expr, node: ast.Name) -> bool:
    """Whether two reads of a name are of what the same definitions gave it."""
    if not isinstance(asked, ast.Name) or asked.id != node.id:
        return False
    return values.names.reads.get(asked) == values.names.reads.get(node)
