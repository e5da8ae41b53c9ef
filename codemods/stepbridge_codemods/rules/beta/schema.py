"""Which ``response_format`` is the bare JSON Schema of the beta."""

from __future__ import annotations

import ast

from stepbridge_codemods.rules.beta.request import entries, text_of, written
from stepbridge_codemods.values.infer import Values

FORMATS = frozenset({"text", "image", "audio", "video"})
_SCHEMA_KEYS = frozenset({"properties", "$schema", "$defs", "items", "anyOf", "enum", "required"})
_MAKERS = frozenset({"model_json_schema", "json_schema", "schema"})


def is_bare_schema(values: Values, node: ast.expr | None) -> bool:
    """Whether every expression that a response_format can be is a JSON Schema by itself."""
    if node is None:
        return False
    found = [n for n in written(values, node) if not isinstance(n, ast.Name | ast.Attribute)]
    is_list = isinstance(node, ast.List)
    return bool(found) and not is_list and all(_is_schema(one) for one in found)


def _is_schema(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in _MAKERS
    found = entries(node)
    if text_of(found.get("type")) in FORMATS or not found:
        return False
    return bool(found.keys() & _SCHEMA_KEYS) or "type" in found
