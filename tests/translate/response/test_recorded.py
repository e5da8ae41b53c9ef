"""Recorded live answers: every one parses, and a stream says the same as the whole answer."""

from __future__ import annotations

import copy
from typing import Any

from google.genai import types

from stepbridge.translate import response


def test_a_recorded_interaction_is_a_legacy_answer(
    recorded_interaction: Any, official: Any
) -> None:
    before = copy.deepcopy(recorded_interaction)
    translation = response.from_interaction(recorded_interaction)
    assert recorded_interaction == before, "the input was changed"
    assert translation.losses == ()
    answer = official(translation.body)
    spoken = [
        item["text"]
        for step in recorded_interaction["steps"]
        if step["type"] == "model_output"
        for item in step["content"]
    ]
    assert (answer.text or "") == "".join(spoken)
    calls = [step for step in recorded_interaction["steps"] if step["type"] == "function_call"]
    assert [call.args for call in answer.function_calls or []] == [c["arguments"] for c in calls]
    usage = answer.usage_metadata
    assert usage is not None
    assert usage.total_token_count == recorded_interaction["usage"]["total_tokens"]
    assert answer.candidates
    assert answer.candidates[0].finish_reason is types.FinishReason.STOP
    assert translation.headers == {"x-gemini-service-tier": "standard"}


def test_a_recorded_stream_says_what_the_whole_answer_says(
    recorded_events: Any, assemble: Any, replay: Any, concatenate: Any, comparable_answer: Any
) -> None:
    before = copy.deepcopy(recorded_events)
    chunks = replay(recorded_events)
    assert recorded_events == before, "the input was changed"
    whole = response.from_interaction(assemble(recorded_events)).body
    assert concatenate(chunks) == comparable_answer(whole)


def test_each_recorded_chunk_is_valid_by_itself(
    recorded_events: Any, replay: Any, official: Any
) -> None:
    chunks = replay(recorded_events)
    assert len({chunk["responseId"] for chunk in chunks}) == 1
    for chunk in chunks:
        assert official(chunk).candidates


def test_recorded_legacy_answers_come_back_from_interactions(
    recorded_exchanges: Any, comparable_answer: Any
) -> None:
    """All fields but ids of calls that had none and the finish message, which is a loss."""
    for exchange in recorded_exchanges:
        for body in _bodies(exchange):
            there = response.to_interaction(body)
            back = response.from_interaction(there.body, untyped_fields=True)
            lost = {loss.path for loss in there.losses}
            assert lost <= {"candidates[0].finishMessage"}
            assert back.losses == ()
            expected = _without_what_is_lost(comparable_answer(body))
            assert _without_what_is_lost(comparable_answer(back.body)) == expected


def _bodies(exchange: dict[str, Any]) -> list[dict[str, Any]]:
    answer = exchange["response"]
    return answer if isinstance(answer, list) else [answer]


def _without_what_is_lost(body: dict[str, Any]) -> dict[str, Any]:
    candidate = body["candidates"][0]
    candidate.pop("finishMessage", None)
    for part in candidate["content"]["parts"]:
        if str(part.get("functionCall", {}).get("id", "call_")).startswith("call_"):
            part.get("functionCall", {}).pop("id", None)
    return body


def test_recorded_legacy_answers_are_official_interactions(recorded_exchanges: Any) -> None:
    from google.genai._gaos.types.interactions.interaction import Interaction

    for exchange in recorded_exchanges:
        for body in _bodies(exchange):
            there = response.to_interaction(body).body
            parsed = Interaction.model_validate(there)
            kinds = [step.type for step in parsed.steps or []]
            assert kinds == [step["type"] for step in there["steps"]]
