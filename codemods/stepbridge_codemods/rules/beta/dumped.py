"""Outputs of the beta that are read from a dict or JSON made of an Interaction.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.values.flows import keys_read
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

DUMPS = ("model_dump", "model_dump_json", "to_dict", "to_json", "dict", "json", "__dict__")
_WHAT = (
    'read "steps": texts and media lie in "content" of the steps of type "model_output", '
    "and interaction.output_text is all of the text"
)


def outputs_of_dumped(values: Values, use: Use) -> list[ast.expr]:
    """The reads of ``["outputs"]`` in what an Interaction is turned into."""
    method = use.parent
    if isinstance(method, ast.Call):
        is_dict = getattr(method.func, "id", "") in ("dict", "vars")
        return keys_read(values, method, "outputs") if is_dict else []
    if not isinstance(method, ast.Attribute):
        return []
    call = values.source.parents[method]
    is_called = isinstance(call, ast.Call) and call.func is method
    made = call if isinstance(call, ast.Call) and is_called else method
    return keys_read(values, made, "outputs")


@use(Kind.INTERACTION, *(f".{name}" for name in DUMPS))
def dumped(plan: Plan, use: Use) -> None:
    """``interaction.model_dump()["outputs"][-1]["text"]``; other reads need a person."""
    for read in outputs_of_dumped(plan.values, use):
        text = _text(plan, use, read)
        if text is None:
            raise plan.cannot("SB001", read, _WHAT)
        plan.edits.replace(text, use.node, ".output_text")


def _text(plan: Plan, use: Use, read: ast.expr) -> ast.expr | None:
    """All of ``x.model_dump()["outputs"][-1]["text"]``, where the dict is made for that alone."""
    parents = plan.source.parents
    item = parents[read]
    whole = parents[item]
    if not isinstance(item, ast.Subscript) or ast.unparse(item.slice) not in ("0", "-1"):
        return None
    is_text = isinstance(whole, ast.Subscript) and text_of(whole.slice) == "text"
    if not is_text or use.node not in set(ast.walk(read)):
        return None
    is_read = isinstance(whole, ast.Subscript) and isinstance(whole.ctx, ast.Load)
    return whole if is_read and isinstance(whole, ast.expr) else None
