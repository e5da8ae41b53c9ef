"""The map says what the translator does: LOST is refused with that id, EXACT is carried.

One request for each field of the SDK's request types that holds a plain value, put where the row's
wire path says.
"""

from __future__ import annotations

import copy
import enum
import inspect
import typing
from typing import Any

import pytest
from google.genai import types
from pydantic import BaseModel

from stepbridge.fields import FIELDS, Fidelity, Field, Surface
from stepbridge.translate.request import to_interaction

_INLINE = {"video": "video/mp4", "audio": "audio/wav", "image": "image/png", "sheet": "text/csv"}
_CALL = {"functionCall": {"name": "f", "args": {}, "id": "1"}}
_RESPONSE = {"functionResponse": {"name": "f", "response": {}, "id": "1"}}


def _media(kind: str) -> dict[str, Any]:
    mime = _INLINE.get(kind, "application/pdf")
    return {"inlineData": {"mimeType": mime, "data": "aGk="}}


def _result_with(item: dict[str, Any]) -> dict[str, Any]:
    # A display name is lost where the response refers to one of several media by it.
    response, parts = {"$ref": "text"}, [item, _media("image")]
    return {"functionResponse": {"name": "f", "response": response, "id": "1", "parts": parts}}


_FILE = {"fileData": {"fileUri": "https://example.org/a.png", "mimeType": "image/png"}}
_SEARCH = {"id": "1", "toolType": "GOOGLE_SEARCH_WEB"}

# What has to be beside a field, by the beginning of its place among the parts; first match counts.
_PARTS: dict[str, dict[str, Any]] = {
    "inlineData": _media("image"),
    "fileData": _FILE,
    "videoMetadata": _media("video"),
    "mediaProcessing": _media("video"),
    "mediaResolution": _media("image"),
    "documentMetadata": _media("document"),
    "spreadsheetMetadata": _media("sheet"),
    "audioMetadata": _media("audio"),
    "functionCall": _CALL,
    "functionResponse.parts[].mediaProcessing": _result_with(_media("video")),
    "functionResponse.parts[].fileData": _result_with(_FILE),
    "functionResponse.parts": _result_with(_media("image")),
    "functionResponse": _RESPONSE,
    "executableCode": {"executableCode": {"code": "1", "language": "PYTHON", "id": "1"}},
    "codeExecutionResult": {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}},
    "toolCall": {"toolCall": {**_SEARCH, "args": {"queries": ["q"]}}},
    "toolResponse": {"toolResponse": {**_SEARCH, "response": {}}},
    "thoughtSignature": _CALL,
    "thought": {"text": "so"},
    "audioTranscription": {"audioTranscription": {}},
}
_SPOKEN_BY_MODEL = ("functionCall", "executableCode", "codeExecution", "tool", "thought")
_BESIDE: dict[str, dict[str, Any]] = {
    "toolConfig.retrievalConfig": {"tools": [{"googleMaps": {}}]},
    "toolConfig.functionCallingConfig": {
        "tools": [{"functionDeclarations": [{"name": "text", "description": "d"}]}],
        "toolConfig": {"functionCallingConfig": {"mode": "ANY"}},
    },
    "outputConfig": {"generationConfig": {"responseModalities": ["VIDEO"]}},
    "generationConfig.imageConfig": {"generationConfig": {"responseModalities": ["IMAGE"]}},
}
_VALUES = {
    "mime_type": "image/png",
    "output_mime_type": "image/jpeg",
    "response_mime_type": "application/json",
    "start_offset": "10s",
    "end_offset": "10s",
    "role": "user",
    "name": "f",
    "aspect_ratio": "16:9",
    "image_size": "2K",
    "file_uri": "https://example.org/a.png",
    "outcome": "OUTCOME_FAILED",
    "candidate_count": 2,
    "behavior": "NON_BLOCKING",
    "tool_type": "GOOGLE_SEARCH_WEB",
    "level": "MEDIA_RESOLUTION_HIGH",
    "response_modalities": ["AUDIO"],
    "response_schema": {"type": "STRING"},
    "parameters": {"type": "OBJECT"},
}
# The only value that can be sent means the default, so that nothing is lost.
_EXCEPTIONS = {
    "SB1302": "terminate_on_close=True is what happens anyway",
    "SB283": "finished=True says nothing",
}


def _value(annotation: Any) -> Any:
    """A plain value of this type, or None when it holds an object."""
    arguments = [part for part in typing.get_args(annotation) if part is not type(None)]
    if typing.get_origin(annotation) is list:
        inner = _value(arguments[0])
        return None if inner is None else [inner]
    if typing.get_origin(annotation) is dict:
        return {"key": "value"}
    if arguments:
        return _value(arguments[0])
    if not inspect.isclass(annotation) or issubclass(annotation, (BaseModel, dict)):
        return None
    if issubclass(annotation, enum.Enum):
        return next(member for member in annotation if "UNSPECIFIED" not in member.name).value
    samples: dict[type, Any] = {bool: True, int: 3, float: 0.5, bytes: "aGk=", str: "text"}
    return samples.get(annotation)


def _sample(row: Field) -> Any:
    owner, _, attribute = row.symbol.partition(".")
    kind = getattr(types, owner, None)
    if not inspect.isclass(kind) or not issubclass(kind, BaseModel):
        return None
    field = kind.model_fields.get(attribute)
    if field is None:
        return None
    return _VALUES.get(attribute, _value(field.annotation))


def _put(target: dict[str, Any], path: str, value: Any) -> None:
    *places, last = path.split(".")
    for place in places:
        name = place.removesuffix("[]")
        if place.endswith("[]"):
            target = target.setdefault(name, [{}])[0]
        else:
            target = target.setdefault(name, {})
    target[last.removesuffix("[]")] = value


def _body(row: Field, value: Any) -> dict[str, Any]:
    part: dict[str, Any] = {"text": "hi"}
    role = "user"
    inside = row.legacy_wire.removeprefix("contents[].parts[].")
    for start, base in _PARTS.items():
        if inside != row.legacy_wire and inside.startswith(start):
            part = base
            role = "model" if start.startswith(_SPOKEN_BY_MODEL) else "user"
            break
    beside = next((b for s, b in _BESIDE.items() if row.legacy_wire.startswith(s)), {})
    contents = [{"role": role, "parts": [part]}]
    if role == "model":
        contents.insert(0, {"role": "user", "parts": [{"text": "hi"}]})
    if "functionResponse" in part:
        contents.insert(0, {"role": "model", "parts": [_CALL]})
    body: dict[str, Any] = copy.deepcopy({"contents": contents, **beside})
    if inside != row.legacy_wire:
        _put(body["contents"][-1]["parts"][0], inside, value)
    elif row.legacy_wire.startswith("contents[]."):
        _put(body["contents"][0], row.legacy_wire.removeprefix("contents[]."), value)
    else:
        _put(body, row.legacy_wire, value)
    return body


SURFACES = {Surface.REQUEST, Surface.CONTENT, Surface.TOOL}
ROWS = [
    row
    for row in FIELDS
    if row.surface in SURFACES
    and row.legacy_wire
    and not row.legacy_wire.startswith("file.")
    and row.id not in _EXCEPTIONS
    and _sample(row) is not None
]


def test_enough_fields_are_tried() -> None:
    assert len(ROWS) > 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id} {row.symbol}")
def test_the_translator_does_what_the_row_says(row: Field) -> None:
    body = _body(row, _sample(row))
    losses = to_interaction(body, model="gemini-3.5-flash").losses
    lost = [loss for loss in losses if loss.fidelity is Fidelity.LOST]
    if row.fidelity is Fidelity.LOST:
        assert lost, body
    elif row.fidelity is Fidelity.EXACT:
        assert lost == [], body
