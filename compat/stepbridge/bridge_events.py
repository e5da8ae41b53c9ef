"""Interactions answers, whole or in events, read as legacy responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stepbridge.client.errors import api_error
from stepbridge.client.plain import plain
from stepbridge.client.schemas import parse
from stepbridge.client.views import GenerateContentResponse
from stepbridge.translate import response
from stepbridge.translate.refusals.failures import AnswerError
from stepbridge.translate.stream import ChunkStream
from stepbridge.wire import JsonObject

_NOT_JSON = {"code": "api_error", "message": "An event of the stream is not JSON."}
# Properties that SDKs compute; the wire does not hold them.
_COMPUTED = ("output_text", "output_image", "output_audio", "output_video")


class AnswerReader:
    """Reads one answer. ``schema`` is for ``parsed``. Every method raises APIError."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self._chunks = ChunkStream(raw_audio=True)

    def whole(self, interaction: JsonObject) -> GenerateContentResponse:
        """The response for an interaction."""
        try:
            made = self._made(response.from_interaction(interaction, raw_audio=True).body)
        except AnswerError as error:
            raise api_error(error.code, error.body) from error
        # As in google-genai, where no function was called.
        made.automatic_function_calling_history = []
        return made

    def feed(self, event: JsonObject) -> Iterator[GenerateContentResponse]:
        """The responses that an event completes."""
        try:
            yield from map(self._made, self._chunks.feed(event))
        except AnswerError as error:
            raise api_error(error.code, error.body) from error

    def finish(self) -> Iterator[GenerateContentResponse]:
        """What is left at the end of the stream."""
        try:
            yield from map(self._made, self._chunks.finish())
        except AnswerError as error:
            raise api_error(error.code, error.body) from error

    def _made(self, body: JsonObject) -> GenerateContentResponse:
        made = GenerateContentResponse(body)
        if self._schema is not None:
            made.parsed = parse(self._schema, made.text)
        return made


def event_of(value: Any) -> JsonObject:
    """The JSON of an event, interaction or step, whatever holds it."""
    if isinstance(value, str):
        # What the official client makes of an event that it cannot decode.
        wire: JsonObject = {"event_type": "error", "error": dict(_NOT_JSON)}
    elif isinstance(value, Mapping):
        wire = dict(value)
    elif hasattr(value, "to_wire"):
        wire = value.to_wire()
    else:
        wire = plain(value.model_dump(mode="json", exclude_none=True))
    return {key: item for key, item in wire.items() if key not in _COMPUTED}
