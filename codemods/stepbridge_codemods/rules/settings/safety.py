"""safety_settings: type instead of category, lower case without prefix.

https://ai.google.dev/gemini-api/docs/interactions/safety-settings
"""

from __future__ import annotations

import ast

from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.objects import Argument, fields_of, is_none, member
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import Lists
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.text.layout import Doc, Entry, mapping

_ENUMS = {
    "category": ("type", "HarmCategory", "HARM_CATEGORY_"),
    "threshold": ("threshold", "HarmBlockThreshold", ""),
    "method": ("method", "HarmBlockMethod", ""),
}


@config_field("safety_settings")
def safety_settings(draft: Draft, argument: Argument) -> None:
    """Each setting is converted where it is written."""
    doc = Lists(draft.plan, "safety settings", setting).convert(argument.value)
    draft.put("safety_settings", doc, argument)


def setting(plan: Plan, node: ast.expr) -> Doc:
    """One safety setting."""
    found = fields_of(plan, node)
    entries: list[Entry] = []
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name not in _ENUMS:
            raise plan.cannot("SB006", field.value, field.name)
        key, enum, prefix = _ENUMS[field.name]
        value = member(plan, field.value, enum)
        if value is None or value.endswith("UNSPECIFIED"):
            raise plan.cannot("SB007", field.value, field.name)
        name = value.upper().removeprefix(prefix)
        if row(f"{enum}.{prefix}{name}").symbol == "unknown":
            raise plan.cannot("SB006", field.value, f"{field.name} {value}")
        entries.append(field.entry(key, plan.quoted(name.lower())))
    return mapping(*entries)
