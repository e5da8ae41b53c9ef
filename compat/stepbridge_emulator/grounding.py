"""What the service's own tools leave in a generateContent candidate."""

from __future__ import annotations

from stepbridge_emulator.answer import Answer, Citation, Source, Text, ToolUse
from stepbridge_emulator.prompt import Json


def candidate_fields(answer: Answer) -> Json:
    """``groundingMetadata`` and ``urlContextMetadata`` where tools were used."""
    uses = [item for item in answer.items if isinstance(item, ToolUse)]
    texts = [item for item in answer.items if isinstance(item, Text)]
    fields: Json = {}
    metadata = {**_queries(uses), **_supports(texts)}
    if metadata:
        fields["groundingMetadata"] = metadata
    urls = [entry for use in uses if use.kind == "url_context" for entry in use.result]
    if urls:
        fields["urlContextMetadata"] = {"urlMetadata": [_url(entry) for entry in urls]}
    return fields


def _url(entry: Json) -> Json:
    status = f"URL_RETRIEVAL_STATUS_{entry['status'].upper()}"
    return {"retrievedUrl": entry["url"], "urlRetrievalStatus": status}


def _queries(uses: list[ToolUse]) -> Json:
    fields: Json = {}
    for use in uses:
        if use.kind == "google_search":
            image = use.variant == "image_search"
            name = "imageSearchQueries" if image else "webSearchQueries"
            fields[name] = use.arguments["queries"]
            widget = use.result[0]["search_suggestions"]
            fields["searchEntryPoint"] = {"renderedContent": widget}
        if use.kind == "retrieval":
            fields["retrievalQueries"] = use.arguments["queries"]
        if use.kind == "google_maps" and "widget_context_token" in use.result[0]:
            fields["googleMapsWidgetContextToken"] = use.result[0]["widget_context_token"]
    return fields


def _supports(texts: list[Text]) -> Json:
    sources: list[Source] = []
    supports: list[Json] = []
    for text in texts:
        for span, notes in _by_span(text.citations).items():
            for note in notes:
                if note.source not in sources:
                    sources.append(note.source)
            indices = [sources.index(note.source) for note in notes]
            supports.append(_support(text.text, span, indices))
    if not sources:
        return {}
    return {
        "groundingChunks": [_chunk(source) for source in sources],
        "groundingSupports": supports,
    }


def _by_span(citations: tuple[Citation, ...]) -> dict[tuple[int, int], list[Citation]]:
    spans: dict[tuple[int, int], list[Citation]] = {}
    for note in citations:
        spans.setdefault((note.start, note.end), []).append(note)
    return spans


def _support(text: str, span: tuple[int, int], indices: list[int]) -> Json:
    start, end = span
    segment: Json = {"endIndex": end, "text": text.encode()[start:end].decode()}
    if start:  # a zero is left out on the wire
        segment["startIndex"] = start
    return {"segment": segment, "groundingChunkIndices": indices}


def _chunk(source: Source) -> Json:
    if source.kind == "place":
        return {"maps": {"uri": source.url, "title": source.title, "placeId": source.id}}
    if source.kind == "file":
        return {"retrievedContext": {"uri": source.url, "title": source.title}}
    return {"web": {"uri": source.url, "title": source.title}}
