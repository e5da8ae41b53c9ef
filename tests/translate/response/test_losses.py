"""What an answer loses is named by the row of the field map that says so."""

from __future__ import annotations

from typing import Any

import pytest

from stepbridge import fields
from stepbridge.translate import response
from stepbridge.translate.stream import ChunkStream


def answer(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    steps = [{"type": "model_output", "content": list(items)}]
    return {"id": "i", "status": "completed", "steps": steps, **more}


def note(**annotation: Any) -> dict[str, Any]:
    return {"type": "text", "text": "Hi.", "annotations": [annotation]}


USAGE = {"total_tokens": 1, "grounding_tool_count": [{"type": "google_search", "count": 1}]}
CASES = {
    "interaction.grounding_tool_count": answer(usage=USAGE),
    "interaction.environment_id": answer(environment_id="e"),
    "interaction.errors": answer(errors=[{"code": "api_error", "message": "late"}]),
    "step.unknown": {"id": "i", "status": "completed", "steps": [{"type": "new"}]},
    "step.error": {
        "id": "i",
        "status": "completed",
        "steps": [{"type": "model_output", "error": {"code": 3}}],
    },
    "step.google_maps_call": {
        "id": "i",
        "status": "completed",
        "steps": [{"type": "google_maps_call", "id": "m", "arguments": {"queries": ["q"]}}],
    },
    "item.unknown": answer({"type": "smell"}),
    "item.video.name": answer({"type": "video", "uri": "u", "name": "mine"}),
    "annotation.unknown": answer(note(type="new")),
    "annotation.file_citation.source": answer(
        note(type="file_citation", document_uri="u", source="s")
    ),
    "unknown": answer(something_new=1),
}


@pytest.mark.parametrize("symbol", CASES)
def test_row(symbol: str) -> None:
    (loss,) = response.from_interaction(CASES[symbol]).losses
    assert loss.field_id == fields.of(symbol).id


def test_rows_of_streams() -> None:
    stream = ChunkStream()
    stream.feed({"event_type": "new", "x": 1})
    stream.feed({"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "a"}})
    stream.feed({"event_type": "step.delta", "index": 0, "delta": {"type": "new", "x": 1}})
    expected = [fields.of(symbol).id for symbol in ("event.unknown", "delta.unknown")]
    assert [loss.field_id for loss in stream.losses] == expected


def test_losses_show_no_media() -> None:
    secret = "QUJD" * 100
    told = answer({"type": "smell", "data": secret}, {"type": "image", "data": secret, "x": secret})
    losses = response.from_interaction(told).losses
    assert len(losses) == 2
    assert all(secret not in loss.value for loss in losses)
