"""Answers in the older shape, with a flat list of outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stepbridge.translate import response
from stepbridge.translate.refusals.failures import AnswerError

WIRE = Path(__file__).parents[4] / "shared" / "wire" / "interactions_beta"
needs_recordings = pytest.mark.skipif(
    not WIRE.exists(), reason="the recorded traffic is not next to the checkout"
)


def events(name: str) -> list[dict[str, Any]]:
    lines = (WIRE / f"{name}.chunks.txt").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@needs_recordings
def test_recorded_answers(official: Any) -> None:
    basic = json.loads((WIRE / "basic.json").read_text(encoding="utf-8"))
    translation = response.from_interaction(basic)
    assert translation.losses == ()
    assert official(translation.body).text == basic["outputs"][1]["text"]
    called = json.loads((WIRE / "tool-call-step1.json").read_text(encoding="utf-8"))
    (call,) = official(response.from_interaction(called).body).function_calls
    assert (call.name, call.args) == ("getWeather", {"location": "San Francisco"})


@needs_recordings
def test_recorded_streams(replay: Any, concatenate: Any) -> None:
    text = concatenate(replay(events("basic")))["candidates"][0]["content"]["parts"]
    assert text[0]["text"].startswith("Hello!")
    assert text[0]["thoughtSignature"]
    (call,) = concatenate(replay(events("tool-call-step1")))["candidates"][0]["content"]["parts"]
    assert call["functionCall"]["args"] == {"location": "San Francisco"}
    assert call["functionCall"]["id"] == "odkxni2w"


def test_outputs_in_order(official: Any) -> None:
    outputs = [
        {"type": "text", "text": "a"},
        {"type": "audio", "data": "AAAA", "mime_type": "audio/mp3"},
        {"type": "text", "text": "b"},
    ]
    body = response.from_interaction({"status": "completed", "outputs": outputs}).body
    assert official(body).text == "ab"
    parts = body["candidates"][0]["content"]["parts"]
    assert [next(iter(part)) for part in parts] == ["text", "inlineData", "text"]


@pytest.mark.parametrize(
    "told",
    [
        {"status": "completed", "steps": [1]},
        {"status": "completed", "steps": [{"type": "model_output", "content": [3]}]},
        {"status": "completed", "usage": [1]},
    ],
)
def test_a_malformed_answer_is_an_error(told: dict[str, Any]) -> None:
    with pytest.raises(AnswerError):
        response.from_interaction(told)
