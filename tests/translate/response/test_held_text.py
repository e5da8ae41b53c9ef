"""No chunk with an empty text for clients that would drop the turn."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from stepbridge.translate.streams.held_text import HeldText, wants_full_chunks

TEXT = {"type": "text", "text": "Hello"}


@pytest.mark.parametrize(
    ("client", "wanted"),
    [
        ("google-genai-sdk/1.56.0 gl-python/3.11.0", True),
        ("google-genai-sdk/0.8.0 gl-python/3.11.0", True),
        ("google-genai-sdk/2.0.1 gl-python/3.11.0", True),
        ("google-genai-sdk/2.18.0 gl-python/3.11.0", True),
        ("google-genai-sdk/2.19.0 gl-python/3.11.0", False),
        ("google-genai-sdk/3.4.0 gl-python/3.11.0", False),
        ("google-genai-sdk/10.0.0", False),
        ("curl/8", False),
        (None, False),
    ],
)
def test_which_clients(client: str | None, wanted: bool) -> None:
    assert wants_full_chunks(client) is wanted


def held(chunks: list[Any]) -> list[Any]:
    before = copy.deepcopy(chunks)
    holder = HeldText()
    found = [ready for chunk in chunks for ready in holder.take([chunk])] + holder.release()
    assert chunks == before, "the input was changed"
    return found


def test_a_call_carries_the_ending(stream_of: Any, events_of: Any, replay: Any) -> None:
    step = {"type": "function_call", "id": "c", "name": "f", "arguments": {}}
    found = held(replay(stream_of(events_of(0, step), status="requires_action")))
    (only,) = found
    assert only["candidates"][0]["finishReason"] == "STOP"
    assert "functionCall" in only["candidates"][0]["content"]["parts"][0]


def test_the_answer_stays_the_same(
    stream_of: Any, events_of: Any, replay: Any, concatenate: Any
) -> None:
    signature = {"type": "thought_signature", "signature": "c2ln"}
    picture = {"type": "image", "data": "/9j/AAAA"}
    events = stream_of(
        events_of(0, {"type": "thought"}, signature),
        events_of(1, {"type": "model_output"}, TEXT, {"type": "text", "text": "!"}, picture, TEXT),
        events_of(2, {"type": "thought"}, signature),
        usage={"total_tokens": 4},
    )
    chunks = replay(events)
    assert concatenate(held(chunks)) == concatenate(chunks)


def test_blocks_and_endings_without_content_pass(stream_of: Any, replay: Any) -> None:
    feedback = {"promptFeedback": {"blockReason": "SAFETY"}}
    assert held([feedback]) == [feedback]
    chunks = replay(stream_of())
    assert held(chunks) == chunks
