"""Grounding metadata: what annotations and search steps say, in the legacy shape."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers import citations
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.wire import JsonObject

_QUERY_HOMES = {
    "google_search_call": "webSearchQueries",
    "retrieval_call": "retrievalQueries",
}
_IMAGE_QUERIES = "imageSearchQueries"


class Grounding:
    """Collects the grounding of one candidate, from annotations and steps in any order.

    ``metadata()`` is a legacy ``groundingMetadata`` or None; ``url_context()`` a legacy
    ``urlContextMetadata`` or None. Spans are UTF-8 bytes, end exclusive, within one part, as they
    are in both APIs.
    """

    __slots__ = (
        "_chunks",
        "_losses",
        "_places",
        "_positions",
        "_queries",
        "_suggestions",
        "_supports",
        "_urls",
        "_widget",
    )

    def __init__(self, losses: LossLog) -> None:
        self._losses = losses
        self._chunks: list[JsonObject] = []
        self._positions: dict[tuple[Any, ...], int] = {}
        self._supports: dict[tuple[int, int | None, int | None], JsonObject] = {}
        self._queries: dict[str, list[str]] = {}
        self._suggestions: list[str] = []
        self._places: list[tuple[JsonObject, str]] = []
        self._urls: list[JsonObject] = []
        self._widget: str | None = None

    def annotate(
        self, annotations: list[JsonObject], text: str, part_index: int, path: str
    ) -> list[JsonObject]:
        """Add the citations of one text item, and return the annotations that are none."""
        encoded: bytes | None = None
        others = []
        for number, annotation in enumerate(annotations):
            chunk = citations.chunk(annotation, self._losses, f"{path}[{number}]")
            if chunk is None:
                others.append(annotation)
                continue
            encoded = text.encode("utf-8", "surrogatepass") if encoded is None else encoded
            self._support(annotation, self._position(chunk), encoded, part_index)
        return others

    def search(self, step: JsonObject, path: str) -> bool:
        """Add what a search, maps or URL step tells; False when the step is none of these."""
        kind = step.get("type")
        if kind in _QUERY_HOMES:
            self._add_queries(step, _QUERY_HOMES[kind])
        elif kind == "google_search_result":
            self._add_suggestions(step)
        elif kind == "google_maps_result":
            self._add_places(step, path)
        elif kind == "url_context_result":
            self._add_urls(step)
        else:
            return False
        return True

    def metadata(self) -> JsonObject | None:
        for found, path in self._places:
            self._position({"maps": citations.place(found, self._losses, path)})
        self._places.clear()
        metadata: JsonObject = dict(self._queries)
        if self._suggestions:
            metadata["searchEntryPoint"] = {"renderedContent": "\n".join(self._suggestions)}
        if self._chunks:
            metadata["groundingChunks"] = self._chunks
        if self._supports:
            metadata["groundingSupports"] = list(self._supports.values())
        if self._widget:
            metadata["googleMapsWidgetContextToken"] = self._widget
        return metadata or None

    def url_context(self) -> JsonObject | None:
        return {"urlMetadata": self._urls} if self._urls else None

    def _position(self, chunk: JsonObject) -> int:
        ((kind, source),) = chunk.items()
        key = (
            kind,
            source.get("uri"),
            source.get("title"),
            source.get("placeId"),
            source.get("pageNumber"),
            source.get("mediaId"),
        )
        position = self._positions.setdefault(key, len(self._chunks))
        if position == len(self._chunks):
            self._chunks.append(chunk)
        return position

    def _support(self, annotation: JsonObject, chunk: int, encoded: bytes, part_index: int) -> None:
        start, end = annotation.get("start_index"), annotation.get("end_index")
        if start is None and end is None:
            return
        support = self._supports.get((part_index, start, end))
        if support is None:
            support = {
                "segment": _segment(start, end, encoded, part_index),
                "groundingChunkIndices": [],
            }
            self._supports[(part_index, start, end)] = support
        if chunk not in support["groundingChunkIndices"]:
            support["groundingChunkIndices"].append(chunk)

    def _add_queries(self, step: JsonObject, home: str) -> None:
        queries = (step.get("arguments") or {}).get("queries") or []
        if step.get("search_type") == "image_search":
            home = _IMAGE_QUERIES
        if queries:
            known = self._queries.setdefault(home, [])
            known.extend(query for query in queries if query not in known)

    def _add_suggestions(self, step: JsonObject) -> None:
        for result in _entries(step):
            suggestion = result.get("search_suggestions")
            if suggestion and suggestion not in self._suggestions:
                self._suggestions.append(suggestion)

    def _add_places(self, step: JsonObject, path: str) -> None:
        for number, result in enumerate(_entries(step)):
            self._widget = result.get("widget_context_token") or self._widget
            for place, found in enumerate(result.get("places") or []):
                self._places.append((found, f"{path}.result[{number}].places[{place}]"))

    def _add_urls(self, step: JsonObject) -> None:
        for result in _entries(step):
            status = str(result.get("status") or "unspecified").upper()
            self._urls.append(
                {
                    "retrievedUrl": result.get("url", ""),
                    "urlRetrievalStatus": f"URL_RETRIEVAL_STATUS_{status}",
                }
            )


def _entries(step: JsonObject) -> list[JsonObject]:
    # Official pages show an object where the schema has a list.
    result = step.get("result") or []
    return [result] if isinstance(result, dict) else list(result)


def _segment(start: int | None, end: int | None, encoded: bytes, part_index: int) -> JsonObject:
    segment: JsonObject = {}
    if part_index:
        segment["partIndex"] = part_index
    if start:  # a zero is left out on the wire, so that the SDK reads None
        segment["startIndex"] = start
    if end is not None:
        segment["endIndex"] = end
    segment["text"] = encoded[start or 0 : end].decode("utf-8", "replace")
    return segment
