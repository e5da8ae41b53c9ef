"""The field map knows everything that the installed official SDK has, and nothing that it has not.

A field that Google adds fails here until it has a row.
"""

from __future__ import annotations

import inspect

import pytest
from google import genai
from google.genai import _interactions, errors, types
from google.genai._gaos.types import interactions
from pydantic import BaseModel

from stepbridge.fields import FIELDS, Field

Rows = dict[str, Field]


def _literals(kind: type[BaseModel], field: str) -> str:
    """The one value of a discriminating field, such as the type of a delta."""
    return str(kind.model_fields[field].default)


def test_every_field_and_enum_value_of_the_sdk_has_a_row(
    rows: Rows, sdk_symbols: frozenset[str]
) -> None:
    assert len(sdk_symbols) > 600
    assert sorted(sdk_symbols - rows.keys()) == []


def test_every_method_of_the_clients_services_has_a_row(
    rows: Rows, sdk_methods: frozenset[str]
) -> None:
    assert len(sdk_methods) > 100
    assert sorted(sdk_methods - rows.keys()) == []


def test_every_argument_of_the_client_and_every_service_has_a_row(rows: Rows) -> None:
    arguments = set(inspect.signature(genai.Client.__init__).parameters) - {"self"}
    services = {
        name
        for name, value in inspect.getmembers(genai.Client)
        if not name.startswith("_") and isinstance(value, property)
    }
    assert (
        sorted(f"Client.{name}" for name in arguments | services if f"Client.{name}" not in rows)
        == []
    )


@pytest.mark.parametrize(
    "kind",
    [types.GenerateContentResponse, types.Part, types.FunctionResponse, types.Blob, types.Schema],
    ids=lambda kind: kind.__name__,
)
def test_what_the_sdk_adds_to_a_type_has_a_row(rows: Rows, kind: type[BaseModel]) -> None:
    added = {
        name
        for name in vars(kind)
        if not name.startswith(("_", "model_")) and name not in kind.model_fields
    }
    assert (
        sorted(f"{kind.__name__}.{name}" for name in added if f"{kind.__name__}.{name}" not in rows)
        == []
    )


def _classes(ending: str) -> list[type[BaseModel]]:
    return [
        value
        for name, value in inspect.getmembers(interactions, inspect.isclass)
        if name.endswith(ending) and issubclass(value, BaseModel) and not name.startswith("Unknown")
    ]


def test_every_stream_event_of_interactions_has_a_row(rows: Rows) -> None:
    names = {
        _literals(kind, "event_type") for kind in _classes("") if "event_type" in kind.model_fields
    }
    assert len(names) >= 6
    assert sorted(f"event.{name}" for name in names if f"event.{name}" not in rows) == []


def test_every_delta_of_interactions_has_a_row(rows: Rows) -> None:
    names = {_literals(kind, "type") for kind in _classes("Delta") if "type" in kind.model_fields}
    assert len(names) >= 25
    assert sorted(f"delta.{name}" for name in names if f"delta.{name}" not in rows) == []


def test_every_legacy_exception_has_a_row(rows: Rows) -> None:
    names = {
        name
        for name, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, Exception) and value.__module__ == errors.__name__
    }
    assert sorted(f"error.{name}" for name in names if f"error.{name}" not in rows) == []


def test_exceptions_of_interactions_that_rows_name_exist() -> None:
    named = {
        row.interactions.partition(".")[0]
        for row in FIELDS
        if row.symbol.startswith("error.") and row.interactions and row.interactions[0].isupper()
    }
    assert named
    assert sorted(name for name in named if not hasattr(_interactions, name)) == [
        "ContinuationInterruptedError"
    ]
    assert hasattr(errors, "ContinuationInterruptedError")


def test_rows_of_sdk_types_name_what_exists(sdk_methods: frozenset[str]) -> None:
    gone = []
    for row in FIELDS:
        owner, _, attribute = row.symbol.partition(".")
        kind = getattr(types, owner, None)
        if owner[0].islower() or kind is None or row.symbol in sdk_methods:
            continue
        first = attribute.partition(".")[0]
        known = set(dir(kind)) | set(getattr(kind, "model_fields", ()))
        if first not in known:
            gone.append(row.symbol)
    assert gone == []


def test_schema_keywords_of_the_sdk_have_rows(rows: Rows) -> None:
    keywords = [field.alias or name for name, field in types.JSONSchema.model_fields.items()]
    spelled = {{"ref": "$ref", "defs": "$defs"}.get(word, word) for word in keywords}
    assert sorted(f"schema.{word}" for word in spelled if f"schema.{word}" not in rows) == []
