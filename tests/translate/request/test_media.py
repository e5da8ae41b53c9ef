"""Files: kinds by MIME type, names that differ, text, raw audio, how to look at them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from stepbridge.translate.steps import from_contents
from stepbridge.translate.walk.ledger import Ledger


def item(part: dict[str, Any], resolution: str | None = None) -> tuple[Any, list[Any]]:
    ledger = Ledger()
    steps = from_contents(
        [{"role": "user", "parts": [part, {"text": "?"}]}], ledger=ledger, resolution=resolution
    )
    content = steps[0]["content"]
    return content[0] if len(content) == 2 else None, ledger.losses


def inline(mime: str, data: str = "QUJD", **more: Any) -> dict[str, Any]:
    return {"inlineData": {"mimeType": mime, "data": data}, **more}


def linked(uri: str, mime: str | None = None, **more: Any) -> dict[str, Any]:
    return {"fileData": {"fileUri": uri} | ({"mimeType": mime} if mime else {}), **more}


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("image/png", "image"),
        ("IMAGE/JPEG", "image"),
        ("audio/wav", "audio"),
        ("video/mp4", "video"),
        ("application/pdf", "document"),
        ("text/csv", "document"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document"),
    ],
)
def test_kind_by_mime_type(mime: str, kind: str) -> None:
    found, losses = item(inline(mime))
    assert found == {"type": kind, "data": "QUJD", "mime_type": mime.lower()}
    assert losses == []


@pytest.mark.parametrize("mime", ["text/plain", "text/x-python", "application/json"])
def test_text_files_become_text(mime: str) -> None:
    text = "Grüße ?>~"
    for encoder in (base64.b64encode, base64.urlsafe_b64encode):
        found, losses = item(inline(mime, encoder(text.encode()).decode()))
        assert found == {"type": "text", "text": text}
        assert [loss.fidelity for loss in losses] == ["approximate"]


def test_a_text_file_in_another_encoding() -> None:
    data = base64.b64encode("Grüße".encode("latin-1")).decode()
    assert item(inline("text/plain; charset=latin-1", data))[0]["text"] == "Grüße"
    broken, losses = item(inline("text/plain", data))
    assert broken is None
    assert [loss.fidelity for loss in losses] == ["lost"]


def test_a_linked_text_file_is_a_document() -> None:
    found, _ = item(linked("https://example.com/files/1", "text/plain"))
    assert found == {
        "type": "document",
        "uri": "https://example.com/files/1",
        "mime_type": "text/plain",
    }


def test_a_renamed_mime_type_is_told() -> None:
    found, losses = item(inline("audio/mp4"))
    assert found["mime_type"] == "audio/m4a"
    assert [loss.fidelity for loss in losses] == ["approximate"]


def test_raw_audio_says_its_rate_apart() -> None:
    found, losses = item(inline("audio/L16;codec=pcm;rate=24000"))
    assert found == {
        "type": "audio",
        "data": "QUJD",
        "mime_type": "audio/l16",
        "sample_rate": 24000,
    }
    assert losses == []


@pytest.mark.parametrize("mime", ["application/zip", "model/gltf", "nonsense"])
def test_a_mime_type_without_item_is_refused(mime: str) -> None:
    found, losses = item(inline(mime))
    assert found is None
    assert [(loss.fidelity, loss.value) for loss in losses] == [("lost", mime)]


@pytest.mark.parametrize("host", ["www.youtube.com/watch?v=1", "youtu.be/1"])
def test_online_videos_need_no_mime_type(host: str) -> None:
    found, losses = item(linked(f"https://{host}"))
    assert found == {"type": "video", "uri": f"https://{host}"}
    assert losses == []


def test_a_mime_type_is_guessed_from_the_name_and_told() -> None:
    found, losses = item(linked("gs://bucket/a.PNG"))
    assert found["mime_type"] == "image/png"
    assert [loss.fidelity for loss in losses] == ["approximate"]
    nothing, refused = item(linked("https://example.com/files/1"))
    assert nothing is None
    assert [loss.fidelity for loss in refused] == ["lost"]


@pytest.mark.parametrize(
    ("part", "processing"),
    [
        (
            inline("video/mp4", videoMetadata={"startOffset": "1s", "endOffset": 2.5, "fps": 1}),
            {"type": "static", "start_offset": "1s", "end_offset": "2.5s", "fps": 1},
        ),
        (
            inline("video/mp4", videoMetadata={"contentLayers": ["FRAMES", "AUDIO"]}),
            {"type": "static", "content_layers": ["frames", "audio"]},
        ),
        (inline("video/mp4", mediaProcessing="AGENTIC"), "agentic"),
        (
            inline("audio/wav", audioMetadata={"startOffset": "1s"}),
            {"type": "static", "start_offset": "1s"},
        ),
        (
            inline("application/pdf", documentMetadata={"startPage": 2, "endPage": 3}),
            {"type": "static", "page_options": {"start_page": 2, "end_page": 3}},
        ),
        (
            inline("text/csv", spreadsheetMetadata={"visibleCells": "A1:B2", "sheetIndex": 1}),
            {
                "type": "static",
                "spreadsheet_options": {"visible_cells": "A1:B2", "sheet_index": 1},
            },
        ),
    ],
)
def test_processing(part: dict[str, Any], processing: Any) -> None:
    found, losses = item(part)
    assert found["processing"] == processing
    assert losses == []


def test_the_request_resolution_holds_where_a_part_has_none() -> None:
    assert item(inline("image/png"), "high")[0]["resolution"] == "high"
    own = inline("image/png", mediaResolution={"level": "MEDIA_RESOLUTION_LOW"})
    assert item(own, "high")[0]["resolution"] == "low"
    assert "resolution" not in item(inline("audio/wav"), "high")[0]


def test_metadata_of_another_kind_is_refused() -> None:
    found, losses = item(inline("image/png", videoMetadata={"fps": 1}))
    assert "processing" not in found
    assert [loss.path for loss in losses] == ["contents[0].parts[0].videoMetadata"]


def test_a_wildcard_names_the_kind_only() -> None:
    found, losses = item(linked("https://youtu.be/9hE5-98ZeCg", "video/*"))
    assert found == {"type": "video", "uri": "https://youtu.be/9hE5-98ZeCg"}
    assert [loss.fidelity for loss in losses] == ["approximate"]
