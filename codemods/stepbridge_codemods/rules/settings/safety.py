"""safety_settings: type instead of category, lower case without prefix.

https://ai.google.dev/gemini-api/docs/interactions/safety-settings
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.certainty.imported import written_elsewhere
from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.objects import Argument, fields_of, is_none, member
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import Lists
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.text.layout import Doc, Entry, atom, comprehension, mapping
from stepbridge_codemods.values.paths import Path

_ENUMS = {
    "category": ("type", "HarmCategory", "HARM_CATEGORY_"),
    "threshold": ("threshold", "HarmBlockThreshold", ""),
    "method": ("method", "HarmBlockMethod", ""),
}


@config_field("safety_settings")
def safety_settings(draft: Draft, argument: Argument) -> None:
    """Converted where they are written; those of another module are where they are read."""
    found = written_elsewhere(draft.plan, argument.value)
    if isinstance(found, list) and found and all(map(_is_plain, found)):
        draft.put("safety_settings", _of_another_module(draft.plan, argument.value), argument)
        return
    doc = Lists(draft.plan, "safety settings", setting).convert(argument.value)
    draft.put("safety_settings", doc, argument)


def _is_plain(item: object) -> bool:
    """Whether a setting is a dict of a category and a threshold, both of them known."""
    if not isinstance(item, dict) or item.keys() != {"category", "threshold"}:
        return False
    values = [f"{_ENUMS[field][1]}.{value}" for field, value in item.items()]
    return all(
        row(value).symbol != "unknown" and not value.endswith("UNSPECIFIED") for value in values
    )


def _of_another_module(plan: Plan, node: ast.expr) -> Doc:
    quote = plan.quote
    category = f"setting[{quote}category{quote}].removeprefix({quote}HARM_CATEGORY_{quote})"
    each = mapping(
        ("type", atom(f"{category}.lower()")),
        ("threshold", atom(f"setting[{quote}threshold{quote}].lower()")),
    )
    return comprehension("[", each, atom("for setting in ", node), closing="]")


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
        if value is None:
            entries.append(field.entry(key, _computed(plan, field, enum, prefix)))
            continue
        if value.endswith("UNSPECIFIED"):
            raise plan.cannot("SB007", field.value, field.name)
        name = value.upper().removeprefix(prefix)
        if row(f"{enum}.{prefix}{name}").symbol == "unknown":
            raise plan.cannot("SB006", field.value, f"{field.name} {value}")
        entries.append(field.entry(key, plan.quoted(name.lower())))
    return mapping(*entries)


def _computed(plan: Plan, field: Argument, enum: str, prefix: str) -> Doc:
    """One of several members, all of them known: in lower case without their prefix."""

    def shows(plan: Plan, node: ast.expr, path: Path) -> bool:
        name = (member(plan, node, enum) or "") if not path and not _is_name(node) else ""
        return not name.endswith("UNSPECIFIED") and row(f"{enum}.{name}").symbol != "unknown"

    sort = Sort(f"a {enum}", shows, lambda plan, name: False, annotated=False)
    if not is_certain(plan, sort, field.value):
        raise plan.cannot("SB007", field.value, field.name)
    if isinstance(field.value, ast.IfExp):
        return _chosen(plan, field.value, enum, prefix)
    plain = isinstance(field.value, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
    whole: list[ast.AST | str] = [field.value] if plain else ["(", field.value, ")"]
    quote = plan.quote
    cut = f".removeprefix({quote}{prefix}{quote})" if prefix else ""
    return atom(*whole, f"{cut}.lower()")


def _chosen(plan: Plan, node: ast.IfExp, enum: str, prefix: str) -> Doc:
    """A choice between members that are written out."""
    for choice in (node.body, node.orelse):
        name = member(plan, choice, enum)
        if name is None or not isinstance(choice, ast.Constant | ast.Attribute):
            raise plan.cannot("SB007", choice, enum)
        plan.edits.replace(choice, *plan.quoted(name.removeprefix(prefix).lower()).parts)
    return atom(node)


def _is_name(node: ast.expr) -> bool:
    """Whether what an expression is has to be looked up."""
    return isinstance(node, ast.Name)
