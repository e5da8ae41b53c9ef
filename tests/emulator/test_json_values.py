"""Structured answers and function arguments satisfy their schema, whatever it is."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepbridge_emulator.json_values import ValueMaker
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.schema_form import normal_schema

Json = dict[str, Any]
TREE: Json = {
    "$defs": {
        "Node": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
                "parent": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
            },
            "required": ["name", "children", "parent"],
        }
    },
    "type": "object",
    "properties": {"root": {"$ref": "#/$defs/Node"}},
    "required": ["root"],
}
leaves = st.one_of(
    st.just({"type": "string"}),
    st.just({"type": "boolean"}),
    st.just({"type": ["integer", "null"]}),
    st.just({"enum": ["a", "b", 3]}),
    st.just({"const": "only"}),
    st.builds(
        lambda low, more: {"type": "integer", "minimum": low, "maximum": low + more},
        st.integers(-50, 50),
        st.integers(0, 9),
    ),
    st.builds(lambda low: {"type": "number", "exclusiveMinimum": low}, st.integers(-50, 50)),
    st.builds(
        lambda low, more: {"type": "string", "minLength": low, "maxLength": low + more},
        st.integers(0, 20),
        st.integers(0, 9),
    ),
)


def inner(children: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.one_of(
        st.builds(
            lambda item, low: {
                "type": "array",
                "items": item,
                "minItems": low,
                "maxItems": low + 1,
            },
            children,
            st.integers(0, 3),
        ),
        st.dictionaries(st.text("abcd", min_size=1), children, max_size=3).map(
            lambda members: {"type": "object", "properties": members, "required": list(members)}
        ),
        st.lists(children, min_size=1, max_size=2).map(lambda options: {"anyOf": options}),
    )


@settings(max_examples=150, deadline=None)
@given(st.recursive(leaves, inner, max_leaves=6), st.text(max_size=30))
def test_values_are_valid(schema: Json, question: str) -> None:
    prompt = Prompt("m", turns=({"role": "user", "parts": [{"text": question}]},))
    jsonschema.validate(ValueMaker(prompt).value(schema), schema)
    canonical = normal_schema(schema) or {"type": "object"}  # what no schema at all means
    jsonschema.validate(ValueMaker(prompt).value(canonical), schema)


def test_a_recursive_schema_ends() -> None:
    value = ValueMaker(Prompt("m")).value(normal_schema(TREE))
    jsonschema.validate(value, TREE)


def test_names_and_numbers_come_from_the_question() -> None:
    prompt = Prompt("m", turns=({"role": "user", "parts": [{"text": "Alice is 30 years old"}]},))
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
    }
    assert ValueMaker(prompt).value(schema) == {"name": "Alice", "age": 30}


@pytest.mark.parametrize(
    ("openapi", "plain"),
    [
        ({"type": "STRING", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "STRING", "format": "enum", "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        ({"type": "INTEGER", "nullable": True}, {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        (
            {
                "type": "OBJECT",
                "properties": {"type": {"type": "STRING"}},
                "propertyOrdering": ["type"],
                "required": [],
            },
            {"type": "object", "title": "X", "properties": {"type": {"type": "string"}}},
        ),
        (
            {"type": "ARRAY", "items": {"type": "NUMBER"}, "min_items": "1"},
            {"type": "array", "items": {"type": "number"}, "minItems": 1},
        ),
        ({"type": "OBJECT"}, None),
        (
            {
                "type": "OBJECT",
                "properties": {"a": {"ref": "#/defs/A"}},
                "defs": {"A": {"type": "STRING"}},
            },
            {
                "type": "object",
                "properties": {"a": {"$ref": "#/$defs/A"}},
                "$defs": {"A": {"type": "string"}},
            },
        ),
    ],
)
def test_both_styles_of_schema_are_one(openapi: Json, plain: Json | None) -> None:
    assert normal_schema(openapi) == normal_schema(plain)


def test_a_changed_schema_is_another() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    other = json.loads(json.dumps(schema).replace("string", "integer"))
    assert normal_schema(schema) != normal_schema(other)


@pytest.mark.parametrize(
    "bounds", [{"exclusiveMinimum": 0}, {"exclusiveMaximum": 0}, {"multipleOf": 7, "minimum": 1}]
)
def test_a_number_of_the_prompt_that_the_schema_excludes_is_not_used(
    bounds: dict[str, int],
) -> None:
    schema = {"type": "number", **bounds}
    prompt = Prompt("m", turns=({"role": "user", "parts": [{"text": "0 and 3"}]},))
    jsonschema.validate(ValueMaker(prompt).value(schema), schema)
