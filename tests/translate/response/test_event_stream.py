"""Interactions streams written from legacy chunks."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from google.genai._gaos.types.interactions.interactionsseevent import InteractionSSEEvent
from pydantic import TypeAdapter

from stepbridge.translate import response
from stepbridge.translate.event_stream import EventStream
from stepbridge.translate.refusals.failures import StreamBrokenError

OFFICIAL: TypeAdapter[Any] = TypeAdapter(InteractionSSEEvent)


def written(chunks: list[Any]) -> list[Any]:
    stream = EventStream(model="m", new_id=lambda: "new")
    events = [event for chunk in chunks for event in stream.feed(chunk)]
    return events + stream.finish()


def chunk(*parts: dict[str, Any], **candidate: Any) -> dict[str, Any]:
    content = {"role": "model", "parts": list(parts)}
    return {"candidates": [{"content": content, "index": 0, **candidate}]}


def assert_official(events: list[Any]) -> None:
    """Every event, step and delta is one that the official models know by name."""
    for event in events:
        parsed = OFFICIAL.validate_python(event)
        for found in (parsed, getattr(parsed, "step", None), getattr(parsed, "delta", None)):
            assert "Unknown" not in type(found).__name__, event


def test_recorded_streams_there_and_back(
    recorded_exchanges: Any, replay: Any, concatenate: Any
) -> None:
    for exchange in recorded_exchanges:
        chunks = exchange["response"]
        if not isinstance(chunks, list):
            continue
        before = copy.deepcopy(chunks)
        events = written(chunks)
        assert chunks == before, "the input was changed"
        assert_official(events)
        back = concatenate(replay(events, untyped_fields=True))
        assert _carried(back) == _carried(concatenate(chunks))


def _carried(whole: dict[str, Any]) -> dict[str, Any]:
    candidate = whole["candidates"][0]
    candidate.pop("finishMessage", None)
    for part in candidate["content"]["parts"]:
        if str(part.get("functionCall", {}).get("id", "call_")).startswith("call_"):
            part.get("functionCall", {}).pop("id", None)
    return whole


def test_the_events_add_up_to_what_the_whole_answer_is(assemble: Any) -> None:
    chunks = [
        chunk({"text": "Hm.", "thought": True}),
        chunk({"text": "a"}),
        chunk({"text": "b"}),
        chunk({"functionCall": {"name": "f", "args": {"x": "ä"}, "id": "c1"}}),
        chunk({"text": "", "thoughtSignature": "c2ln"}, finishReason="STOP"),
    ]
    events = written(chunks)
    assert_official(events)
    parts = [
        {"text": "Hm.", "thought": True},
        {"text": "ab"},
        {"functionCall": {"name": "f", "args": {"x": "ä"}, "id": "c1"}},
        {"text": "", "thoughtSignature": "c2ln"},
    ]
    whole = response.to_interaction(chunk(*parts, finishReason="STOP"), model="m").body
    assembled = assemble(events)
    assert assembled["steps"] == whole["steps"]
    assert assembled["status"] == whole["status"] == "requires_action"


def test_order_of_events() -> None:
    events = written([chunk({"text": "a"}), chunk({"text": ""}, finishReason="STOP")])
    assert [event["event_type"] for event in events] == [
        "interaction.created",
        "interaction.status_update",
        "step.start",
        "step.delta",
        "step.stop",
        "interaction.completed",
    ]
    assert events[0]["interaction"]["id"] == "new"


def test_arguments_come_as_a_string_and_ids_are_unique() -> None:
    call = {"functionCall": {"name": "f", "args": {"a": 1}}}
    events = written([chunk(call), chunk(call, finishReason="STOP")])
    assert_official(events)
    starts = [event["step"] for event in events if event["event_type"] == "step.start"]
    assert len({step["id"] for step in starts}) == 2
    deltas = [event["delta"] for event in events if event["event_type"] == "step.delta"]
    assert [delta["arguments"] for delta in deltas] == ['{"a": 1}', '{"a": 1}']


def test_a_signature_on_a_call_is_a_thought_in_front_of_it() -> None:
    call = {"functionCall": {"name": "f", "args": {}}, "thoughtSignature": "c2ln"}
    events = written([chunk(call, finishReason="STOP")])
    starts = [event["step"]["type"] for event in events if event["event_type"] == "step.start"]
    assert starts == ["thought", "function_call"]


def test_grounding_becomes_annotations_and_search_steps(replay: Any, concatenate: Any) -> None:
    grounding = {
        "webSearchQueries": ["q"],
        "searchEntryPoint": {"renderedContent": "<b>"},
        "groundingChunks": [{"web": {"uri": "https://u", "title": "U"}}],
        "groundingSupports": [
            {
                "segment": {"endIndex": 2, "text": "ab"},
                "groundingChunkIndices": [0],
            }
        ],
    }
    chunks = [
        chunk({"text": "a"}),
        chunk({"text": "b"}),
        chunk(
            {"text": "", "thoughtSignature": "c2ln"},
            finishReason="STOP",
            groundingMetadata=grounding,
        ),
    ]
    events = written(chunks)
    assert_official(events)
    back = concatenate(replay(events))
    assert back["candidates"][0]["groundingMetadata"] == grounding
    assert back["candidates"][0]["content"]["parts"] == [
        {"text": "ab"},
        {"text": "", "thoughtSignature": "c2ln"},
    ]


def test_code_and_media(replay: Any, concatenate: Any) -> None:
    parts = [
        {"executableCode": {"language": "PYTHON", "code": "1", "id": "x"}},
        {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1", "id": "x"}},
        {"inlineData": {"mimeType": "image/png", "data": "AAAA"}},
    ]
    events = written([chunk(*parts, finishReason="STOP")])
    assert_official(events)
    assert concatenate(replay(events))["candidates"][0]["content"]["parts"] == parts


def test_a_block_is_an_error_event() -> None:
    events = written([{"promptFeedback": {"blockReason": "SAFETY"}, "responseId": "r"}])
    assert events[-1] == {"event_type": "error", "error": {"code": "safety", "message": ""}}
    events = written([chunk({"text": "a"}), chunk(finishReason="RECITATION")])
    assert events[-1]["error"]["code"] == "recitation"


def test_an_error_chunk_is_an_error_event() -> None:
    error = {"code": 429, "message": "Slow.", "status": "RESOURCE_EXHAUSTED"}
    events = written([chunk({"text": "a"}), {"error": error}])
    assert events[-1] == {
        "event_type": "error",
        "error": {"code": "rate_limit_exceeded", "message": "Slow."},
    }


def test_a_stream_without_a_finish_reason_is_broken() -> None:
    with pytest.raises(StreamBrokenError):
        written([chunk({"text": "a"})])


def test_other_candidates_are_losses() -> None:
    stream = EventStream()
    second = {"content": {"parts": [{"text": "b"}]}, "index": 1}
    stream.feed({"candidates": [second]})
    assert [loss.path for loss in stream.losses] == ["candidates[1]"]
