"""The conditions that hold where a node of a function is reached."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.text.source import Source

_ENDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)


def holding(source: Source, node: ast.AST) -> Iterator[ast.expr]:
    """Every condition that was found true on the way to a node, from the inside out."""
    inner = node
    while not isinstance(inner, _ENDS):
        outer = source.parents[inner]
        yield from _between(outer, inner)
        inner = outer


def _between(outer: ast.AST, inner: ast.AST) -> list[ast.expr]:
    """The conditions of a node that hold in one of its parts."""
    if isinstance(outer, ast.IfExp) and inner is outer.body:
        return [outer.test]
    if isinstance(outer, ast.BoolOp) and isinstance(outer.op, ast.And):
        return outer.values[: outer.values.index(inner)]  # type: ignore[arg-type]
    found = [outer.test] if isinstance(outer, ast.If) and inner in outer.body else []
    for block in (getattr(outer, name, None) for name in ("body", "orelse", "finalbody")):
        if isinstance(block, list) and inner in block:
            before = block[: block.index(inner)]
            found += [test for one in before if (test := _left_unless(one)) is not None]
    return found


def _left_unless(statement: ast.AST) -> ast.expr | None:
    """What holds behind ``if not condition: return``."""
    if not isinstance(statement, ast.If) or statement.orelse:
        return None
    leaves = isinstance(statement.body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)
    test = statement.test
    negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    return test.operand if leaves and negated and isinstance(test, ast.UnaryOp) else None
