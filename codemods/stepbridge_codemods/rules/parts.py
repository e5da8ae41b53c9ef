"""Parts become content items; function responses become steps.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Atom, Doc, Entry, atom, mapping
from stepbridge_codemods.objects import (
    Fields,
    fields_of,
    is_none,
    type_name,
)
from stepbridge_codemods.plan import Import, Plan
from stepbridge_codemods.rules.media import apart, file, inline
from stepbridge_codemods.rules.media_looks import FIELDS, Looks
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding

_MEDIA = frozenset({"inline_data", "file_data"})


def is_part(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression spells a Part out."""
    name = type_name(plan, node)
    if name is not None:
        return name == "Part" or name.startswith("Part.from_")
    return isinstance(node, ast.Dict) and bool(
        _keys(node) & {"text", "inline_data", "inlineData", "file_data", "fileData"}
        | _keys(node) & {"function_response", "functionResponse"}
    )


def is_result(plan: Plan, node: ast.expr) -> bool:
    """Whether a Part carries a function response."""
    name = type_name(plan, node)
    if name == "Part.from_function_response":
        return True
    if name == "Part":
        assert isinstance(node, ast.Call)
        return any(keyword.arg == "function_response" for keyword in node.keywords)
    return isinstance(node, ast.Dict) and bool(
        _keys(node) & {"function_response", "functionResponse"}
    )


def _keys(node: ast.Dict) -> set[object]:
    return {key.value for key in node.keys if isinstance(key, ast.Constant)}


def text_item(plan: Plan, node: ast.expr) -> Doc:
    """A text item around a string."""
    return mapping(("type", plan.quoted("text")), ("text", atom(node)))


def item(plan: Plan, node: ast.expr) -> Doc:
    """The content item that a Part becomes."""
    name = type_name(plan, node)
    if name == "Part.from_text":
        return _from_fields(plan, fields_of(plan, node))
    if name == "Part.from_bytes":
        return inline(plan, *_looked_at(plan, node))
    if name == "Part.from_uri":
        return file(plan, *_looked_at(plan, node))
    if name == "Part" or isinstance(node, ast.Dict):
        return _from_fields(plan, fields_of(plan, node))
    raise plan.cannot("SB005", node, ast.unparse(node)[:60])


def _looked_at(plan: Plan, node: ast.expr) -> tuple[Fields, Looks]:
    rest, modifiers = apart(fields_of(plan, node), FIELDS)
    return rest, Looks.of(modifiers)


def _from_fields(plan: Plan, found: Fields) -> Doc:
    rest, modifiers = apart(found, FIELDS)
    given = [a for a in rest.arguments if not is_none(a.value)]
    if len(given) != 1 or (modifiers and given[0].name not in _MEDIA):
        raise plan.cannot("SB006", found.node, "a part with " + ", ".join(sorted(found.names)))
    field = given[0]
    if field.name == "text":
        return mapping(("type", plan.quoted("text")), field.entry("text", atom(field.value)))
    if field.name == "inline_data":
        return inline(plan, fields_of(plan, field.value), Looks.of(modifiers))
    if field.name == "file_data":
        return file(plan, fields_of(plan, field.value), Looks.of(modifiers))
    raise plan.cannot("SB006", field.value, field.name)


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
    call_id = found.get("id")
    identifier = atom(call_id) if call_id is not None else _id_of_call(plan, name)
    entries.append(("call_id", identifier))
    for field in found.arguments:
        if field.name == "name":
            entries.append(field.entry("name", atom(field.value)))
        elif field.name == "response":
            plan.imports.add(Import("json"))
            entries.append(field.entry("result", atom("json.dumps(", field.value, ")")))
    return mapping(*entries)


def _id_of_call(plan: Plan, name: ast.expr) -> Atom:
    """``call.id`` next to ``call.name``, or next to a name that stands for it."""
    call = _named_call(plan, name)
    if call is not None:
        return atom(call, ".id")
    before = _call_named_before(plan, name)
    if before is not None:
        return atom(f"{before.id}.id")
    raise plan.cannot("SB007", name, "a function response without an id")


def _named_call(plan: Plan, node: ast.AST | None) -> ast.expr | None:
    """The call whose name is read."""
    if not isinstance(node, ast.Attribute) or node.attr != "name":
        return None
    value = plan.values.value(node.value)
    return node.value if value is not None and value.kind is Kind.CALL else None


def _call_named_before(plan: Plan, name: ast.expr) -> ast.Name | None:
    """The call whose name a variable got in the same run of statements, where neither changes."""
    binding = _only_binding(plan, name)
    call = _named_call(plan, binding.value) if binding is not None else None
    if not isinstance(call, ast.Name) or _only_binding(plan, call) is None:
        return None
    statement = plan.values.enclosing(call, ast.stmt)
    block = plan.source.parents.get(statement) if statement is not None else None
    return call if block is not None and name in ast.walk(block) else None


def _only_binding(plan: Plan, name: ast.AST) -> Binding | None:
    """What a name is bound to, where its scope binds it once."""
    if not isinstance(name, ast.Name):
        return None
    scope = plan.values.names.scope_of[name]
    bindings = scope.bindings.get(name.id, [])
    return bindings[0] if len(bindings) == 1 else None
