"""Whether exceptions of other packages may reach a handler, which have codes and texts as well."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.planning.error_texts import words_in
from stepbridge_codemods.values.infer import Values

_OTHERS = frozenset({"urllib", "grpc", "aiohttp", "openai", "anthropic", "requests", "botocore"})
_OTHER_GOOGLE = ("google.cloud", "google.api_core", "googleapiclient", "google.auth")


def uses_others(values: Values) -> bool:
    """Whether a module imports such a package at all."""
    for node in values.source.nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        if any(map(_is_other, names)):
            return True
    return False


def may_raise_others(values: Values, calls: Iterable[ast.Call]) -> bool:
    """Whether one of some calls may be of such a package: by its name, or on an unknown object."""
    if raises_own(values):
        return True
    return uses_others(values) and any(_is_unknown(values, call.func) for call in calls)


def raises_own(values: Values) -> bool:
    """Whether a module has exceptions of its own with a code, or with the name of a status."""
    for node in values.source.nodes:
        if isinstance(node, ast.ClassDef) and "code" in _set_in(node):
            return True
        raised = node.exc if isinstance(node, ast.Raise) else None
        is_told_on = values.enclosing(node, ast.ExceptHandler) is not None
        if raised is not None and words_in(raised) and not is_told_on:
            return True
    return False


def _set_in(node: ast.ClassDef) -> set[str]:
    """The attributes that a class or its methods set."""
    return {
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute | ast.Name) and isinstance(one.ctx, ast.Store)
    }


def _is_other(name: str) -> bool:
    return name.partition(".")[0] in _OTHERS or name.startswith(_OTHER_GOOGLE)


def _is_unknown(values: Values, function: ast.expr) -> bool:
    name = values.qualified(function)
    if name is not None:
        return _is_other(name)
    if not isinstance(function, ast.Attribute) or values.value(function.value) is not None:
        return False
    is_text = isinstance(function.value, ast.Constant | ast.JoinedStr)
    return not is_text and function.attr not in dir(str) and values.function(function) is None
