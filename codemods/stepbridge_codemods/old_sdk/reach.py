"""What an expression is made of, through the variables that it names."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from stepbridge_codemods.values.infer import Values


def reach(values: Values, nodes: Sequence[ast.AST]) -> set[ast.AST]:
    """All nodes below some expressions, and below the definitions of variables read there."""
    found: set[ast.AST] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found.add(node)
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            variable = values.variable(node)
            if variable is None:
                continue
            waiting += [b.value for b in values.stores(variable) if b.value is not None]
            waiting += grown(values, node)
    return found


def grown(values: Values, node: ast.expr) -> list[ast.expr]:
    """What is appended to a list under the same name."""
    variable = values.variable(node)
    found: list[ast.expr] = []
    for load in values.loads(variable) if variable is not None else ():
        method = values.source.parents[load]
        call = values.source.parents[method]
        if (
            isinstance(method, ast.Attribute)
            and method.attr in ("append", "extend", "insert")
            and isinstance(call, ast.Call)
            and call.func is method
        ):
            found += call.args
    return found
