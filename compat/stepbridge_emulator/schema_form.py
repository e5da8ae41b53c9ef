"""One form for the OpenAPI-style schema of generateContent and the JSON Schema of Interactions."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

RENAMED = {
    "any_of": "anyOf",
    "one_of": "oneOf",
    "min_items": "minItems",
    "max_items": "maxItems",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_properties": "minProperties",
    "max_properties": "maxProperties",
    "additional_properties": "additionalProperties",
    "defs": "$defs",
    "ref": "$ref",
}
# Say nothing about the value itself, or (title) are made up by schema generators.
IGNORED = frozenset(
    [
        "title",
        "propertyOrdering",
        "property_ordering",
        "example",
        "examples",
        "$schema",
        "$defs",
        "$id",
        "nullable",
    ]
)
COUNTS = frozenset(
    ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"]
)

# The legacy schema holds them as floats, pydantic as it was told.
BOUNDS = frozenset(["minimum", "maximum"])

# The REST form of google-generativeai sends enum members as numbers.
TYPE_NUMBERS = dict(
    enumerate(["STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"], start=1)
)


def normal_schema(schema: Any) -> Json:
    """``schema`` in lower-case JSON Schema, references resolved, ``nullable`` as a flag."""
    if not isinstance(schema, dict):
        return {}
    renamed = renamed_keys(schema)
    result = _schema(renamed, renamed.get("$defs", {}), ())
    return {} if result == {"type": "object"} else result


def renamed_keys(schema: Json) -> Json:
    renamed = {RENAMED.get(key, key): value for key, value in schema.items()}
    number = renamed.get("type")
    if isinstance(number, int) and number in TYPE_NUMBERS:
        renamed["type"] = TYPE_NUMBERS[number]
    return renamed


def _schema(schema: Any, defs: Json, inside: tuple[str, ...]) -> Any:
    if not isinstance(schema, dict):
        return schema
    schema = renamed_keys(schema)
    if "$ref" in schema:
        return _reference(schema, defs, inside)
    result = {k: _keyword(k, v, defs, inside) for k, v in schema.items() if k not in IGNORED}
    result = {key: value for key, value in result.items() if value not in (None, [], {})}
    if schema.get("nullable"):
        result["nullable"] = True
    if result.get("format") == "enum":
        del result["format"]
    return _without_null(result)


def _reference(schema: Json, defs: Json, inside: tuple[str, ...]) -> Json:
    name = str(schema["$ref"]).rpartition("/")[2]
    if name in inside or name not in defs:
        return {"$ref": name}
    siblings = {key: value for key, value in schema.items() if key != "$ref"}
    target = renamed_keys(defs[name])
    result: Json = _schema({**target, **siblings}, defs, (*inside, name))
    return result


def _keyword(key: str, value: Any, defs: Json, inside: tuple[str, ...]) -> Any:
    if key == "type":
        return _types(value)
    if key == "properties" and isinstance(value, dict):
        return {name: _schema(item, defs, inside) for name, item in value.items()}
    if key in ("anyOf", "oneOf", "allOf", "prefixItems") and isinstance(value, list):
        return [_schema(item, defs, inside) for item in value]
    if key in ("items", "additionalProperties"):
        return _schema(value, defs, inside)
    if key in COUNTS:
        return int(value)
    if key in BOUNDS:
        return float(value)
    if key == "required":
        return sorted(value)
    return value


def _types(value: Any) -> Any:
    if isinstance(value, str):
        return value.lower() if value.upper() != "TYPE_UNSPECIFIED" else None
    return [str(item).lower() for item in value] if isinstance(value, list) else value


def _without_null(schema: Json) -> Json:
    """``["string", "null"]`` and ``anyOf`` with null say what ``nullable`` says."""
    if "const" in schema:
        schema = {**schema, "enum": [schema["const"]]}
        del schema["const"]
    kinds = schema.get("type")
    if isinstance(kinds, list):
        rest = [kind for kind in kinds if kind != "null"]
        flag = {"nullable": True} if len(rest) < len(kinds) else {}
        schema = {**schema, "type": rest[0] if len(rest) == 1 else rest, **flag}
    options = schema.get("anyOf")
    if isinstance(options, list):
        rest = [option for option in options if option != {"type": "null"}]
        if len(rest) < len(options):
            schema = {**schema, "anyOf": rest, "nullable": True}
        if len(rest) == 1:
            inner = rest[0]
            outer = {key: value for key, value in schema.items() if key != "anyOf"}
            schema = {**inner, **outer}
    return schema
