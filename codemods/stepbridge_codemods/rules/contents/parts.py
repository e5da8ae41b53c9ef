"""Parts become content items.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import (
    Fields,
    fields_of,
    is_none,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.contents.media import apart, file, inline, unknown_fields
from stepbridge_codemods.rules.contents.media_looks import FIELDS, Looks
from stepbridge_codemods.text.layout import Doc, atom, mapping
from stepbridge_codemods.values.kinds import Kind

_CALL = frozenset({"function_call", "functionCall"})
_MEDIA = frozenset({"inline_data", "file_data"})
_BLOB = frozenset({"mime_type", "data"})
"""Media as google.generativeai took it, without a name for its kind."""


def is_part(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression spells a Part out."""
    name = type_name(plan, node)
    if name is not None:
        return name == "Part" or name.startswith("Part.from_")
    return isinstance(node, ast.Dict) and bool(
        _keys(node) & {"text", "inline_data", "inlineData", "file_data", "fileData"}
        | _keys(node) & {"function_response", "functionResponse"}
        | _keys(node) & _CALL
        or _keys(node) == _BLOB
    )


def is_result(plan: Plan, node: ast.expr) -> bool:
    """Whether a Part carries a function response."""
    name = type_name(plan, node)
    if name == "Part.from_function_response":
        return True
    if name == "Part":
        assert isinstance(node, ast.Call)
        return any(k.arg in ("function_response", "functionResponse") for k in node.keywords)
    return isinstance(node, ast.Dict) and bool(
        _keys(node) & {"function_response", "functionResponse"}
    )


def call_of(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The call of an answer that a Part gives back."""
    if isinstance(node, ast.Dict):
        given = node.values[0] if len(node.values) == 1 and _keys(node) <= _CALL else None
    elif type_name(plan, node) == "Part" and isinstance(node, ast.Call):
        alone = len(node.keywords) == 1 and node.keywords[0].arg in _CALL and not node.args
        given = node.keywords[0].value if alone else None
    else:
        return None
    value = plan.values.value(given) if given is not None else None
    return given if value is not None and value.kind is Kind.CALL else None


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
    if found.names == _BLOB:
        return inline(plan, found, Looks.of([]))
    rest, modifiers = apart(found, FIELDS)
    given = [a for a in rest.arguments if not is_none(a.value)]
    if len(given) != 1 or (modifiers and given[0].name not in _MEDIA):
        said = "a part with " + ", ".join(sorted(found.names))
        raise unknown_fields(plan, found, "Part", said)
    field = given[0]
    if field.name == "text":
        return mapping(("type", plan.quoted("text")), field.entry("text", atom(field.value)))
    if field.name == "inline_data":
        return inline(plan, fields_of(plan, field.value), Looks.of(modifiers))
    if field.name == "file_data":
        return file(plan, fields_of(plan, field.value), Looks.of(modifiers))
    raise plan.cannot("SB006", field.value, field.name)
