"""http_options of one call: timeout in seconds, headers and body as arguments of ``create``.

https://googleapis.github.io/python-genai/ (types.HttpOptions)
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import Argument, constant_of, fields_of, is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.text.layout import Atom, atom

_PLACES = {"headers": "extra_headers", "extra_body": "extra_body", "api_version": "api_version"}


@config_field("http_options")
def http_options(draft: Draft, argument: Argument) -> None:
    """What can be said for one call; retries and transports belong to the client."""
    found = fields_of(draft.plan, argument.value)
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name == "timeout":
            draft.put("timeout", _seconds(draft.plan, field.value), field)
        elif field.name in _PLACES:
            draft.put(_PLACES[field.name], atom(field.value), field)
        else:
            raise draft.plan.cannot("SB006", field.value, f"http_options.{field.name}")


def _seconds(plan: Plan, node: ast.expr) -> Atom:
    """Milliseconds as seconds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        whole, rest = divmod(node.value, 1000)
        return atom(str(whole if not rest else node.value / 1000))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for factor, other in ((node.right, node.left), (node.left, node.right)):
            if isinstance(factor, ast.Constant) and factor.value == 1000:
                return atom(other)
    if isinstance(node, ast.Name | ast.Attribute) and not is_none(node):
        if constant_of(plan, node) is None:
            raise plan.cannot("SB007", node, "timeout")
        return atom(node, " / 1000")
    raise plan.cannot("SB007", node, "timeout")
