"""Dicts of messages and media as only the old SDK takes them, for calls that stay in google-genai.

Calls that go to Interactions need nothing of this: the rules for contents know these dicts, and so
does ``stepbridge.to_input``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.old_sdk.made_of import made_of
from stepbridge_codemods.planning.plan import Plan

_BLOB = frozenset({"mime_type", "data"})


def lower_dicts(plan: Plan, given: Iterable[ast.expr]) -> None:
    """Those among the contents that calls are given; gives up where code reads them, too."""
    reached = made_of(plan.values, given)
    for node in plan.source.nodes:
        if not isinstance(node, ast.Dict) or not (_is_blob(plan, node) or _is_turn(plan, node)):
            continue
        if node in reached and not _is_read(plan, node):
            _text_parts(plan, node)
            _inline_blob(plan, node)
        elif node in reached or any(_is_unknown(plan, one) for one in reached):
            raise plan.cannot("SB005", node, "a dict as only the old SDK takes it")


def _keys(node: ast.Dict) -> set[object]:
    return {key.value for key in node.keys if isinstance(key, ast.Constant)}


def _is_blob(plan: Plan, node: ast.Dict) -> bool:
    named = isinstance(plan.source.parents[node], ast.keyword | ast.Dict)
    return _keys(node) == _BLOB and not named


def _is_turn(plan: Plan, node: ast.Dict) -> bool:
    """Whether a message holds strings where google-genai wants parts."""
    return "parts" in _keys(node) and any(_texts_of(plan, node))


def _texts_of(plan: Plan, node: ast.Dict) -> list[ast.expr]:
    found: list[ast.expr] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "parts":
            items = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
            found += [item for item in items if is_text(plan, item)]
    return found


def _is_read(plan: Plan, node: ast.Dict) -> bool:
    """Whether code looks for what is in such dicts: ``turn["parts"]``, ``image.get("data")``."""
    names = _keys(node) - {"role"}
    for other in plan.source.nodes:
        if isinstance(other, ast.Subscript) and isinstance(other.ctx, ast.Load):
            key: ast.expr | None = other.slice
        elif isinstance(other, ast.Call) and isinstance(other.func, ast.Attribute):
            key = other.args[0] if other.func.attr == "get" and other.args else None
        else:
            continue
        if isinstance(key, ast.Constant) and key.value in names:
            return True
    return False


def _is_unknown(plan: Plan, node: ast.expr) -> bool:
    """Whether a piece of contents may be anything."""
    if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        return False
    if is_text(plan, node) or plan.values.value(node) is not None:
        return False
    return len(made_of(plan.values, [node])) == 1


def _text_parts(plan: Plan, node: ast.Dict) -> None:
    """``{"role": ..., "parts": "text"}`` gets a list of parts, each a dict."""
    start = f"{{{plan.quote}text{plan.quote}: "
    for item in _texts_of(plan, node):
        listed = isinstance(plan.source.parents[item], ast.List | ast.Tuple)
        plan.edits.replace(item, start if listed else f"[{start}", item, "}" if listed else "}]")


def _inline_blob(plan: Plan, node: ast.Dict) -> None:
    """``{"mime_type": ..., "data": ...}`` goes under ``inline_data``."""
    if _is_blob(plan, node):
        plan.edits.replace(node, f"{{{plan.quote}inline_data{plan.quote}: ", node, "}")
