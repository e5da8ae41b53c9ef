"""Dicts of messages and media as only the old SDK takes them, written as google-genai does."""

from __future__ import annotations

import ast

from stepbridge_codemods.plan import Plan
from stepbridge_codemods.texts import is_text


def text_parts(plan: Plan, node: ast.Dict) -> None:
    """``{"role": ..., "parts": "text"}`` gets a list of parts, each a dict."""
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or key.value != "parts":
            continue
        if isinstance(value, ast.List | ast.Tuple):
            for item in value.elts:
                if is_text(plan, item):
                    plan.edits.replace(item, *_text(plan), item, "}")
        elif is_text(plan, value):
            plan.edits.replace(value, "[", *_text(plan), value, "}]")


def _text(plan: Plan) -> tuple[str]:
    return (f"{{{plan.quote}text{plan.quote}: ",)


def inline_blob(plan: Plan, node: ast.Dict) -> None:
    """``{"mime_type": ..., "data": ...}`` goes under ``inline_data``."""
    keys = {k.value for k in node.keys if isinstance(k, ast.Constant)}
    outer = plan.source.parents[node]
    named = isinstance(outer, ast.keyword | ast.Dict)
    if keys == {"mime_type", "data"} and not named:
        quote = plan.quote
        plan.edits.replace(node, f"{{{quote}inline_data{quote}: ", node, "}")
