"""Every request field of the installed SDK, set alone, shows in the translation or in its losses.

The fields come from introspection: a field that Google adds is tested from the day it is installed.
"""

from __future__ import annotations

import copy
import datetime
import enum
import json
import types as pytypes
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pydantic
import pytest
from google.genai import types

from stepbridge.translate.request import Translation, to_interaction
from stepbridge.translate.walk.malformed import MalformedRequestError

MODEL = "gemini-3.5-flash"
PICTURE = {"inlineData": {"mimeType": "image/png", "data": "QUJD"}}
VIDEO = {"fileData": {"mimeType": "video/mp4", "fileUri": "https://example.com/a.mp4"}}
AUDIO = {"inlineData": {"mimeType": "audio/wav", "data": "QUJD"}}
PDF = {"inlineData": {"mimeType": "application/pdf", "data": "QUJD"}}

# Fields that mean something only beside others, by SDK type; then by type and field.
COMPANIONS: dict[str, dict[str, Any]] = {
    "Blob": {"mimeType": "image/png", "data": "QUJD"},
    "FileData": {"mimeType": "image/png", "fileUri": "https://example.com/a.png"},
    "FunctionResponseBlob": {"mimeType": "image/png", "data": "QUJD"},
    "FunctionResponseFileData": {"mimeType": "image/png", "fileUri": "https://example.com/a.png"},
    "FunctionCall": {"name": "f"},
    "FunctionResponse": {"name": "f"},
    "FunctionDeclaration": {"name": "f"},
    "SafetySetting": {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"},
    "Schema": {"type": "OBJECT", "properties": {"b": {"type": "NULL"}, "a": {"type": "NULL"}}},
    "ToolCall": {"toolType": "GOOGLE_SEARCH_WEB"},
    "ToolResponse": {"toolType": "GOOGLE_SEARCH_WEB"},
    "Content": {"parts": [{"text": "hi"}]},
    "ToolExaAiSearch": {"apiKey": "k"},
}
FIELD_COMPANIONS: dict[str, dict[str, Any]] = {
    "Part.thought": {"text": "hi"},
    "Part.thought_signature": {"text": "hi"},
    "Part.video_metadata": VIDEO,
    "Part.media_resolution": PICTURE,
    "Part.part_metadata": {"text": "hi"},
    "Part.media_processing": VIDEO,
    "Part.speech_metadata": {"text": "hi"},
    "Part.document_metadata": PDF,
    "Part.spreadsheet_metadata": PDF,
    "Part.audio_metadata": AUDIO,
    "FunctionResponsePart.video_metadata": VIDEO,
    "FunctionResponsePart.media_resolution": PICTURE,
    "FunctionResponsePart.media_processing": VIDEO,
    "FunctionResponsePart.document_metadata": PDF,
    "FunctionResponsePart.spreadsheet_metadata": PDF,
    "FunctionResponsePart.audio_metadata": AUDIO,
}
VALUES: dict[str, list[Any]] = {
    "Content.role": ["model"],
    "Blob.mime_type": ["image/jpeg"],
    "FileData.mime_type": ["image/jpeg"],
    "FunctionResponseBlob.mime_type": ["image/jpeg"],
    "FunctionResponseFileData.mime_type": ["image/jpeg"],
    "Schema.property_ordering": [["a", "b"]],
    "Schema.additional_properties": [False],
    "Part.text": ["other"],
    "ToolCall.args": [{"queries": ["a"]}, {"team": "blue"}],
    "ToolResponse.response": [{"search_suggestions": "a"}, {"team": "blue"}],
}
# Top-level fields of the request; the rest of GenerateContentConfig sits in generationConfig.
TOP_LEVEL = frozenset(
    {
        "systemInstruction",
        "safetySettings",
        "tools",
        "toolConfig",
        "labels",
        "cachedContent",
        "serviceTier",
        "continuationToken",
        "store",
        "modelArmorConfig",
    }
)
# Settings of the SDK itself: they never reach the wire.
NOT_ON_THE_WIRE = frozenset(
    {
        "GenerateContentConfig.http_options",
        "GenerateContentConfig.should_return_http_response",
        "GenerateContentConfig.automatic_function_calling",
        "GenerateContentConfig.automatic_continuation",
    }
)
# What is said is what happens anyway.
SAYS_THE_DEFAULT = frozenset(
    {
        "AudioTranscriptionConfig.language_auto",
        "GenerateContentConfig.system_instruction > Content.role",
        "SearchTypes.web_search",
    }
)
BASE: dict[str, Any] = {"contents": [{"role": "user", "parts": [PICTURE]}]}


def camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def unwrapped(annotation: Any) -> Iterator[Any]:
    """The members of a union, None left out."""
    if typing.get_origin(annotation) in (typing.Union, pytypes.UnionType):
        for member in typing.get_args(annotation):
            yield from unwrapped(member)
    elif annotation is not type(None):
        yield annotation


def is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel)


def examples(annotation: Any) -> list[Any]:
    """Values of a plain annotation, as JSON."""
    origin = typing.get_origin(annotation)
    if origin is list:
        return [[value] for value in examples(typing.get_args(annotation)[0])]
    if origin is dict or annotation is dict:
        schemas = origin is dict and is_model(typing.get_args(annotation)[1])
        return [{"team": {"type": "NULL"} if schemas else "blue"}]
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return [member.value for member in annotation]
    plain: dict[Any, list[Any]] = {
        str: ["7s"],
        int: [7],
        float: [0.5],
        bool: [True, False],
        bytes: ["QUJDRA=="],
        Any: [{"type": "string"}],
        datetime.datetime: ["2026-01-01T00:00:00Z"],
    }
    return plain.get(annotation, [])


def fields(
    owner: type[pydantic.BaseModel], seen: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, list[dict[str, Any]], dict[str, Any]]]:
    """For each field below a type: symbol, wire path, objects with the field and one without it."""
    without = COMPANIONS.get(owner.__name__, {})
    for name, info in owner.model_fields.items():
        symbol = f"{owner.__name__}.{name}"
        base = FIELD_COMPANIONS.get(symbol, without)
        rest = {key: value for key, value in base.items() if key != camel(name)}
        members = list(unwrapped(info.annotation))
        models = [(member, False) for member in members if is_model(member)]
        models += [
            (item, True)
            for member in members
            if typing.get_origin(member) is list
            for item in unwrapped(typing.get_args(member)[0])
            if is_model(item)
        ]
        values = VALUES.get(symbol) or [value for member in members for value in examples(member)]
        if values:
            yield symbol, camel(name), [{**rest, camel(name): value} for value in values], rest
        for model, listed in models:
            if model.__name__ in seen or model.__name__ in ("File", "HttpOptions"):
                continue
            if symbol == "GenerateContentConfig.system_instruction" and model is types.Part:
                continue
            at = camel(name) + ("[0]" if listed else "")
            if not model.model_fields:
                value: Any = [{}] if listed else {}
                yield symbol, at, [{**rest, camel(name): value}], rest
            for inner, path, with_it, without_it in fields(model, (*seen, owner.__name__)):
                wrap = [[item] if listed else item for item in with_it]
                bare: Any = [without_it] if listed else without_it
                yield (
                    f"{symbol} > {inner}",
                    f"{at}.{path}",
                    [{**rest, camel(name): item} for item in wrap],
                    {**rest, camel(name): bare},
                )


def put_config(body: dict[str, Any], value: dict[str, Any]) -> str:
    if value.keys() & TOP_LEVEL:
        body.update(value)
        return ""
    body["generationConfig"] = value
    return "generationConfig."


def put_content(body: dict[str, Any], value: dict[str, Any]) -> str:
    body["contents"] = [*body["contents"], value]
    return "contents[1]."


def put_part(body: dict[str, Any], value: dict[str, Any]) -> str:
    body["contents"] = [{"role": "model", "parts": [{"text": "hi"}, value]}]
    return "contents[0].parts[1]."


def put_tool(body: dict[str, Any], value: dict[str, Any]) -> str:
    body["tools"] = [value]
    return "tools[0]."


Put = Callable[[dict[str, Any], dict[str, Any]], str]
ROOTS: list[tuple[type[pydantic.BaseModel], Put]] = [
    (types.GenerateContentConfig, put_config),
    (types.GenerationConfig, put_config),
    (types.Content, put_content),
    (types.Part, put_part),
    (types.Tool, put_tool),
]


def cases() -> Iterator[Any]:
    for root, put in ROOTS:
        for symbol, path, with_it, without_it in fields(root):
            if symbol.partition(" ")[0] not in NOT_ON_THE_WIRE:
                yield pytest.param(put, symbol, path, with_it, without_it, id=symbol)


def translated(put: Put, value: dict[str, Any]) -> tuple[Translation, str]:
    body = copy.deepcopy(BASE)
    prefix = put(body, copy.deepcopy(value))
    before = copy.deepcopy(body)
    translation = to_interaction(body, model=MODEL)
    assert body == before, "the request was changed"
    return translation, prefix


def meaning(translation: Translation) -> Any:
    """As text, because the order of properties has a meaning too."""
    return json.dumps(translation.body), translation.losses, translation.tool_parts


def without(put: Put, value: dict[str, Any]) -> Any:
    try:
        return meaning(translated(put, value)[0])
    except MalformedRequestError:
        return None


@pytest.mark.parametrize(("put", "symbol", "path", "with_it", "without_it"), list(cases()))
def test_a_field_alone_is_reflected_or_reported(
    put: Put,
    symbol: str,
    path: str,
    with_it: list[dict[str, Any]],
    without_it: dict[str, Any],
    validate_create_interaction: Callable[..., Any],
) -> None:
    base = without(put, without_it)
    shown = []
    for value in with_it:
        translation, prefix = translated(put, value)
        validate_create_interaction(translation.body)
        reported = any((prefix + path).startswith(loss.path) for loss in translation.losses)
        shown.append(reported or meaning(translation) != base)
    assert any(shown) or symbol in SAYS_THE_DEFAULT or symbol.split(" > ")[-1] in SAYS_THE_DEFAULT


def test_the_walk_reaches_the_depths() -> None:
    """The introspection above finds the fields that it exists for."""
    found = {case.id for case in cases()}
    assert len(found) > 300
    assert "Part.inline_data > Blob.display_name" in found
    assert any(symbol.endswith("RagRetrievalConfigFilter.metadata_filter") for symbol in found)
