"""Whether a value that a function gives goes where it is not followed."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import Function

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_OLD_READS = ("resolve", "_error", "_result", "_done", "_iterator", "to_dict")
"""What only answers of the old SDK have."""


def is_handed_on(values: Values, node: ast.AST) -> bool:
    """Whether the function around a node is named anywhere but to be called.

    ``run_in_executor(None, begin)``, ``{"pro": make}``: what comes of it is not seen there.
    """
    function = values.enclosing(node, *_FUNCTIONS)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return any(not _is_called(values, name) for name in _names(values, function))


def answers_get_lost(values: Values, node: ast.AST) -> bool:
    """Whether answers go there, and code reads what answers of google-genai do not have."""
    reads = any(values.attribute_nodes.get(name) for name in _OLD_READS)
    return reads and is_handed_on(values, node)


def _names(values: Values, function: Function) -> list[ast.expr]:
    found: list[ast.expr] = [
        name
        for name, bindings in values.names.reads.items()
        if name.id == function.name and any(b.target is function for b in bindings)
    ]
    if isinstance(values.source.parents[function], ast.ClassDef):
        found += values.attribute_nodes.get(function.name, ())
    return found


def _is_called(values: Values, name: ast.expr) -> bool:
    parent = values.source.parents[name]
    return isinstance(parent, ast.Call) and parent.func is name
