"""Interactions content items (text, image, audio, video, document) as legacy parts.

Shapes: ``google.genai._gaos.types.interactions.content`` on one side, ``types.Part`` on the other.
"""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.media_types import legacy_mime_type
from stepbridge.wire import JsonObject

MEDIA_TYPES = frozenset({"image", "audio", "video", "document"})

_CARRIED = frozenset(
    {"type", "data", "uri", "mime_type", "resolution", "processing", "sample_rate", "channels"}
)
_STATIC_KEYS = {
    "start_offset": "startOffset",
    "end_offset": "endOffset",
    "fps": "fps",
    "start_page": "startPage",
    "end_page": "endPage",
    "visible_cells": "visibleCells",
    "sheet_index": "sheetIndex",
}
_OPTION_HOMES = {"page_options": "documentMetadata", "spreadsheet_options": "spreadsheetMetadata"}
_STATIC_HOMES = {"video": "videoMetadata", "audio": "audioMetadata"}


def from_media(item: JsonObject, losses: LossLog, path: str) -> JsonObject:
    """One image, audio, video or document item -> one part with inlineData or fileData.

    Base64 in ``data`` is shared with the input, never decoded.
    """
    mime_type = legacy_mime_type(item)
    part: JsonObject = {}
    if item.get("data") is not None:
        part["inlineData"] = _with_mime("data", item["data"], mime_type)
    else:
        part["fileData"] = _with_mime("fileUri", item.get("uri", ""), mime_type)
    if resolution := item.get("resolution"):
        part["mediaResolution"] = {"level": f"MEDIA_RESOLUTION_{str(resolution).upper()}"}
    if processing := item.get("processing"):
        part.update(_processing(item["type"], processing))
    for key in item.keys() - _CARRIED:
        losses.lost(
            f"item.{item['type']}.{key}",
            f"{path}.{key}",
            item[key],
            "A legacy part has no such field.",
        )
    return part


def _with_mime(key: str, value: Any, mime_type: str | None) -> JsonObject:
    if mime_type is None:
        return {key: value}
    return {"mimeType": mime_type, key: value}


def _processing(kind: str, processing: Any) -> JsonObject:
    if isinstance(processing, str):
        return {"mediaProcessing": processing.upper()}
    homes: JsonObject = {}
    for option, home in _OPTION_HOMES.items():
        if isinstance(processing.get(option), dict):
            homes[home] = _metadata(processing[option])
    if kind in _STATIC_HOMES and (metadata := _metadata(processing)):
        homes[_STATIC_HOMES[kind]] = metadata
    return homes or {"mediaProcessing": str(processing.get("type", "static")).upper()}


def _metadata(options: JsonObject) -> JsonObject:
    metadata = {legacy: options[key] for key, legacy in _STATIC_KEYS.items() if key in options}
    if layers := options.get("content_layers"):
        metadata["contentLayers"] = [str(layer).upper() for layer in layers]
    return metadata
