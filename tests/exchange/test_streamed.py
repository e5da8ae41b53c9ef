"""Streamed answers: whole, resumed, broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]
STREAM = {"call": "streamGenerateContent", "query": "alt=sse"}


def words(chunks: list[Any]) -> str:
    return "".join(
        part.get("text", "")
        for chunk in chunks
        for candidate in chunk.get("candidates", ())
        for part in candidate["content"].get("parts", ())
    )


def test_a_stream_becomes_chunks(play: Make, stream: Make) -> None:
    got = play([stream("one ", "two")], **STREAM)
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/event-stream"
    assert got.bodies[0]["stream"] is True
    assert words(got.chunks) == "one two"
    assert got.chunks[-1]["candidates"][0]["finishReason"] == "STOP"
    assert got.chunks[-1]["usageMetadata"]["totalTokenCount"] == 5


def test_without_alt_sse_a_stream_is_a_json_array(play: Make, stream: Make) -> None:
    got = play([stream("one ", "two")], call="streamGenerateContent")
    assert got.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert words(got.json) == "one two"


def test_bytes_may_be_cut_anywhere(play: Make, stream: Make) -> None:
    upstream = stream("ein € ", "zwei")
    whole = b"".join(upstream.pieces)
    upstream.pieces = [whole[i : i + 1] for i in range(len(whole))]
    assert words(play([upstream], **STREAM).chunks) == "ein € zwei"


def test_odd_line_separators_are_escaped(play: Make, stream: Make) -> None:
    got = play([stream("a\u2028b\u0085c")], **STREAM)
    assert got.body.isascii()
    assert words(got.chunks) == "a\u2028b\u0085c"


@pytest.mark.parametrize("call", [STREAM, {"call": "streamGenerateContent"}])
def test_an_early_end_is_an_error_and_not_a_short_answer(
    play: Make, stream: Make, call: dict[str, str]
) -> None:
    got = play([stream("one ", status=None)], **call)
    told = got.chunks if "query" in call else got.json
    assert words(told[:-1]) == "one "
    assert next(iter(told[-1])) == "error"
    assert told[-1]["error"]["code"] == 500


def test_a_lost_connection_is_raised_as_it_is(play: Make, stream: Make) -> None:
    upstream = stream("one ", status=None, tail=[ConnectionResetError("gone")])
    with pytest.raises(ConnectionResetError):
        play([upstream], **STREAM)
    assert upstream.closed


def test_a_malformed_event_is_an_error(play: Make, stream: Make) -> None:
    got = play([stream("one ", status=None, tail=[b"data: {broken\n\n"])], **STREAM)
    assert "not a JSON object" in got.chunks[-1]["error"]["message"]


def test_an_error_event_keeps_its_meaning(play: Make, stream: Make, make_event: Make) -> None:
    error = make_event("error", error={"code": "rate_limit_exceeded", "message": "slow"})
    got = play([stream("one ", status=None, tail=[error])], **STREAM)
    assert got.chunks[-1]["error"]["code"] == 429
    assert got.chunks[-1]["error"]["status"] == "RESOURCE_EXHAUSTED"


def test_an_error_before_any_chunk_is_an_http_error(
    play: Make, stream: Make, make_event: Make
) -> None:
    error = make_event("error", error={"code": "rate_limit_exceeded", "message": "slow"})
    got = play([stream(status=None, tail=[error])], **STREAM)
    assert got.status == 429
    assert got.json["error"]["status"] == "RESOURCE_EXHAUSTED"
    array = play([stream(status=None, tail=[error])], call="streamGenerateContent")
    assert array.json[0]["error"]["code"] == 429


def test_an_http_error_is_an_http_error(play: Make, fail: Make) -> None:
    got = play([fail(503, "service_unavailable")], **STREAM)
    assert (got.status, got.json["error"]["status"]) == (503, "UNAVAILABLE")


def test_a_stream_cut_at_the_decode_limit_is_resumed(play: Make, stream: Make) -> None:
    first = stream("one ", status="requires_continuation", continuation_token="t1")
    got = play([first, stream("two")], **STREAM)
    assert got.bodies[1]["continuation_token"] == "t1"
    assert first.closed
    assert words(got.chunks) == "one two"
    finished = [c["candidates"][0].get("finishReason") for c in got.chunks]
    assert finished[-1] == "STOP"
    assert set(finished[:-1]) <= {None}
    assert got.chunks[-1]["usageMetadata"]["totalTokenCount"] == 10


def test_an_error_while_resuming_is_told_in_the_stream(
    play: Make, stream: Make, fail: Make
) -> None:
    first = stream("one ", status="requires_continuation", continuation_token="t1")
    got = play([first, fail(503, "service_unavailable")], **STREAM)
    assert words(got.chunks[:-1]) == "one "
    assert got.chunks[-1]["error"]["status"] == "UNAVAILABLE"


def test_an_enum_is_told_when_it_is_complete(play: Make, stream: Make) -> None:
    config = {
        "responseMimeType": "text/x.enum",
        "responseSchema": {"type": "STRING", "enum": ["red", "green"]},
    }
    body = {"contents": [{"parts": [{"text": "hi"}]}], "generationConfig": config}
    quoted = json.dumps("red")
    got = play([stream(quoted[:2], quoted[2:])], body, **STREAM)
    assert words(got.chunks) == "red"


@pytest.mark.parametrize("call", [STREAM, {"call": "streamGenerateContent"}])
def test_a_blocked_prompt_is_a_stream_of_one_chunk(
    play: Make, fail: Make, call: dict[str, str]
) -> None:
    got = play([fail(400, "safety", "Blocked.")], **call)
    assert got.status == 200
    told = got.chunks if "query" in call else got.json
    feedback = {"blockReason": "SAFETY", "blockReasonMessage": "Blocked."}
    assert told == [{"promptFeedback": feedback}]


OLD = (("x-goog-api-client", "google-genai-sdk/1.56.0 gl-python/3.11"),)


@pytest.mark.parametrize("pieces", [["one ", "two"], ["a"], ["a", "b", "", "c"], ["long"]])
def test_old_clients_get_no_empty_text(play: Make, stream: Make, pieces: list[str]) -> None:
    """They leave a chat turn out of the history when any chunk has an empty text."""
    got = play([stream(*pieces)], headers=OLD, **STREAM)
    assert words(got.chunks) == "".join(pieces)
    parts = [chunk["candidates"][0]["content"]["parts"] for chunk in got.chunks]
    assert all(len(part) == 1 and part[0]["text"] for part in parts)
    assert got.chunks[-1]["candidates"][0]["finishReason"] == "STOP"
    assert got.chunks[-1]["usageMetadata"]["totalTokenCount"] == 5


def test_nothing_that_is_held_back_is_lost_when_a_stream_breaks(play: Make, stream: Make) -> None:
    got = play([stream("one ", status=None)], headers=OLD, **STREAM)
    assert words(got.chunks[:-1]) == "one "
    assert next(iter(got.chunks[-1])) == "error"
