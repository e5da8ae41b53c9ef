"""One request, one answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from stepbridge.policy import COUNTERS, Outcome

Make = Callable[..., Any]


def test_a_text_goes_there_and_back(play: Make, text: Make) -> None:
    got = play([text("hello")], query="key=k")
    assert [request.url for request in got.sent] == [
        "https://generativelanguage.googleapis.com/v1beta/interactions?key=k"
    ]
    assert got.bodies[0]["store"] is False
    assert got.bodies[0]["model"] == "gemini-3.5-flash"
    assert got.json["candidates"][0]["content"]["parts"] == [{"text": "hello"}]
    assert got.json["usageMetadata"]["totalTokenCount"] == 5
    assert [decision.outcome for decision in got.decisions] == [Outcome.TRANSLATED]


def test_headers_keep_keys_and_request_ids_and_lose_lengths(play: Make, text: Make) -> None:
    headers = (
        ("x-goog-api-key", "secret"),
        ("X-Goog-User-Project", "p"),
        ("Content-Length", "3"),
        ("Content-Type", "application/json; charset=utf-8"),
        ("Api-Revision", "2026-05-07"),
    )
    got = play([text()], headers=headers)
    assert got.sent[0].headers == (
        ("x-goog-api-key", "secret"),
        ("X-Goog-User-Project", "p"),
        ("Content-Type", "application/json"),
        ("Accept-Encoding", "gzip, deflate"),
    )
    assert got.headers == {
        "X-Request-Id": "r1",
        "Content-Type": "application/json; charset=UTF-8",
    }
    assert "secret" not in repr(got.sent)


def test_an_api_revision_is_sent_when_asked_for(play: Make, text: Make) -> None:
    got = play([text()], api_revision="2026-05-20")
    assert ("Api-Revision", "2026-05-20") in got.sent[0].headers


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{not json", ()),
        (b"[1, 2]", ()),
        (b"\x1f\x8b\x08\x00", (("Content-Encoding", "gzip"),)),
        (b'{"contents": [{"parts": [{"text": "hi"}]}]}', (("Content-Encoding", "gzip"),)),
        (b'{"contents": [{"parts": [{"text": "hi"}]}]}', (("X-Goog-FieldMask", "candidates"),)),
        (b'{"contents": 7}', ()),
        (b"{}", ()),
    ],
)
def test_what_the_server_should_judge_passes_untouched(
    play: Make, text: Make, body: bytes, headers: Any
) -> None:
    got = play([text()], body, headers=headers, unsupported="error")
    assert got.untouched
    assert got.sent[0].body == body
    assert got.sent[0].url.endswith("/v1/models/gemini-3.5-flash:generateContent")


def test_an_error_gets_an_int_code_and_a_status_name(play: Make, fail: Make) -> None:
    got = play([fail(429, "rate_limit_exceeded", "slow down")])
    assert got.status == 429
    assert got.json["error"]["code"] == 429
    assert got.json["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert got.json["error"]["message"] == "slow down"
    assert got.headers["Retry-After"] == "3"


def test_a_blocked_prompt_is_an_answer_with_feedback(play: Make, fail: Make) -> None:
    got = play([fail(400, "safety")])
    assert got.status == 200
    assert got.json["promptFeedback"]["blockReason"] == "SAFETY"


def test_a_failed_interaction_is_an_error(play: Make, text: Make) -> None:
    errors = [{"code": "api_error", "message": "broke"}]
    got = play([text(status="failed", steps=[], errors=errors)])
    assert got.status == 500
    assert got.json["error"]["message"] == "broke"


def test_an_answer_that_is_not_json_is_an_error(play: Make, text: Make) -> None:
    page = text()
    page.pieces = [b"<html>gateway</html>"]
    got = play([page])
    assert (got.status, got.json["error"]["status"]) == (503, "UNAVAILABLE")


def test_a_redirect_is_left_to_the_caller(play: Make, text: Make) -> None:
    moved, moved_legacy = text(), text()
    moved.status_code = moved_legacy.status_code = 307
    got = play([moved, moved_legacy])
    assert got.untouched
    assert got.sent[1].url.endswith(":generateContent")
    assert moved.closed


def test_an_answer_cut_at_the_decode_limit_is_resumed(play: Make, text: Make) -> None:
    before = COUNTERS.snapshot().get("continued", 0)
    cut = {"status": "requires_continuation", "continuation_token": "t1"}
    got = play(
        [text("one ", **cut), text("two ", **{**cut, "continuation_token": "t2"}), text("three")]
    )
    assert [body.get("continuation_token") for body in got.bodies] == [None, "t1", "t2"]
    assert got.bodies[1]["input"] == got.bodies[0]["input"]
    parts = got.json["candidates"][0]["content"]["parts"]
    assert "".join(part["text"] for part in parts) == "one two three"
    assert got.json["candidates"][0]["finishReason"] == "STOP"
    assert got.json["usageMetadata"]["totalTokenCount"] == 15
    assert COUNTERS.snapshot()["continued"] == before + 2


def test_resuming_ends_somewhere_and_says_so(play: Make, text: Make) -> None:
    cut = {"status": "requires_continuation", "continuation_token": "t1"}
    got = play([text("one ", **cut), text("two ", **cut)], max_continuations=1)
    assert got.json["candidates"][0]["finishReason"] == "CONTINUATION"


def test_an_error_while_resuming_is_an_error(play: Make, text: Make, fail: Make) -> None:
    cut = {"status": "requires_continuation", "continuation_token": "t1"}
    got = play([text("one ", **cut), fail(503, "service_unavailable")])
    assert got.status == 503


def test_an_enum_answer_comes_without_quotes(play: Make, text: Make) -> None:
    config = {
        "responseMimeType": "text/x.enum",
        "responseSchema": {"type": "STRING", "enum": ["red", "green"]},
    }
    body = {"contents": [{"parts": [{"text": "hi"}]}], "generationConfig": config}
    got = play([text(json.dumps("red"))], body)
    assert got.json["candidates"][0]["content"]["parts"] == [{"text": "red"}]
