"""One annotation of a text item <-> one legacy grounding chunk.

Interactions repeats the source at every place that it supports; generateContent lists each source
once (``groundingChunks``) and points at it (``groundingSupports``).
"""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.wire import JsonObject

SPAN = frozenset({"type", "start_index", "end_index"})

_WEB = {"url": "uri", "title": "title"}
_MAPS = {"url": "uri", "name": "title", "place_id": "placeId"}
_FILE = {
    "document_uri": "uri",
    "file_name": "title",
    "page_number": "pageNumber",
    "media_id": "mediaId",
}
_REVIEW = {"review_id": "reviewId", "title": "title", "url": "googleMapsUri"}


def chunk(citation: JsonObject, losses: LossLog, path: str) -> JsonObject | None:
    """The grounding chunk of a url, place or file citation; None for another kind of annotation."""
    kind = citation.get("type", "url_citation")
    if kind == "url_citation":
        return {"web": _picked(citation, _WEB, frozenset(), losses, path)}
    if kind == "place_citation":
        return {"maps": place(citation, losses, path)}
    if kind == "file_citation":
        return {"retrievedContext": _file(citation, losses, path)}
    return None


def place(found: JsonObject, losses: LossLog, path: str) -> JsonObject:
    """A place citation, or a place of a google_maps_result, as ``groundingChunks[].maps``."""
    maps = _picked(found, _MAPS, frozenset({"review_snippets"}), losses, path)
    if snippets := found.get("review_snippets"):
        reviews = [_renamed(snippet, _REVIEW) for snippet in snippets]
        maps["placeAnswerSources"] = {"reviewSnippets": reviews}
    return maps


def citation(found: JsonObject) -> tuple[JsonObject, list[str]]:
    """A grounding chunk as an annotation without its span, and the names of what was left out."""
    for kind, home, names in (
        ("url_citation", "web", _WEB),
        ("place_citation", "maps", _MAPS),
        ("file_citation", "retrievedContext", _FILE),
    ):
        source = found.get(home)
        if isinstance(source, dict):
            return _cited(kind, source, names)
    return {}, sorted(found)


def _cited(kind: str, source: JsonObject, names: dict[str, str]) -> tuple[JsonObject, list[str]]:
    annotation: JsonObject = {"type": kind}
    annotation.update({key: source[name] for key, name in names.items() if name in source})
    left = source.keys() - set(names.values())
    if kind == "place_citation" and "placeAnswerSources" in left:
        reviews = source["placeAnswerSources"].get("reviewSnippets") or []
        back = {name: key for key, name in _REVIEW.items()}
        annotation["review_snippets"] = [_renamed(review, back) for review in reviews]
        left.remove("placeAnswerSources")
    if kind == "file_citation" and "customMetadata" in left:
        annotation["custom_metadata"] = _plain_metadata(source["customMetadata"])
        left.remove("customMetadata")
    return annotation, sorted(left)


def _file(found: JsonObject, losses: LossLog, path: str) -> JsonObject:
    context = _picked(found, _FILE, frozenset({"custom_metadata", "source"}), losses, path)
    if "uri" not in context and found.get("source"):
        context["uri"] = found["source"]
    elif found.get("source") not in (None, context.get("uri")):
        note = "retrievedContext names one source, not two."
        symbol = "annotation.file_citation.source"
        losses.lost(symbol, f"{path}.source", found["source"], note)
    if metadata := found.get("custom_metadata"):
        context["customMetadata"] = [_typed(key, value) for key, value in metadata.items()]
    return context


def _picked(
    found: JsonObject,
    names: dict[str, str],
    handled: frozenset[str],
    losses: LossLog,
    path: str,
) -> JsonObject:
    for key in found.keys() - names.keys() - handled - SPAN:
        note = "A grounding chunk has no such field."
        losses.lost(f"annotation.{found.get('type')}.{key}", f"{path}.{key}", found[key], note)
    return _renamed(found, names)


def _renamed(found: JsonObject, names: dict[str, str]) -> JsonObject:
    return {name: found[key] for key, name in names.items() if found.get(key) is not None}


def _typed(key: str, value: Any) -> JsonObject:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"key": key, "numericValue": value}
    if isinstance(value, list):
        return {"key": key, "stringListValue": {"values": [str(item) for item in value]}}
    return {"key": key, "stringValue": value if isinstance(value, str) else str(value)}


def _plain_metadata(entries: list[JsonObject]) -> JsonObject:
    plain: JsonObject = {}
    for entry in entries:
        listed = (entry.get("stringListValue") or {}).get("values")
        value = entry.get("stringValue", entry.get("numericValue", listed))
        plain[str(entry.get("key"))] = value
    return plain
