"""Server-sent events: bytes in, events out; chunks in, bytes out.

Reading is tolerant (any line ending, comments, ``data`` over several lines, a cut anywhere, also
inside a character). Writing is what every google-genai from 1.11 to 3.4 can read: one ``data:``
line, a space after the colon, ASCII, a blank line, and nothing else.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from stepbridge.translate.refusals.failures import AnswerError, StreamBrokenError
from stepbridge.translate.streams.chunk_text import chunk_text
from stepbridge.wire import JsonObject

DONE = "[DONE]"
MEDIA_TYPE = "text/event-stream"

_BLOCK_END = re.compile(rb"\r\n\r\n|\n\n|\r\r|\r\n\n|\n\r\n")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_encode = json.JSONEncoder(separators=(",", ":")).encode
# raw_decode without its wrapper; StopIteration is how it says that nothing was there.
_scan = cast("Any", json.JSONDecoder()).scan_once


class EventDecoder:
    """Decodes a stream of bytes cut anywhere into JSON events.

    ``feed`` gives the events that are complete, ``close`` what is left when the bytes have ended.
    ``done`` is set once the stream has said ``[DONE]``. Raises StreamBrokenError for data that is
    not a JSON object.
    """

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.done = False

    def feed(self, data: bytes) -> list[JsonObject]:
        """The events that these bytes complete."""
        # A picture is one line of megabytes: it is joined once, when its line has ended.
        if self._pieces:
            self._pieces.append(data)
            if b"\n" not in data and b"\r" not in data:
                return []
            data = b"".join(self._pieces)
            self._pieces = []
        if data.endswith(b"\n\n") and (events := _plain_events(data)) is not None:
            return events
        # A carriage return at the end may be half of a line end.
        half = data.endswith(b"\r")
        *blocks, rest = _BLOCK_END.split(data[:-1] if half else data)
        self._pieces = [piece for piece in (rest, b"\r" if half else b"") if piece]
        return list(self._events(blocks))

    def close(self) -> list[JsonObject]:
        """The event that was not followed by a blank line, if any."""
        rest = b"".join(self._pieces)
        self._pieces = []
        return list(self._events([rest]))

    def _events(self, blocks: Iterable[bytes]) -> Iterator[JsonObject]:
        for block in blocks:
            text = _data_of(block)
            if text is None:
                continue
            if text == DONE:
                self.done = True
                continue
            yield _object(text)


def encode_chunk(chunk: JsonObject) -> bytes:
    """One chunk as a server-sent event."""
    return f"data: {chunk_text(chunk)}\n\n".encode("ascii")


def encode_error(error: AnswerError) -> bytes:
    """An error in the middle of a stream, as generateContent sends it."""
    return encode_chunk(error.body)


def encode_event(event: JsonObject) -> bytes:
    """One Interactions event with its ``event:`` line."""
    return f"event: {event['event_type']}\ndata: {_encode(event)}\n\n".encode("ascii")


END_OF_EVENTS = b"event: done\ndata: [DONE]\n\n"
"""How an Interactions stream ends."""


class ArrayEncoder:
    """Writes chunks as one JSON array, piece by piece: a stream without ``alt=sse``."""

    MEDIA_TYPE = "application/json"

    def __init__(self) -> None:
        self._first = True

    def encode(self, chunk: JsonObject) -> bytes:
        """One element, with the bracket or comma in front of it."""
        lead = "[" if self._first else ",\r\n"
        self._first = False
        return f"{lead}{chunk_text(chunk)}".encode("ascii")

    def end(self) -> bytes:
        """What closes the array."""
        return b"[]" if self._first else b"]"


def _plain_events(data: bytes) -> list[JsonObject] | None:
    """The events of whole blocks in the form that servers use; None when there is another form.

    Nearly all streams consist of these blocks only: perhaps an ``event:`` line, then one line of
    data. They are read without cutting the text.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    events: list[JsonObject] = []
    place, size = 0, len(text)
    while place < size:
        if text.startswith("event: ", place):
            place = text.find("\n", place) + 1
        if not text.startswith("data: {", place):
            return None
        try:
            event, place = _scan(text, place + 6)
        except (ValueError, StopIteration):
            return None
        if not text.startswith("\n\n", place):
            return None
        place += 2
        events.append(event)
    return events


def _data_of(block: bytes) -> str | None:
    lines: list[bytes] = []
    for line in _LINE_END.split(block.removeprefix(codecs.BOM_UTF8)):
        if line.startswith(b"data:"):
            lines.append(line[6:] if line[5:6] == b" " else line[5:])
        elif line == b"data":
            lines.append(b"")
    if not lines:
        return None
    return b"\n".join(lines).decode("utf-8", "replace").strip()


def _object(text: str) -> JsonObject:
    try:
        event = json.loads(text)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise StreamBrokenError("The stream holds an event that is not a JSON object.")
    return event
