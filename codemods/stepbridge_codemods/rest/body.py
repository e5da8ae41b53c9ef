"""The body of a generateContent request, written as a dict literal, for Interactions.

A body says the same as contents and a config do in the SDK, so the rules for those write it anew.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import Argument, Fields, fields_of, snake
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rest.grown import check_growth
from stepbridge_codemods.rest.request import definition
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rules.beta.request import entries, text_of
from stepbridge_codemods.rules.contents.contents import input_of
from stepbridge_codemods.rules.settings.config import convert
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, mapping
from stepbridge_codemods.values.literals import SCALARS


def interaction_body(plan: Plan, body: ast.Dict, model: ast.expr | str, *, stream: bool) -> Group:
    """The new body; gives up on what cannot be seen or has no counterpart."""
    if None in body.keys:
        raise plan.cannot("SB008", body)
    found = fields_of(plan, body)
    contents = next((one for one in found.arguments if one.name == "contents"), None)
    if contents is None:
        raise plan.cannot("SB008", body)
    plan.facts["data is base64"] = True
    name = plan.quoted(model) if isinstance(model, str) else atom(ast.unparse(model))
    doc = mapping(Entry(name, "model"), contents.entry("input", _input(plan, contents.value)))
    settings = [one for one in found.arguments if one is not contents]
    doc.entries += _commented(
        _settings(plan, Fields(body, tuple(_flat(plan, settings)), found.tail)), settings
    )
    if stream:
        doc.entries.append(Entry(atom("True"), "stream"))
    doc.entries.append(Entry(atom("False"), "store"))
    doc.tail = found.tail
    doc.apart = "\n" in plan.text(body)
    return doc


def _input(plan: Plan, node: ast.expr) -> Doc:
    """A single turn may have one part instead of a list."""
    only = node.elts[0] if isinstance(node, ast.List) and len(node.elts) == 1 else node
    text = _text_of_part(only)
    if text is not None:
        return atom(text)
    check_growth(plan, node)
    return input_of(plan, node)


def _text_of_part(turn: ast.expr) -> ast.expr | None:
    """The text of ``{"parts": {"text": ...}}`` or ``{"parts": [{"text": ...}]}`` of the user."""
    found = entries(turn)
    parts = found.get("parts")
    if isinstance(parts, ast.List) and len(parts.elts) == 1:
        parts = parts.elts[0]
    is_user = "role" not in found or text_of(found["role"]) == "user"
    inner = entries(parts) if parts is not None else {}
    return inner.get("text") if is_user and inner.keys() == {"text"} else None


def _flat(plan: Plan, settings: list[Argument]) -> list[Argument]:
    """Settings of the body and of its generationConfig, as one config has them."""
    found: list[Argument] = []
    for one in settings:
        if one.name == "generation_config":
            inner = definition(plan.values, one.value)
            if not isinstance(inner, ast.Dict):
                raise plan.cannot("SB007", one.value, "generationConfig")
            found += fields_of(plan, inner).arguments
        elif one.name == "system_instruction" and (text := _text_of_part(one.value)) is not None:
            found.append(Argument(one.name, text, one.node, one.leading, one.trailing))
        else:
            found.append(one)
    return found


def _commented(new: list[Entry], old: list[Argument]) -> list[Entry]:
    """Entries with the comments around generationConfig, whose entries have gone apart."""
    before = next((one for one in old if one.name == "generation_config"), None)
    if before is None or not (before.leading or before.trailing) or not new:
        return new
    heir = next((one for one in new if one.key == "generation_config"), new[0])
    kept = Entry(heir.value, heir.key, (*before.leading, *heir.leading), before.trailing)
    return [kept if one is heir else one for one in new]


def _settings(plan: Plan, fields: Fields) -> list[Entry]:
    draft = Draft(plan, fields)
    convert(draft)
    if draft.bare_enum or draft.resolution is not None:
        raise plan.cannot("SB020", fields.node, "text/x.enum or mediaResolution")
    return list(draft.arguments.values())


_WHOLE = frozenset({"system_instruction", "tools", "safety_settings"})
"""Fields that become one entry, whatever else the body says."""


def _setting_later(plan: Plan, outer: ast.Subscript, target: ast.Subscript) -> bool:
    """``body["generationConfig"]["maxOutputTokens"] = 5`` behind the literal."""
    statement = plan.source.parents[target]
    if snake(text_of(outer.slice)) != "generation_config" or not isinstance(statement, ast.Assign):
        return False
    argument = Argument(snake(text_of(target.slice)), statement.value, target.slice)
    found = _settings(plan, Fields(statement.value, (argument,)))
    only = found[0] if len(found) == 1 and found[0].key == "generation_config" else None
    inner = only.value.entries if only is not None and isinstance(only.value, Group) else []
    if len(inner) != 1 or not inner[0].key or statement.targets != [target]:
        return False
    key = plan.quoted("generation_config").parts[0]
    if _has_settings(plan, outer.value):
        plan.edits.replace(outer.slice, key)
    else:
        plan.edits.replace(outer, outer.value, f".setdefault({key}, {{}})")
    plan.edits.replace(target.slice, plan.quoted(inner[0].key).parts[0])
    in_place(plan, statement.value, inner[0].value)
    return True


def _has_settings(plan: Plan, body: ast.expr) -> bool:
    """Whether the literal behind a name says something in its generationConfig."""
    written = definition(plan.values, body)
    given = entries(written) if isinstance(written, ast.Dict) else {}
    settings = given.get("generationConfig") or given.get("generation_config")
    inner = definition(plan.values, settings) if settings is not None else None
    names = entries(inner).keys() if isinstance(inner, ast.Dict) else set()
    return bool({snake(name) for name in names} & SCALARS - {"candidate_count", "top_k"})


def set_later(plan: Plan, load: ast.expr) -> bool:
    """``body["systemInstruction"] = {...}`` behind the literal."""
    target = plan.source.parents[load]
    statement = plan.source.parents[target]
    if not isinstance(target, ast.Subscript):
        return False
    if isinstance(statement, ast.Subscript) and statement.value is target:
        return _setting_later(plan, target, statement)
    if not isinstance(statement, ast.Assign):
        return False
    name = snake(text_of(target.slice))
    if name not in _WHOLE or statement.targets != [target]:
        return False
    argument = Argument(name, statement.value, target.slice)
    fields = Fields(statement.value, tuple(_flat(plan, [argument])))
    found = _settings(plan, fields)
    if [entry.key for entry in found] != [name]:
        return False
    plan.edits.replace(target.slice, plan.quoted(name).parts[0])
    in_place(plan, statement.value, found[0].value)
    return True
