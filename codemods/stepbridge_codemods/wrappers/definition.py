"""The function of a module that a declared wrapper is."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.definitions import Definitions
from stepbridge_codemods.values.scopes import Function
from stepbridge_codemods.wrappers.spelling import parts_of, same_place
from stepbridge_codemods.wrappers.wrapper import Standing, Wrapper

_PLAIN = frozenset({"staticmethod", "classmethod"})


def definition_in(values: Definitions, wrapper: Wrapper) -> Function | None:
    """The function or method of this module that has the wrapper's name; None where there is none.

    One with decorators of its own counts as none: what they do with the result is not seen.
    """
    name = tuple(wrapper.name.split("."))
    module = parts_of(values.source.path)
    for node in values.source.nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name != name[-1]:
            continue
        parent = values.source.parents[node]
        inner = (parent.name,) if isinstance(parent, ast.ClassDef) else ()
        top = values.source.parents[parent] if inner else parent
        if not isinstance(top, ast.Module) or not same_place((*module, *inner, node.name), name):
            continue
        marks = {getattr(decorator, "id", "") for decorator in node.decorator_list}
        return node if marks <= _PLAIN else None
    return None


def is_migrating(values: Definitions, function: Function) -> bool:
    """Whether a function is a wrapper that gives, or will give, what an Interactions call gave."""
    return any(
        values.around.standing.get(wrapper.name) in (Standing.MIGRATES, Standing.MIGRATED)
        and definition_in(values, wrapper) is function
        for wrapper in values.around.wrappers
    )
