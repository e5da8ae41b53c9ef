"""Grounding metadata of a legacy answer -> search steps and annotations."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers import citations
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.walk.names import NAMES
from stepbridge.wire import JsonObject

_QUERIES = (
    ("webSearchQueries", "google_search", None),
    ("imageSearchQueries", "google_search", "image_search"),
    ("retrievalQueries", "retrieval", None),
)
_CARRIED = frozenset(
    {
        "webSearchQueries",
        "imageSearchQueries",
        "retrievalQueries",
        "searchEntryPoint",
        "groundingChunks",
        "groundingSupports",
        "googleMapsWidgetContextToken",
    }
)
_NOTE = "An annotation has no place for it."


def search_steps(metadata: JsonObject, losses: LossLog, path: str) -> list[JsonObject]:
    """The calls and results that ``groundingMetadata`` tells about, with ids of their own."""
    steps: list[JsonObject] = []
    for key, tool, search_type in _QUERIES:
        if metadata.get(key):
            call = _call(tool, len(steps), {"queries": metadata[key]})
            if search_type:
                call["search_type"] = search_type
            steps.append(call)
    entry = metadata.get("searchEntryPoint") or {}
    if "renderedContent" in entry:
        call_id = next((step["id"] for step in steps), "google_search_0")
        if not steps:
            steps.append(_call("google_search", 0, {"queries": []}))
        result = [{"search_suggestions": entry["renderedContent"]}]
        steps.append({"type": "google_search_result", "call_id": call_id, "result": result})
    if "sdkBlob" in entry:
        losses.lost("SearchEntryPoint.sdk_blob", f"{path}.searchEntryPoint.sdkBlob", "")
    if token := metadata.get("googleMapsWidgetContextToken"):
        call = _call("google_maps", len(steps), {"queries": []})
        result = [{"widget_context_token": token}]
        steps += [call, {"type": "google_maps_result", "call_id": call["id"], "result": result}]
    for key in metadata.keys() - _CARRIED:
        losses.lost(f"GroundingMetadata.{NAMES[key]}", f"{path}.{key}", metadata[key])
    return steps


def url_steps(metadata: JsonObject) -> list[JsonObject]:
    """The call and the result that ``urlContextMetadata`` tells about."""
    entries = metadata.get("urlMetadata") or []
    if not entries:
        return []
    prefix = "URL_RETRIEVAL_STATUS_"
    results = [
        {
            "url": entry.get("retrievedUrl", ""),
            "status": str(entry.get("urlRetrievalStatus", "")).removeprefix(prefix).lower(),
        }
        for entry in entries
    ]
    call = _call("url_context", 0, {"urls": [result["url"] for result in results]})
    return [call, {"type": "url_context_result", "call_id": call["id"], "result": results}]


def annotations_of(
    metadata: JsonObject, losses: LossLog, path: str
) -> list[tuple[JsonObject, JsonObject]]:
    """``(segment, annotation)`` for every support and each of its chunks.

    Sources that support nothing come first, with an empty segment; so do all sources when their
    order would be another one without that.
    """
    chunks = [
        _source(chunk, losses, f"{path}.groundingChunks[{number}]")
        for number, chunk in enumerate(metadata.get("groundingChunks") or [])
    ]
    supported: list[tuple[JsonObject, JsonObject]] = []
    order: list[int] = []
    for number, support in enumerate(metadata.get("groundingSupports") or []):
        segment = support.get("segment") or {}
        _check(support, losses, f"{path}.groundingSupports[{number}]")
        for index in support.get("groundingChunkIndices") or []:
            if index < len(chunks) and chunks[index]:
                order.append(index)
                supported.append((segment, {**chunks[index], **_span(segment)}))
    cited = list(dict.fromkeys(order))
    if cited == sorted(cited) == list(range(len(chunks))):
        return supported
    alone = cited if cited != sorted(cited) else []
    first = range(len(chunks)) if alone or len(cited) < len(chunks) else ()
    return [({}, chunks[index]) for index in first if chunks[index]] + supported


def _source(chunk: JsonObject, losses: LossLog, path: str) -> JsonObject:
    annotation, left = citations.citation(chunk)
    for name in left:
        losses.lost(f"GroundingChunk.{NAMES[name]}", f"{path}.{name}", "", _NOTE)
    return annotation


def _check(support: JsonObject, losses: LossLog, path: str) -> None:
    for key in support.keys() - {"segment", "groundingChunkIndices"}:
        losses.lost(f"GroundingSupport.{NAMES[key]}", f"{path}.{key}", support[key], _NOTE)


def _span(segment: JsonObject) -> JsonObject:
    span: JsonObject = {}
    if "startIndex" in segment:
        span["start_index"] = segment["startIndex"]
    if "endIndex" in segment:
        span["end_index"] = segment["endIndex"]
    return span


def _call(tool: str, number: int, arguments: dict[str, Any]) -> JsonObject:
    return {"type": f"{tool}_call", "id": f"{tool}_{number}", "arguments": arguments}
