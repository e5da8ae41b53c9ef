"""Built-in functions that take a list and ask nothing of what is in it."""

from __future__ import annotations

import ast
from typing import TypeGuard

COUNTING = frozenset({"len", "bool", "list", "tuple", "reversed", "iter", "enumerate", "zip"})


def counts(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a call counts or goes through what it is given."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in COUNTING
