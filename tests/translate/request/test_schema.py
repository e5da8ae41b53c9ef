"""OpenAPI-style schemas become JSON Schema; the user's own names and values stay."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from stepbridge import fields
from stepbridge.translate.request import to_interaction
from stepbridge.translate.tooling.json_schema import from_json_schema
from stepbridge.translate.tooling.schema import from_openapi
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError


def converted(schema: dict[str, Any]) -> dict[str, Any]:
    ledger = Ledger()
    result = from_openapi(schema, "schema", ledger)
    assert ledger.losses == []
    jsonschema.Draft202012Validator.check_schema(result)
    return result


@pytest.mark.parametrize(
    ("legacy", "expected"),
    [
        ({"type": "STRING"}, {"type": "string"}),
        ({"type": 6}, {"type": "object"}),
        ({"type": "STRING", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "STRING", "nullable": False}, {"type": "string"}),
        (
            {"type": "STRING", "format": "enum", "enum": ["A", "TYPE"]},
            {"type": "string", "enum": ["A", "TYPE"]},
        ),
        (
            {"type": "STRING", "enum": ["A"], "nullable": True},
            {"type": ["string", "null"], "enum": ["A", None]},
        ),
        ({"type": "OBJECT", "required": []}, {"type": "object"}),
        ({"type": "ARRAY", "min_items": "2"}, {"type": "array", "minItems": 2}),
        ({"type": "STRING", "example": {"type": "STRING"}}, None),
        (
            {"any_of": [{"type": "STRING"}], "nullable": True},
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
        ),
        (
            {"defs": {"Pet": {"type": "OBJECT"}}, "ref": "#/defs/Pet"},
            {"$defs": {"Pet": {"type": "object"}}, "$ref": "#/$defs/Pet"},
        ),
        (
            {"ref": "#/defs/Pet", "nullable": True},
            {"anyOf": [{"$ref": "#/$defs/Pet"}, {"type": "null"}]},
        ),
        ({"type": "OBJECT", "additionalProperties": False}, None),
        ({"type": "TYPE_UNSPECIFIED", "title": "x"}, {"title": "x"}),
    ],
)
def test_keywords(legacy: dict[str, Any], expected: dict[str, Any] | None) -> None:
    result = converted(legacy)
    if expected is not None:
        assert result == expected
    elif "example" in legacy:
        assert result == {"type": "string", "examples": [{"type": "STRING"}]}
    else:
        assert result["additionalProperties"] is False


def test_names_of_properties_are_not_keywords() -> None:
    """A property may be called like any keyword, in either spelling."""
    names = ["type", "any_of", "nullable", "properties", "required", "max_items", "$ref", "enum"]
    legacy = {"type": "OBJECT", "properties": {name: {"type": "STRING"} for name in names}}
    assert list(converted(legacy)["properties"]) == names


def test_property_ordering_orders() -> None:
    legacy = {
        "type": "OBJECT",
        "properties": {name: {"type": "STRING"} for name in "abc"},
        "propertyOrdering": ["c", "a", "missing"],
    }
    result = converted(legacy)
    assert list(result["properties"]) == ["c", "a", "b"]
    assert "propertyOrdering" not in result


@pytest.mark.parametrize("depth", [200, 5000])
def test_depth_costs_no_stack(depth: int) -> None:
    schema: dict[str, Any] = {"type": "STRING"}
    for _ in range(depth):
        schema = {"type": "OBJECT", "properties": {"child": schema}, "required": []}
    result = from_openapi(schema, "schema", Ledger())
    plain = from_json_schema(schema, "schema", Ledger())
    for _ in range(depth):
        result = result["properties"]["child"]
        plain = plain["properties"]["child"]
    assert result == {"type": "string"}
    assert plain == {"type": "STRING"}


def test_an_unknown_keyword_is_reported_with_its_place() -> None:
    ledger = Ledger()
    legacy = {"type": "OBJECT", "properties": {"a": {"type": "STRING", "mood": 1}}}
    assert "mood" not in str(from_openapi(legacy, "schema", ledger))
    assert [loss.path for loss in ledger.losses] == ["schema.properties.a.mood"]
    assert ledger.losses[0].field_id == fields.of("unknown").id


def test_json_schema_is_passed_by_reference() -> None:
    schema = {"type": "object", "properties": {"required": {"type": "array"}}, "required": ["a"]}
    assert from_json_schema(schema, "s", Ledger()) is schema


def test_json_schema_loses_empty_required_everywhere_but_in_user_data() -> None:
    schema = {
        "type": "object",
        "required": [],
        "default": {"required": []},
        "anyOf": [{"type": "object", "required": []}],
        "properties": {"required": {"type": "object", "required": []}},
    }
    assert from_json_schema(schema, "s", Ledger()) == {
        "type": "object",
        "default": {"required": []},
        "anyOf": [{"type": "object"}],
        "properties": {"required": {"type": "object"}},
    }


@pytest.mark.parametrize("key", ["responseSchema", "responseJsonSchema", "response_json_schema"])
def test_keywords_that_one_model_refuses(key: str) -> None:
    """Seen on gemini-3.8-flash: minItems and others make the server answer 400."""
    schema = {"type": "array", "items": {"type": "string", "maxLength": 3}, "minItems": 1}
    config = {"responseMimeType": "application/json", key: schema}
    body = {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": config}
    refusing = to_interaction(body, model="gemini-3.8-flash")
    assert refusing.body["response_format"]["schema"] == {
        "type": "array",
        "items": {"type": "string"},
    }
    lost = {fields.by_id(loss.field_id).symbol for loss in refusing.losses}
    assert lost == {"Schema.max_length", "Schema.min_items"}
    assert to_interaction(body, model="gemini-3.5-flash").losses == ()


def test_a_schema_that_is_no_object() -> None:
    with pytest.raises(MalformedRequestError):
        from_openapi(["STRING"], "generationConfig.responseSchema", Ledger())


@pytest.mark.parametrize(
    "body",
    [
        {
            "generationConfig": {
                "responseSchema": {"type": "STRING"},
                "responseJsonSchema": {"type": "string"},
            }
        },
        {
            "tools": [
                {
                    "functionDeclarations": [
                        {"name": "f", "parametersJsonSchema": {}, "parameters": {"type": "OBJECT"}}
                    ]
                }
            ]
        },
    ],
    ids=["response", "parameters"],
)
def test_two_schemas_for_one_thing_are_left_to_the_server(body: dict[str, Any]) -> None:
    contents = [{"role": "user", "parts": [{"text": "hi"}]}]
    with pytest.raises(MalformedRequestError, match="one schema"):
        to_interaction({"contents": contents, **body}, model="gemini-3.5-flash")
