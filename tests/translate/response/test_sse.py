"""Server-sent events: tolerant reading, strict writing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stepbridge.translate import sse
from stepbridge.translate.refusals.failures import StreamBrokenError, StreamError

EVENT = {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "ä\u2028€😀"}}
RAW = json.dumps(EVENT, ensure_ascii=False)


def read(data: bytes, size: int | None = None) -> list[Any]:
    decoder = sse.EventDecoder()
    step = size or len(data) or 1
    events = [
        event
        for start in range(0, len(data), step)
        for event in decoder.feed(data[start : start + step])
    ]
    return events + decoder.close()


WAYS = {
    "newlines": f"data: {RAW}\n\n",
    "carriage returns and newlines": f"data: {RAW}\r\n\r\n",
    "carriage returns": f"data: {RAW}\r\r",
    "no space after the colon": f"data:{RAW}\n\n",
    "event and id lines": f"event: step.delta\nid: 7\ndata: {RAW}\n\n",
    "comments": f": ping\n\n: ping\ndata: {RAW}\n\n",
    "no blank line at the end": f"data: {RAW}",
    "a byte order mark": f"\ufeffdata: {RAW}\n\n",
    "several lines": "data: " + "\ndata: ".join(json.dumps(EVENT, indent=1).splitlines()) + "\n\n",
    "a retry line": f"retry: 10\n\ndata: {RAW}\n\n",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [None, 1, 2, 3, 7])
def test_reading(way: str, size: int | None) -> None:
    assert read(WAYS[way].encode(), size) == [EVENT]


@pytest.mark.parametrize("size", [None, 1, 5])
def test_the_done_mark_ends_a_stream(size: int | None) -> None:
    decoder = sse.EventDecoder()
    data = f"data: {RAW}\n\nevent: done\ndata: [DONE]\n\n".encode()
    step = size or len(data)
    events = [e for i in range(0, len(data), step) for e in decoder.feed(data[i : i + step])]
    assert events == [EVENT]
    assert decoder.done


@pytest.mark.parametrize("data", [b"data: {oops\n\n", b"data: [1]\n\n", b"data: 12\n\n"])
def test_data_that_is_no_event_is_an_error(data: bytes) -> None:
    with pytest.raises(StreamBrokenError):
        read(data)


def test_a_stream_that_is_cut_inside_an_event_is_an_error() -> None:
    with pytest.raises(StreamBrokenError):
        read(f"data: {RAW}"[:-5].encode())


def test_a_large_event_in_small_pieces_is_joined_once() -> None:
    """Pieces without a line end are only kept: reading stays linear."""
    decoder = sse.EventDecoder()
    picture = "A" * 1_000_000
    data = b"data: " + json.dumps({"data": picture}).encode()
    for start in range(0, len(data), 1000):
        assert decoder.feed(data[start : start + 1000]) == []
    assert decoder.feed(b"\n\n") == [{"data": picture}]


def test_writing_is_one_ascii_line() -> None:
    written = sse.encode_chunk({"candidates": [{"text": "ä\u2028\u0085\n"}]})
    assert written.isascii()
    assert written.startswith(b"data: {")
    assert written.endswith(b"\n\n")
    assert written.count(b"\n") == 2
    assert read(written) == [{"candidates": [{"text": "ä\u2028\u0085\n"}]}]


PLAIN = {"candidates": [{"content": {"parts": [{"text": "ä"}], "role": "model"}, "index": 0}]}
SHAPES = {
    "plain": {**PLAIN, "modelVersion": "m", "responseId": "r", "createTime": "t"},
    "nothing but text": PLAIN,
    "other order": {"responseId": "r", **PLAIN},
    "an id that is null": {**PLAIN, "responseId": None},
    "another key": {**PLAIN, "usageMetadata": {"totalTokenCount": 1}},
    "a thought": {
        "candidates": [
            {
                "content": {"parts": [{"text": "ä", "thought": True}], "role": "model"},
                "index": 0,
            }
        ]
    },
    "an ending": {"candidates": [{**PLAIN["candidates"][0], "finishReason": "STOP"}]},
    "another candidate": {"candidates": [{**PLAIN["candidates"][0], "index": 1}]},
    "no parts": {"candidates": [{"content": {"role": "model"}, "index": 0}]},
    "no candidates": {"promptFeedback": {}},
    "empty": {},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_writing_loses_nothing(shape: str) -> None:
    """The short way for pieces of text writes what the long way writes."""
    assert json.loads(sse.encode_chunk(SHAPES[shape])[6:]) == SHAPES[shape]


def test_an_error_in_a_stream_has_error_as_its_first_key() -> None:
    written = sse.encode_error(StreamError(429, "RESOURCE_EXHAUSTED", "Slow."))
    assert written.startswith(b'data: {"error":{"code":429,')


def test_events_name_their_type() -> None:
    written = sse.encode_event(EVENT) + sse.END_OF_EVENTS
    assert written.startswith(b"event: step.delta\ndata: {")
    assert read(written) == [EVENT]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_json_array_piece_by_piece(count: int) -> None:
    chunks = [{"n": number, "text": "ä"} for number in range(count)]
    encoder = sse.ArrayEncoder()
    pieces = [encoder.encode(chunk) for chunk in chunks]
    assert json.loads(b"".join(pieces) + encoder.end()) == chunks
    assert all(piece.isascii() for piece in pieces)
