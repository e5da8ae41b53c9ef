"""What an expression over a text comes to where the text is empty."""

from __future__ import annotations

import ast

_PARTS_OF = frozenset({"strip", "lstrip", "rstrip", "splitlines", "lower", "upper", "encode"})
_FOUND_IN = frozenset({"startswith", "endswith"})
_COUNTED = frozenset({"len", "list", "enumerate", "str"})


def is_empty(node: ast.expr, texts: set[str]) -> bool:
    """Whether an expression is empty where the texts are: the name, or what is taken from it."""
    if isinstance(node, ast.Name):
        return node.id in texts
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
        last = node.values[1]
        return is_empty(node.values[0], texts) and isinstance(last, ast.Constant) and not last.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        split = node.func.attr == "split" and not node.args and not node.keywords
        taken = node.func.attr in _PARTS_OF or split
        return taken and is_empty(node.func.value, texts)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        return node.func.id in _COUNTED and is_empty(node.args[0], texts)
    return False


def needs_text(test: ast.expr, texts: set[str]) -> bool:
    """Whether a condition is false where the texts are empty."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(needs_text(value, texts) for value in test.values)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _compared(test, texts)
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and len(test.args) == 1:
        found = test.func.attr in _FOUND_IN and _says_something(test.args[0])
        return found and is_empty(test.func.value, texts)
    return is_empty(test, texts)


def _compared(test: ast.Compare, texts: set[str]) -> bool:
    left, operator, right = test.left, test.ops[0], test.comparators[0]
    if isinstance(operator, ast.In):
        return _says_something(left) and is_empty(right, texts)
    if isinstance(operator, ast.NotEq | ast.IsNot):
        nothing = isinstance(right, ast.Constant) and not right.value
        return nothing and is_empty(left, texts)
    limit = right.value if isinstance(right, ast.Constant) else None
    is_count = isinstance(limit, int) and is_empty(left, texts)
    return is_count and isinstance(operator, ast.Gt) and isinstance(limit, int) and limit >= 0


def _says_something(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def wants_none(test: ast.expr, texts: set[str]) -> bool:
    """Whether a condition is true where the texts are empty, and only there."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return is_empty(test.operand, texts)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        right = test.comparators[0]
        nothing = isinstance(right, ast.Constant) and not right.value
        return nothing and isinstance(test.ops[0], ast.Eq | ast.Is) and is_empty(test.left, texts)
    return False


def adds_nothing(
    node: ast.Assign | ast.AugAssign | ast.AnnAssign, name: str, texts: set[str]
) -> bool:
    """Whether ``full += token`` and the like leave a sum as it was where the texts are empty."""
    value = node.value
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Add) and value is not None and is_empty(value, texts)
    if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Add):
        return False
    return ast.unparse(value.left) == name and is_empty(value.right, texts)
