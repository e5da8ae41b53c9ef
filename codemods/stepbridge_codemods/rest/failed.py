"""Whether code runs only where a request failed, whose error has the same shape in both APIs."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values

_STATUS = frozenset({"status_code", "status"})
_FINE = frozenset({"ok", "is_success"})
_WRONG = frozenset({"is_error", "is_client_error", "is_server_error"})


def after_failure(values: Values, node: ast.AST) -> bool:
    """Whether a node lies in a handler, what is raised, or a branch for a bad status."""
    parents = values.source.parents
    parent = parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.ExceptHandler | ast.Raise):
            return True
        if isinstance(parent, ast.If):
            good = _is_good(parent.test)
            if good is not None and (node in parent.body or node in parent.orelse):
                return good is (node in parent.orelse)
        node, parent = parent, parents.get(parent)
    return False


def _is_good(test: ast.expr) -> bool | None:
    """Whether a test asks for a good status; None where it asks for something else."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        good = _is_good(test.operand)
        return None if good is None else not good
    if isinstance(test, ast.Attribute):
        return True if test.attr in _FINE else (False if test.attr in _WRONG else None)
    if not isinstance(test, ast.Compare) or getattr(test.left, "attr", "") not in _STATUS:
        return None
    right, operator = test.comparators[0], test.ops[0]
    code = right.value if isinstance(right, ast.Constant) else None
    if not isinstance(code, int):
        return None
    if isinstance(operator, ast.Eq | ast.NotEq):
        return (code < 400) is isinstance(operator, ast.Eq)
    return isinstance(operator, ast.Lt | ast.LtE)
