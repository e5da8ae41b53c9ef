"""Function responses become function_result steps.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Doc, Entry, atom, mapping
from stepbridge_codemods.objects import fields_of
from stepbridge_codemods.plan import Import, Plan
from stepbridge_codemods.rules.call_ids import call_id


def result_step(plan: Plan, node: ast.expr) -> Doc:
    """The function_result step that a Part with a function response becomes."""
    found = fields_of(plan, node)
    if "function_response" in found.names:
        inner = found.get("function_response")
        assert inner is not None
        found = fields_of(plan, inner)
    if not found.names <= {"id", "name", "response"}:
        raise plan.cannot("SB006", node, ", ".join(sorted(found.names)))
    name, response = found.get("name"), found.get("response")
    if name is None or response is None:
        raise plan.cannot("SB007", node, "function_response")
    entries: list[Entry | tuple[str, Doc]] = [("type", plan.quoted("function_result"))]
    given = found.get("id")
    entries.append(("call_id", atom(given) if given is not None else call_id(plan, node, name)))
    for field in found.arguments:
        if field.name == "name":
            entries.append(field.entry("name", atom(field.value)))
        elif field.name == "response":
            plan.imports.add(Import("json"))
            entries.append(field.entry("result", atom("json.dumps(", field.value, ")")))
    return mapping(*entries)
