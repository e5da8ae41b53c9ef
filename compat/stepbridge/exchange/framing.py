"""Writes answers the way generateContent does."""

from __future__ import annotations

from collections.abc import Iterable

from stepbridge.exchange.route import Framing
from stepbridge.translate import sse
from stepbridge.wire import JsonObject

_JSON = "application/json; charset=UTF-8"
CONTENT_TYPES = {
    Framing.WHOLE: _JSON,
    Framing.EVENTS: sse.MEDIA_TYPE,
    Framing.ARRAY: _JSON,
}


class EventFraming:
    """One server-sent event a chunk."""

    def chunks(self, chunks: Iterable[JsonObject]) -> bytes:
        """The bytes of some chunks."""
        return b"".join(map(sse.encode_chunk, chunks))

    def end(self) -> bytes:
        """What closes the answer."""
        return b""


class ArrayFraming:
    """A JSON array that is written as its elements come."""

    def __init__(self) -> None:
        self._encoder = sse.ArrayEncoder()

    def chunks(self, chunks: Iterable[JsonObject]) -> bytes:
        """The bytes of some chunks."""
        return b"".join(map(self._encoder.encode, chunks))

    def end(self) -> bytes:
        """What closes the answer."""
        return self._encoder.end()


def framing_for(framing: Framing) -> EventFraming | ArrayFraming:
    """The writer for a streamed answer."""
    return EventFraming() if framing is Framing.EVENTS else ArrayFraming()


def error_value(framing: Framing, body: JsonObject) -> JsonObject | list[JsonObject]:
    """A whole error answer: streams without ``alt=sse`` wrap it in an array."""
    return [body] if framing is Framing.ARRAY else body
