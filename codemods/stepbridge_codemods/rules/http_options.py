"""The timeout of http_options: seconds in the call, where it was milliseconds in the config.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Doc, atom
from stepbridge_codemods.objects import Argument, constant_of, fields_of, is_none
from stepbridge_codemods.rules.config import Draft, config_field


@config_field("http_options")
def http_options(draft: Draft, argument: Argument) -> None:
    """Only the timeout has a place in the call."""
    found = fields_of(draft.plan, argument.value)
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name != "timeout":
            raise draft.plan.cannot("SB006", field.value, f"http_options.{field.name}")
        draft.put("timeout", _seconds(draft, field.value), argument)


def _seconds(draft: Draft, node: ast.expr) -> Doc:
    value = constant_of(draft.plan, node)
    if isinstance(value, int | float) and isinstance(node, ast.Constant):
        return atom(f"{value / 1000:g}")
    if _is_thousandfold(node):
        return atom(node.args[0].left)  # type: ignore[attr-defined]
    return atom("(", node, ") / 1000")


def _is_thousandfold(node: ast.expr) -> bool:
    """``int(seconds * 1000)``"""
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "int"
        and len(node.args) == 1
        and isinstance(node.args[0], ast.BinOp)
        and isinstance(node.args[0].op, ast.Mult)
        and ast.unparse(node.args[0].right) == "1000"
    )
