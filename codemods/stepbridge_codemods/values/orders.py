"""Functions in place that are asked of every item of a list, to put it in order."""

from __future__ import annotations

import ast

from stepbridge_codemods.text.source import Source

_ORDERING = frozenset({"sorted", "max", "min"})


def put_in_order(source: Source, function: ast.AST) -> ast.expr | None:
    """The list whose items a lambda is given: ``sorted(a, key=...)``, ``a.sort(key=...)``."""
    keyword = source.parents.get(function)
    if not isinstance(function, ast.Lambda) or not isinstance(keyword, ast.keyword):
        return None
    call = source.parents[keyword]
    if keyword.arg != "key" or not isinstance(call, ast.Call):
        return None
    called = call.func
    if isinstance(called, ast.Name) and called.id in _ORDERING and len(call.args) == 1:
        return call.args[0]
    return called.value if isinstance(called, ast.Attribute) and called.attr == "sort" else None
