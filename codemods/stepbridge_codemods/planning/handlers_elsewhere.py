"""Handlers for errors of the SDK around calls that stand in other modules of the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.error_classes import ERRORS
from stepbridge_codemods.planning.raising import Reach
from stepbridge_codemods.values.infer import Values

_NEW = "google.genai._interactions"


def handlers_elsewhere(values: Values) -> Iterator[ast.expr]:
    """The classes of google.genai.errors that handlers name around what other modules do.

    None where the handler names classes of Interactions too.
    """
    if not values.around.calling:
        return
    for node in values.source.nodes:
        if isinstance(node, ast.Try):
            named = [one for handler in node.handlers for one in _families(values, handler)]
            if named and _is_around_others(values, node):
                yield from named


def _families(values: Values, handler: ast.ExceptHandler) -> list[ast.expr]:
    whole = handler.type
    named = whole.elts if isinstance(whole, ast.Tuple) else [whole] if whole is not None else []
    names = [(one, values.qualified(one) or "") for one in named]
    if any(name.startswith(_NEW) for _, name in names):
        return []
    return [one for one, name in names if name.startswith(ERRORS)]


def _is_around_others(values: Values, block: ast.Try) -> bool:
    """Whether a block calls what comes from a module with calls of the legacy API."""
    reach = Reach(values)
    reach.follow(block.body)
    return any(_comes_from_others(values, call.func) for call in reach.calls)


def _comes_from_others(values: Values, function: ast.expr, depth: int = 0) -> bool:
    """``ask(...)``, ``service.ask(...)``, and ``service`` may be ``Service()`` further up."""
    if (values.qualified(function) or "") in values.around.calling:
        return True
    if isinstance(function, ast.Attribute):
        return _comes_from_others(values, function.value, depth)
    if isinstance(function, ast.Call):
        return _comes_from_others(values, function.func, depth)
    if not isinstance(function, ast.Name) or depth > 3:
        return False
    given = [binding.value for binding in values.names.reads.get(function, ())]
    return any(
        isinstance(value, ast.Call) and _comes_from_others(values, value.func, depth + 1)
        for value in given
    )
