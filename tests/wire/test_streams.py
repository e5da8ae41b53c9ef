"""Interactions events become generateContent chunks that add up to the same answer."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from google.genai import types

from stepbridge.translate.stream import ChunkStream


def chunks_of(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    stream = ChunkStream()
    chunks = [chunk for event in copy.deepcopy(events) for chunk in stream.feed(event)]
    return [*chunks, *stream.finish()]


def parts_of(chunks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        part
        for chunk in chunks
        for candidate in chunk.get("candidates", [])
        for part in candidate.get("content", {}).get("parts", [])
    ]


def test_chunks_add_up(stream_case: Any) -> None:
    chunks = chunks_of(stream_case["events"])
    parts = parts_of(chunks)
    spoken = [part["text"] for part in parts if "text" in part and not part.get("thought")]
    thought = [part["text"] for part in parts if part.get("thought")]
    assert "".join(spoken) == stream_case["text"]
    assert "".join(thought) == stream_case["thoughts"]
    assert [part["functionCall"] for part in parts if "functionCall" in part] == stream_case[
        "calls"
    ]
    signatures = [part["thoughtSignature"] for part in parts if part.get("thoughtSignature")]
    assert signatures == stream_case["signatures"]


def test_the_last_chunk_closes(stream_case: Any) -> None:
    *before, last = chunks_of(stream_case["events"])
    assert last["candidates"][0]["finishReason"] == stream_case["finish_reason"]
    assert not any("finishReason" in chunk["candidates"][0] for chunk in before)
    if stream_case["usage"]:
        given = {key: value for key, value in last["usageMetadata"].items() if value}
        assert given == stream_case["usage"]


def test_each_chunk_is_valid_by_itself(stream_case: Any) -> None:
    for chunk in chunks_of(stream_case["events"]):
        assert types.GenerateContentResponse.model_validate(chunk).candidates


def test_a_stream_without_completion_is_an_error(stream_case: Any) -> None:
    stream = ChunkStream()
    for event in copy.deepcopy(stream_case["events"][:-1]):
        stream.feed(event)
    with pytest.raises(Exception, match=r"(?i)complet|ended|end"):
        stream.finish()
