"""What only Interactions has is in the map too, so that the way back loses nothing in silence."""

from __future__ import annotations

import inspect
import typing
from typing import Any

import pytest
from google.genai._gaos.types import interactions
from pydantic import BaseModel

from stepbridge.fields import FIELDS, Field

_NAMED = " ".join(row.interactions or "" for row in FIELDS)


def _aliases(kind: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in kind.model_fields.items()}


@pytest.mark.parametrize(
    "kind",
    [
        interactions.CreateModelInteraction,
        interactions.CreateAgentInteraction,
        interactions.Interaction,
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_field_of_an_interaction_is_named(kind: type[BaseModel]) -> None:
    first_words = {
        path.partition(".")[0].partition("[")[0].partition(" =")[0]
        for row in FIELDS
        for path in (row.interactions or "").split(", ")
    }
    assert sorted(_aliases(kind) - first_words) == []


@pytest.mark.parametrize(
    ("kind", "owner"),
    [(interactions.GenerationConfig, "generation_config"), (interactions.Usage, "usage")],
    ids=["generation_config", "usage"],
)
def test_every_setting_and_every_counter_is_named(kind: type[BaseModel], owner: str) -> None:
    assert [name for name in sorted(_aliases(kind)) if f"{owner}.{name}" not in _NAMED] == []


def _types(ending: str, extra: tuple[Any, ...] = ()) -> set[str]:
    """The types of a union's members: every class of the SDK with this ending in its name."""
    classes = [
        value
        for name, value in inspect.getmembers(interactions, inspect.isclass)
        if name.endswith(ending) and not name.startswith("Unknown")
    ]
    return {
        str(kind.model_fields["type"].default)
        for kind in (*classes, *extra)
        if issubclass(kind, BaseModel) and "type" in kind.model_fields
    }


def _missing(owner: str, names: set[str], rows: dict[str, Field]) -> list[str]:
    return sorted(f"{owner}.{name}" for name in names if f"{owner}.{name}" not in rows)


def test_every_type_of_step_has_a_row(rows: dict[str, Field]) -> None:
    names = _types("Step")
    assert len(names) >= 21
    assert _missing("step", names, rows) == []


def test_every_type_of_annotation_has_a_row(rows: dict[str, Field]) -> None:
    names = _types("Citation", (interactions.SpeechAnnotation, interactions.WordInfo))
    assert names == {
        "url_citation",
        "file_citation",
        "place_citation",
        "speech_metadata",
        "word_info",
    }
    assert _missing("annotation", names, rows) == []


def test_every_type_of_tool_is_named() -> None:
    union = typing.get_args(getattr(interactions.Tool, "__value__", interactions.Tool))[0]
    members = [kind for kind in typing.get_args(union) if not kind.__name__.startswith("Unknown")]
    names = {str(kind.model_fields["type"].default) for kind in members}
    assert len(names) >= 9
    assert [name for name in sorted(names) if f"tools[{name}]" not in _NAMED] == []
