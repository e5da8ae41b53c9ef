"""Stored data changes form and comes back: bodies, answers, histories, streams, batch lines."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.genai import types

from stepbridge.convert import UnknownRecordError, to_generate_content, to_interactions
from stepbridge.translate.request import MalformedRequestError

RECORDED = Path(__file__).parents[3] / "shared" / "wire" / "generate_content.jsonl"
MODEL = "gemini-3.5-flash"
REQUEST = {
    "model": f"models/{MODEL}",
    "contents": [{"role": "user", "parts": [{"text": "hi"}]}],
    "generationConfig": {"temperature": 0.5},
}
ANSWER = {
    "candidates": [
        {
            "content": {"role": "model", "parts": [{"text": "Hello"}]},
            "finishReason": "STOP",
            "index": 0,
        }
    ],
    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2, "totalTokenCount": 3},
    "modelVersion": MODEL,
    "responseId": "r1",
}
HISTORY = [
    {"role": "user", "parts": [{"text": "add"}]},
    {
        "role": "model",
        "parts": [
            {"functionCall": {"name": "add", "args": {"a": 1}}, "thoughtSignature": "c2ln"},
            {"functionCall": {"name": "add", "args": {"a": 2}}},
        ],
    },
    {
        "role": "user",
        "parts": [
            {"functionResponse": {"name": "add", "response": {"result": 1}}},
            {"functionResponse": {"name": "add", "response": {"result": 2}}},
        ],
    },
    {"role": "model", "parts": [{"text": "Done"}]},
]


@pytest.mark.parametrize(
    "record",
    [
        REQUEST,
        ANSWER,
        {"key": "1", "request": REQUEST},
        {"key": "1", "response": ANSWER},
        {"request": REQUEST, "response": ANSWER, "status": "", "processed_time": "now"},
    ],
)
def test_there_and_back(record: dict[str, Any]) -> None:
    before = copy.deepcopy(record)
    there = to_interactions(record)
    assert there.losses == ()
    assert "contents" not in json.dumps(there.value)
    back = to_generate_content(there.value)
    assert back.losses == ()
    assert back.value == before == record


def test_a_history_there_and_back() -> None:
    there = to_interactions(HISTORY)
    kinds = [step["type"] for step in there.value]
    assert kinds == [
        "user_input",
        "thought",
        "function_call",
        "function_call",
        "function_result",
        "function_result",
        "model_output",
    ]
    back = to_generate_content(there.value).value
    for turn in back:
        types.Content.model_validate(turn)
        for part in turn["parts"]:
            for value in part.values():
                if isinstance(value, dict):
                    value.pop("id", None)  # what a history without ids gains
    assert back == HISTORY


def test_a_streamed_answer_is_one_interaction() -> None:
    def chunk(*parts: Any, **more: Any) -> dict[str, Any]:
        return {"candidates": [{"content": {"role": "model", "parts": list(parts)}, **more}]}

    chunks = [
        chunk({"text": "Hel"}),
        chunk({"text": "lo"}),
        {**chunk({"text": "", "thoughtSignature": "c2ln"}, finishReason="STOP"), **_usage(3)},
    ]
    interaction = to_interactions(chunks, model=MODEL).value
    assert interaction["status"] == "completed"
    outputs = [step for step in interaction["steps"] if step["type"] == "model_output"]
    assert outputs[0]["content"] == [{"type": "text", "text": "Hello"}]
    assert interaction["usage"]["total_tokens"] == 3
    assert {"type": "thought", "signature": "c2ln"} in interaction["steps"]


def _usage(total: int) -> dict[str, Any]:
    return {"usageMetadata": {"totalTokenCount": total}}


def test_events_become_chunks() -> None:
    told = {"id": "i", "object": "interaction", "model": MODEL}
    events = [
        {"event_type": "interaction.created", "interaction": {**told, "status": "in_progress"}},
        {"event_type": "step.start", "index": 0, "step": {"type": "model_output"}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "Hello"}},
        {"event_type": "step.stop", "index": 0},
        {"event_type": "interaction.completed", "interaction": {**told, "status": "completed"}},
    ]
    chunks = to_generate_content(events).value
    answers = [types.GenerateContentResponse.model_validate(chunk) for chunk in chunks]
    assert "".join(answer.text or "" for answer in answers) == "Hello"
    with pytest.raises(UnknownRecordError):
        to_generate_content(events[:3])


def test_losses_say_where_in_the_line() -> None:
    config = {"topK": 3}
    line = {"key": "1", "request": {**REQUEST, "generationConfig": config}}
    (loss,) = to_interactions(line).losses
    assert loss.path == "request.generationConfig.topK"


def test_an_error_in_a_batch_stays() -> None:
    line = {"key": "1", "error": {"code": 8, "message": "no"}}
    assert to_interactions(line).value == line


@pytest.mark.parametrize(
    "record",
    [
        7,
        None,
        "text",
        {},
        {"role": "user", "parts": [{"text": "one turn alone"}]},
        {"contents": [{"parts": [{"text": "no model"}]}]},
        {"contents": 7, "model": "m"},
        [{"role": "nobody", "parts": [{"text": "x"}]}],
    ],
)
def test_what_cannot_be_converted(record: Any) -> None:
    with pytest.raises((UnknownRecordError, MalformedRequestError)):
        to_interactions(record)


@pytest.mark.parametrize("record", [7, {}, {"type": "text", "text": "x"}, [{"no": "type"}]])
def test_what_cannot_come_back(record: Any) -> None:
    with pytest.raises((UnknownRecordError, MalformedRequestError)):
        to_generate_content(record)


@pytest.mark.skipif(not RECORDED.exists(), reason="recorded traffic is not part of the project")
def test_recorded_exchanges(validate_create_interaction: Callable[..., Any]) -> None:
    """Requests and streamed answers of a real client, as a log would hold them."""
    for line in RECORDED.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        validate_create_interaction(to_interactions(found["request"], model=MODEL).value)
        answer = to_interactions(found["response"], model=MODEL)
        told = "".join(
            part["text"]
            for chunk in found["response"]
            for part in chunk["candidates"][0]["content"]["parts"]
            if "text" in part and not part.get("thought")
        )
        outputs = [step for step in answer.value["steps"] if step["type"] == "model_output"]
        items = [item for step in outputs for item in step.get("content", [])]
        assert "".join(item["text"] for item in items) == told
