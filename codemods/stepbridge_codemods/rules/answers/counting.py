"""Built-in functions that take a list and ask nothing of what is in it."""

from __future__ import annotations

import ast
from typing import TypeGuard

from stepbridge_codemods.text.source import Source

COUNTING = frozenset({"len", "bool", "list", "tuple", "reversed", "iter"})
_NUMBERING = frozenset({"enumerate", "zip"})


def counts(node: ast.AST, source: Source) -> TypeGuard[ast.Call]:
    """Whether a call counts or goes through what it is given, and nothing is lost from sight.

    What ``enumerate`` and ``zip`` give is only followed where a loop goes over it.
    """
    name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    if name not in _NUMBERING:
        return name in COUNTING
    loop = source.parents[node]
    return isinstance(loop, ast.For | ast.comprehension) and loop.iter is node
