"""The fields that settings of the old SDK mention, whichever way and wherever they are written."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge import fields
from stepbridge.fields.row import Fidelity
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.values.infer import Values

Mention = tuple[str, ast.AST]
"""A symbol of the field map, without the package, and the node that mentions it."""

SETTINGS = frozenset({"generation_config", "safety_settings"})
_CATEGORY, _THRESHOLD = "types.HarmCategory", "types.HarmBlockThreshold"


def mentions(values: Values, name: str, node: ast.expr) -> list[Mention]:
    """The fields in the value of an argument; enums are told where they are named."""
    if name not in SETTINGS:
        return []
    kind = _generation if name == "generation_config" else _safety
    found: list[Mention] = []
    for written in _written(values, node, set()):
        found += kind(values, written)
    return found


def left_out(symbol: str, dropped: frozenset[str]) -> str:
    """What is told of a field that the options let calls go without; empty for all others."""
    owner, _, name = symbol.partition(".")
    known = fields.find(f"GenerateContentConfig.{name}") if owner == "GenerationConfig" else None
    if known is None or known.id not in dropped or known.fidelity is not Fidelity.LOST:
        return ""
    return f"Left out, because the options drop {known.id}."


def _written(values: Values, node: ast.expr, seen: set[ast.AST]) -> Iterator[ast.expr]:
    """Where an expression is written, through variables, choices and spreads."""
    if node in seen:
        return
    seen.add(node)
    inner: list[ast.expr] = []
    if isinstance(node, ast.Name | ast.Attribute):
        variable = values.variable(node)
        stored = values.stores(variable) if variable is not None else []
        inner = [binding.value for binding in stored if binding.value is not None]
    elif isinstance(node, ast.IfExp):
        inner = [node.body, node.orelse]
    else:
        yield node
        if isinstance(node, ast.Dict):
            inner = [v for k, v in zip(node.keys, node.values, strict=True) if k is None]
        elif isinstance(node, ast.Call):
            inner = [keyword.value for keyword in node.keywords if keyword.arg is None]
        elif isinstance(node, ast.List | ast.Tuple):
            inner = node.elts
    for one in inner:
        yield from _written(values, one, seen)


def _generation(values: Values, node: ast.expr) -> Iterator[Mention]:
    if isinstance(node, ast.Dict):
        for key in node.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield f"GenerationConfig.{key.value}", key
    elif isinstance(node, ast.Call):
        name = (short_name(values, node.func) or "").rpartition(".")[2]
        for keyword in node.keywords if name == "GenerationConfig" else ():
            if keyword.arg is not None:
                yield f"GenerationConfig.{keyword.arg}", keyword


def _safety(values: Values, node: ast.expr) -> Iterator[Mention]:
    pairs: list[tuple[ast.expr | None, ast.expr]] = []
    if isinstance(node, ast.Dict):
        pairs = list(zip(node.keys, node.values, strict=True))
    elif isinstance(node, ast.Call) and short_name(values, node.func) is not None:
        pairs = [(ast.Constant(k.arg), k.value) for k in node.keywords if k.arg is not None]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield _THRESHOLD, node
    for key, value in pairs:
        word = key.value if isinstance(key, ast.Constant) else None
        if word == "category":
            yield from _word(_CATEGORY, value)
        elif word == "threshold":
            yield from _word(_THRESHOLD, value)
        elif key is not None:
            yield from _word(_CATEGORY, key)
            yield from _word(_THRESHOLD, value)


def _word(symbol: str, node: ast.expr) -> Iterator[Mention]:
    if isinstance(node, ast.Constant) and node.value is not None:
        yield symbol, node
