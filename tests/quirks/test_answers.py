"""Quirks 3, 20, 21, 23 to 30, 35 and 39: what the caller gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stepbridge.policy import Settings
from stepbridge.state import opening

SIGNATURE = "c2lnQQ=="
TEXT = {"type": "model_output", "content": [{"type": "text", "text": "yes"}]}
CALL = {"type": "function_call", "id": "c1", "name": "f", "arguments": {"a": 1}}
OTHER = {**CALL, "id": "c2", "arguments": {"b": 2}}


def start(index: int, **step: Any) -> Any:
    return {"event_type": "step.start", "index": index, "step": step}


def delta(index: int, **fields: Any) -> Any:
    return {"event_type": "step.delta", "index": index, "delta": fields}


def stop(index: int) -> Any:
    return {"event_type": "step.stop", "index": index}


def last(told: Any) -> Any:
    return told.answers[-1]["candidates"][0]


def called(told: Any) -> list[Any]:
    return [part["functionCall"] for part in told.parts if "functionCall" in part]


def test_03_a_signature_goes_onto_the_next_call(
    exchanged: Callable[..., Any], said: Callable[..., Any], events: Callable[..., Any]
) -> None:
    thought = {"type": "thought", "signature": SIGNATURE}
    whole = exchanged(said(thought, CALL, OTHER))
    streamed = exchanged(
        events(
            start(0, type="thought"),
            delta(0, type="thought_signature", signature=SIGNATURE),
            stop(0),
            start(1, type="function_call", id="c1", name="f", arguments={}),
            delta(1, type="arguments_delta", arguments='{"a": 1}'),
            stop(1),
        )
    )
    for told in (whole, streamed):
        signed = [part.get("thoughtSignature") for part in told.parts if "functionCall" in part]
        assert signed[0] == SIGNATURE
        assert set(signed[1:]) <= {None}


def test_20_an_answer_without_an_id_gets_one(
    exchanged: Callable[..., Any], said: Callable[..., Any], events: Callable[..., Any]
) -> None:
    assert exchanged(said(TEXT)).answer["responseId"]
    words = [start(0, type="model_output"), *[delta(0, type="text", text="a")] * 3, stop(0)]
    answers = exchanged(events(*words)).answers
    assert len(answers) > 2
    assert len({answer["responseId"] for answer in answers}) == 1


def test_21_a_refused_id_sends_everything_again(
    exchanged: Callable[..., Any], said: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    opening._stores.pop("", None)
    kept = Settings(state="server")
    user = {"role": "user", "parts": [{"text": "hi"}]}
    exchanged(said(TEXT, id="v1_a"), contents=[user], settings=kept)
    history = [user, {"role": "model", "parts": [{"text": "yes"}]}, user]
    not_done = refusal(501, "not implemented", "not_implemented")
    told = exchanged(not_done, said(TEXT, id="v1_b"), contents=history, settings=kept)
    first, second = told.bodies
    assert first["previous_interaction_id"] == "v1_a"
    assert len(first["input"]) == 1
    assert "previous_interaction_id" not in second
    assert len(second["input"]) == 3
    assert told.parts == [{"text": "yes"}]


def test_22_tools_and_settings_go_with_every_request(
    exchanged: Callable[..., Any], said: Callable[..., Any]
) -> None:
    opening._stores.pop("", None)
    user = {"role": "user", "parts": [{"text": "hi"}]}
    body = {
        "systemInstruction": {"parts": [{"text": "be"}]},
        "tools": [{"googleSearch": {}}],
        "generationConfig": {"seed": 1},
        "settings": Settings(state="server"),
    }
    exchanged(said(TEXT, id="v1_a"), contents=[user], **body)
    history = [user, {"role": "model", "parts": [{"text": "yes"}]}, user]
    (sent,) = exchanged(said(TEXT, id="v1_b"), contents=history, **body).bodies
    assert sent["previous_interaction_id"] == "v1_a"
    assert sent["store"] is True
    assert sent["system_instruction"] == "be"
    assert sent["tools"] == [{"type": "google_search"}]
    assert sent["generation_config"] == {"seed": 1}


def test_23_arguments_are_joined(exchanged: Callable[..., Any], events: Callable[..., Any]) -> None:
    pieces = ['{"ci', 'ty": "Par', 'is"}']
    told = exchanged(
        events(
            start(0, type="function_call", id="c1", name="f", arguments={}),
            *(delta(0, type="arguments_delta", arguments=piece) for piece in pieces),
            stop(0),
            status="requires_action",
        )
    )
    assert called(told) == [{"id": "c1", "name": "f", "args": {"city": "Paris"}}]
    assert last(told)["finishReason"] == "STOP"


def test_24_interleaved_calls_keep_their_arguments(
    exchanged: Callable[..., Any], events: Callable[..., Any]
) -> None:
    told = exchanged(
        events(
            start(0, type="function_call", id="c1", name="f", arguments={}),
            start(1, type="function_call", id="c2", name="g", arguments={}),
            delta(1, type="arguments_delta", arguments='{"b":'),
            delta(0, type="arguments_delta", arguments='{"a":'),
            delta(1, type="arguments_delta", arguments="2}"),
            delta(0, type="arguments_delta", arguments="1}"),
            stop(1),
            stop(0),
        )
    )
    assert [(one["name"], one["args"]) for one in called(told)] == [
        ("f", {"a": 1}),
        ("g", {"b": 2}),
    ]


def test_25_citations_keep_byte_offsets(
    exchanged: Callable[..., Any], said: Callable[..., Any], events: Callable[..., Any]
) -> None:
    text = "Zürich is a city."
    end = len(text.encode())
    note = {
        "type": "url_citation",
        "url": "https://x",
        "title": "x",
        "start_index": 0,
        "end_index": end,
    }
    item = {"type": "text", "text": text, "annotations": [note]}
    whole = exchanged(said({"type": "model_output", "content": [item]}))
    streamed = exchanged(
        events(
            start(0, type="model_output"),
            delta(0, type="text", text=text),
            delta(0, type="text_annotation_delta", annotations=[note]),
            stop(0),
        )
    )
    for told in (whole, streamed):
        metadata = last(told)["groundingMetadata"]
        (support,) = metadata["groundingSupports"]
        assert support["segment"]["endIndex"] == end == len(text) + 1
        assert metadata["groundingChunks"][0]["web"]["uri"] == "https://x"


def test_26_a_step_may_begin_with_content(
    exchanged: Callable[..., Any], events: Callable[..., Any]
) -> None:
    told = exchanged(
        events(
            start(0, type="model_output", content=[{"type": "text", "text": "Hel"}]),
            delta(0, type="text", text="lo"),
            stop(0),
        )
    )
    assert "".join(part["text"] for part in told.parts) == "Hello"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("completed", "STOP"),
        ("requires_action", "STOP"),
        ("incomplete", "MAX_TOKENS"),
        ("budget_exceeded", "OTHER"),
    ],
)
def test_27_statuses_become_finish_reasons(
    exchanged: Callable[..., Any],
    said: Callable[..., Any],
    events: Callable[..., Any],
    status: str,
    reason: str,
) -> None:
    words = [start(0, type="model_output"), delta(0, type="text", text="yes"), stop(0)]
    for told in (exchanged(said(TEXT, status=status)), exchanged(events(*words, status=status))):
        assert last(told)["finishReason"] == reason


def test_27_completed_beside_a_call(
    exchanged: Callable[..., Any], said: Callable[..., Any]
) -> None:
    told = exchanged(said(CALL, status="completed"))
    assert last(told)["finishReason"] == "STOP"
    assert called(told)[0]["name"] == "f"


def test_27_a_failure_is_an_error(exchanged: Callable[..., Any], said: Callable[..., Any]) -> None:
    errors = [{"code": "internal_error", "message": "broken"}]
    told = exchanged(said(status="failed", errors=errors))
    assert told.status == 500
    assert told.answer["error"]["status"] == "INTERNAL"


def test_28_a_stopped_answer_is_continued(
    exchanged: Callable[..., Any], said: Callable[..., Any]
) -> None:
    half = said(TEXT, status="requires_continuation", continuation_token="t")
    told = exchanged(half, said(TEXT))
    assert told.bodies[1]["continuation_token"] == "t"
    assert "".join(part["text"] for part in told.parts) == "yesyes"
    assert last(told)["finishReason"] == "STOP"
    assert told.answer["usageMetadata"]["candidatesTokenCount"] == 6


def test_29_usage_is_complete_and_last(
    exchanged: Callable[..., Any], events: Callable[..., Any]
) -> None:
    usage = {
        "total_input_tokens": 7,
        "total_output_tokens": 3,
        "total_thought_tokens": 5,
        "total_cached_tokens": 2,
        "total_tool_use_tokens": 1,
        "total_tokens": 16,
    }
    words = [start(0, type="model_output"), delta(0, type="text", text="yes"), stop(0)]
    told = exchanged(events(*words, usage=usage))
    assert told.answers[-1]["usageMetadata"] == {
        "promptTokenCount": 7,
        "candidatesTokenCount": 3,
        "thoughtsTokenCount": 5,
        "cachedContentTokenCount": 2,
        "toolUsePromptTokenCount": 1,
        "totalTokenCount": 16,
    }


@pytest.mark.parametrize(
    ("http", "code", "status"),
    [
        (400, "invalid_request", "INVALID_ARGUMENT"),
        (403, "permission_denied", "PERMISSION_DENIED"),
        (429, "rate_limit_exceeded", "RESOURCE_EXHAUSTED"),
        (503, "overloaded", "UNAVAILABLE"),
    ],
)
def test_30_errors_get_number_and_status(
    exchanged: Callable[..., Any], refusal: Callable[..., Any], http: int, code: str, status: str
) -> None:
    told = exchanged(refusal(http, "no luck", code))
    assert told.status == http
    assert told.answer["error"]["code"] == http
    assert told.answer["error"]["status"] == status
    assert told.answer["error"]["message"] == "no luck"


def test_35_a_video_is_one_part(exchanged: Callable[..., Any], events: Callable[..., Any]) -> None:
    data = "QUJD" * 50_000
    told = exchanged(
        events(
            start(0, type="model_output"),
            delta(0, type="video", data=data, mime_type="video/mp4"),
            stop(0),
        )
    )
    videos = [part["inlineData"] for part in told.parts if "inlineData" in part]
    assert videos == [{"mimeType": "video/mp4", "data": data}]


@pytest.mark.parametrize("stream", [False, True])
def test_39_a_blocked_prompt_is_an_answer(
    exchanged: Callable[..., Any], refusal: Callable[..., Any], reply: Any, stream: bool
) -> None:
    if stream:
        error = {"code": "safety", "message": "blocked"}
        told = exchanged([{"event_type": "error", "error": error}])
    else:
        told = exchanged(refusal(400, "blocked", "safety"))
    assert told.status == 200
    assert told.answer["promptFeedback"]["blockReason"] == "SAFETY"
