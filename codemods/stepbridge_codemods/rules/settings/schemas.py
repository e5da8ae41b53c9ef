"""Schema objects and OpenAPI-style dicts become plain JSON Schema.

https://ai.google.dev/gemini-api/docs/interactions/structured-output
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import (
    Argument,
    bindings_of,
    constant_of,
    fields_of,
    is_none,
    member,
    strip_annotation,
    take,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.text.layout import Doc, Entry, atom, listing, mapping
from stepbridge_codemods.values.names import How

_RENAMED = {
    "any_of": "anyOf",
    "max_items": "maxItems",
    "min_items": "minItems",
    "max_length": "maxLength",
    "min_length": "minLength",
    "max_properties": "maxProperties",
    "min_properties": "minProperties",
    "additional_properties": "additionalProperties",
    "defs": "$defs",
    "ref": "$ref",
}
_SAME = frozenset(
    [
        "description",
        "items",
        "properties",
        "required",
        "minimum",
        "maximum",
        "pattern",
        "enum",
        "title",
        "default",
        "type",
    ]
)
_FORMATS = frozenset({"enum"})
_TYPES = frozenset(["STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"])


def schema(plan: Plan, node: ast.expr) -> Doc:
    """A schema that is written out, or a variable that holds one, as JSON Schema."""
    node = written_out(plan, node)
    if type_name(plan, node) == "Schema" or isinstance(node, ast.Dict):
        return _object(plan, node)
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        return _variable(plan, node)
    raise plan.cannot("SB007", node, "schema")


def is_schema(plan: Plan, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression is a dict or Schema object, or a name for one."""
    if isinstance(node, ast.Dict) or type_name(plan, node) == "Schema":
        return True
    bindings = bindings_of(plan, node)
    return (
        depth < 4
        and bool(bindings)
        and all(
            b.how is How.ASSIGN and b.value is not None and is_schema(plan, b.value, depth + 1)
            for b in bindings
        )
    )


def _variable(plan: Plan, node: ast.expr) -> Doc:
    written = [binding.value for binding in bindings_of(plan, node)]
    if all(isinstance(one, ast.Dict) and already_json(plan, one) for one in written):
        return atom(node)  # nothing has to change, so that others may go on using it
    variable = take(plan, node)
    done = plan.facts.setdefault("schema variables", set())
    assert isinstance(done, set)
    if variable not in done:
        done.add(variable)
        for binding in plan.values.stores(variable):
            value = binding.value
            if binding.how is not How.ASSIGN or value is None or not is_schema(plan, value):
                raise plan.cannot("SB007", binding.target, "schema")
            if already_json(plan, value):
                continue
            strip_annotation(plan, binding, "dict")
            in_place(plan, value, schema(plan, value))
    return atom(node)


def already_json(plan: Plan, node: ast.expr) -> bool:
    """Whether a schema literal is JSON Schema as it stands, so that it need not be touched."""
    for inner in ast.walk(node):
        if type_name(plan, inner) is not None or isinstance(inner, ast.Attribute):
            return False
        if isinstance(inner, ast.Dict) and not _json_dict(plan, inner):
            return False
    return True


def _json_dict(plan: Plan, node: ast.Dict) -> bool:
    if plan.source.parents.get(node) is None:
        return False
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return False
        if key.value == "type" and isinstance(value, ast.Constant) and value.value in _TYPES:
            return False
        if key.value in ("nullable", "propertyOrdering", "property_ordering", *_RENAMED):
            return False
        if key.value == "format" and isinstance(value, ast.Constant) and value.value in _FORMATS:
            return False
    return True


def _object(plan: Plan, node: ast.expr) -> Doc:
    if isinstance(node, ast.Dict) and already_json(plan, node):
        return atom(node)
    found = fields_of(plan, node)
    nullable = found.get("nullable")
    optional = nullable is not None and constant_of(plan, nullable) is True
    entries: list[Entry] = []
    for field in found.arguments:
        if not is_none(field.value) and field.name != "nullable":
            entries += _entry(plan, field, optional)
    result = mapping(*entries)
    result.tail = found.tail
    return result


def _entry(plan: Plan, field: Argument, optional: bool) -> list[Entry]:
    name = field.name
    if name == "type":
        return [field.entry("type", _type(plan, field.value, optional))]
    if name == "format":
        value = constant_of(plan, field.value)
        return [] if value in _FORMATS else [field.entry("format", atom(field.value))]
    if name in ("property_ordering", "example"):
        return []
    if name in ("properties", "defs"):
        return [field.entry(_RENAMED.get(name, name), _properties(plan, field.value))]
    if name in ("items", "additional_properties") and not isinstance(field.value, ast.Constant):
        return [field.entry(_RENAMED.get(name, name), schema(plan, field.value))]
    if name == "any_of" and isinstance(field.value, ast.List):
        return [field.entry("anyOf", listing(schema(plan, item) for item in field.value.elts))]
    if name in _RENAMED or name in _SAME:
        return [field.entry(_RENAMED.get(name, name), atom(field.value))]
    raise plan.cannot("SB006", field.value, f"schema {name}")


def _type(plan: Plan, node: ast.expr, optional: bool) -> Doc:
    if isinstance(node, ast.List):
        return atom(node)
    name = member(plan, node, "Type")
    if name is None or name.upper() not in _TYPES:
        raise plan.cannot("SB007", node, "schema type")
    doc = plan.quoted(name.lower())
    return listing([doc, plan.quoted("null")]) if optional else doc


def _properties(plan: Plan, node: ast.expr) -> Doc:
    if not isinstance(node, ast.Dict):
        raise plan.cannot("SB007", node, "schema properties")
    result = mapping()
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise plan.cannot("SB007", value, "schema properties")
        result.entries.append(Entry(schema(plan, value), key.value))
    return result
