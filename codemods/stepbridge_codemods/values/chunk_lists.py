"""All chunks of a stream as a list: ``list(stream)``, ``[chunk async for chunk in stream]``."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Protocol

from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Function
from stepbridge_codemods.values.value import Value


class Valued(Protocol):
    """What is asked here of the values of a module."""

    def value(self, node: ast.AST) -> Value | None: ...

    def qualified(self, node: ast.AST) -> str | None: ...

    def function(self, node: ast.expr) -> Function | None: ...


def drawn(values: Valued, node: ast.Call) -> Value | None:
    """What ``list(stream)`` gives."""
    function = node.func
    if not isinstance(function, ast.Name) or function.id != "list" or len(node.args) != 1:
        return None
    if values.function(function) is not None or values.qualified(function) is not None:
        return None
    given = values.value(node.args[0])
    if given is None or given.kind is not Kind.STREAM or given.pending:
        return None
    return replace(given, kind=Kind.CHUNKS)


def takes_all(node: ast.AST) -> bool:
    """Whether a comprehension takes every item as it is."""
    if not isinstance(node, ast.ListComp) or len(node.generators) != 1:
        return False
    only = node.generators[0]
    return not only.ifs and ast.unparse(node.elt) == ast.unparse(only.target)
