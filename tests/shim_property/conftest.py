"""Requests over everything that the official SDK's types can say, as they stand on the wire."""

from __future__ import annotations

import enum
import sys
import types as python_types
import typing
from pathlib import Path
from typing import Any

import pytest
from google.genai import types
from hypothesis import strategies as st
from pydantic import BaseModel

from stepbridge import fields

# What is redundant lies beside the tests.
sys.path.insert(0, str(Path(__file__).parent))

Json = dict[str, Any]
_DEEP = 3
_WORDS = st.sampled_from(["amber", "birch", "cedar", "delta", "ember"])
_BASE64 = st.sampled_from(["QUJD", "REVG", "R0hJ"])
_PLAIN: dict[Any, Any] = {
    str: _WORDS,
    int: st.integers(2, 9),
    float: st.sampled_from([0.25, 0.5, 0.75]),
    bool: st.just(True),
    bytes: _BASE64,
}
# Whose values must fit each other or a grammar; a value made up field by field would be malformed.
_GIVEN: dict[str, Any] = {
    "Blob.mime_type": st.sampled_from(["image/png", "audio/wav", "video/mp4", "application/pdf"]),
    "FileData.mime_type": st.sampled_from(["image/png", "application/pdf"]),
    "FileData.file_uri": st.just("https://example.com/files/1"),
    "FunctionResponseBlob.mime_type": st.just("image/png"),
    "FunctionResponseFileData.mime_type": st.just("image/png"),
    "GenerateContentConfig.response_mime_type": st.just("application/json"),
    "GenerateContentConfig.response_modalities": st.just(["TEXT"]),
    "VideoMetadata.start_offset": st.just("1s"),
    "VideoMetadata.end_offset": st.just("2s"),
    "AudioMetadata.start_offset": st.just("1s"),
    "AudioMetadata.end_offset": st.just("2s"),
    "ImageConfig.image_size": st.sampled_from(["1K", "2K"]),
    "ImageConfig.aspect_ratio": st.sampled_from(["16:9", "1:1"]),
    "ImageConfig.output_mime_type": st.just("image/jpeg"),
    "ImageConfigImageOutputOptions.mime_type": st.just("image/jpeg"),
    "Interval.start_time": st.just("2026-01-01T00:00:00Z"),
    "Interval.end_time": st.just("2026-01-02T00:00:00Z"),
}
# One of these is what a part is, by who may say it; the other fields qualify it.
_DATA = {
    "user": ("text", "inlineData", "fileData", "functionResponse"),
    "model": (
        "text",
        "inlineData",
        "fileData",
        "functionCall",
        "executableCode",
        "codeExecutionResult",
    ),
}


def values(annotation: Any, depth: int = 0) -> Any:
    """A strategy for a type's values in JSON; None for what has no place on the wire."""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if annotation is Any:
        return _WORDS
    if origin in (typing.Union, python_types.UnionType):
        options = [values(argument, depth) for argument in arguments if argument is not type(None)]
        known = [option for option in options if option is not None]
        return known[0] if known else None
    if origin is list:
        inner = values(arguments[0], depth)
        return None if inner is None else st.lists(inner, min_size=1, max_size=2)
    if origin is dict:
        inner = values(arguments[1], depth)
        return None if inner is None else st.dictionaries(_WORDS, inner, min_size=1, max_size=1)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        names = [one.value for one in annotation if "UNSPECIFIED" not in one.value]
        return st.sampled_from(names) if names else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return objects(annotation, depth + 1) if depth < _DEEP else None
    return None


def members(model: type[BaseModel], depth: int) -> dict[str, Any]:
    """The fields of a model by wire name, with strategies for their values."""
    found = {}
    for name, field in model.model_fields.items():
        given = _GIVEN.get(f"{model.__name__}.{name}")
        strategy = values(field.annotation, depth) if given is None else given
        if strategy is not None:
            found[field.alias or name] = strategy
    return found


def objects(model: type[BaseModel], depth: int = 0) -> Any:
    """Objects of a model with one to three of its fields."""
    if model is types.Schema:
        return st.sampled_from([{"type": "STRING"}, {"type": "INTEGER"}])
    known = members(model, depth)
    if model is types.Blob:
        return st.fixed_dictionaries(known)
    if model is types.FileData:
        uri = known.pop("fileUri")
        return st.fixed_dictionaries({"fileUri": uri}, optional=known)
    if not known:
        return st.just({})
    return st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: known[name] for name in names})
    )


def turns(role: str) -> Any:
    """Contents of one part of any kind, with up to one field that qualifies it."""
    known = members(types.Part, 0)
    data = {name for names in _DATA.values() for name in names}
    others = sorted(known.keys() - data - {"toolCall", "toolResponse"})
    part = st.tuples(
        st.sampled_from(_DATA[role]), st.lists(st.sampled_from(others), max_size=1)
    ).flatmap(lambda chosen: st.fixed_dictionaries({k: known[k] for k in (chosen[0], *chosen[1])}))
    return part.map(lambda one: {"role": role, "parts": [one]})


def _settings() -> dict[tuple[str, ...], Any]:
    """Where each field of the config stands on the wire, with its values."""
    found = {}
    for alias, strategy in members(types.GenerateContentConfig, 0).items():
        field = next(
            name
            for name, one in types.GenerateContentConfig.model_fields.items()
            if (one.alias or name) == alias
        )
        wire = fields.of(f"GenerateContentConfig.{field}").legacy_wire
        path = tuple(wire.split("."))
        if all(step.isidentifier() for step in path):
            found[path] = strategy
    system = st.fixed_dictionaries({"parts": st.just([{"text": "be short"}])})
    return {**found, ("systemInstruction",): system, ("tools",): st.lists(_TOOLS, max_size=2)}


_TOOLS = objects(types.Tool)
_TURNS = turns("user") | turns("model")


@st.composite
def requests(draw: Any) -> Json:
    """A request with one to four settings, and perhaps a few more turns."""
    known = _SETTINGS
    chosen = draw(st.lists(st.sampled_from(sorted(known)), max_size=4, unique=True))
    body: Json = {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}
    body["contents"] += draw(st.lists(_TURNS, max_size=2))
    for path in chosen:
        value = draw(known[path])
        target = body
        for step in path[:-1]:
            target = target.setdefault(step, {})
        target[path[-1]] = value
    return body


_SETTINGS = _settings()


@pytest.fixture(scope="session")
def every_request() -> Any:
    """The strategy, for tests in this folder."""
    return requests()


@pytest.fixture(scope="session")
def every_settings() -> set[str]:
    """Where the strategy puts settings."""
    return {".".join(path) for path in _SETTINGS}
