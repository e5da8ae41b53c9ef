"""Grounding metadata: sources once, supports by span, byte offsets, queries and entry points."""

from __future__ import annotations

from typing import Any

import pytest

from stepbridge.translate import response

TEXT = "Der Größte: Ulm. Zweiter: Köln."
URL = {"type": "url_citation", "url": "https://u", "title": "Ulm"}
URL_2 = {"type": "url_citation", "url": "https://k", "title": "Köln"}


def span(text: str, part: str) -> dict[str, int]:
    start = len(text[: text.index(part)].encode())
    return {"start_index": start, "end_index": start + len(part.encode())}


def interaction(annotations: list[Any], *more: dict[str, Any]) -> dict[str, Any]:
    item = {"type": "text", "text": TEXT, "annotations": annotations}
    steps = [{"type": "model_output", "content": [item]}, *more]
    return {"id": "i", "status": "completed", "steps": steps}


def metadata(told: dict[str, Any]) -> dict[str, Any]:
    found = response.from_interaction(told).body["candidates"][0]["groundingMetadata"]
    assert isinstance(found, dict)
    return found


def test_sources_are_listed_once_and_supports_grouped_by_span(official: Any) -> None:
    first, second = span(TEXT, "Der Größte: Ulm."), span(TEXT, "Zweiter: Köln.")
    annotations = [{**URL, **first}, {**URL_2, **first}, {**URL_2, **second}]
    told = interaction(annotations)
    found = metadata(told)
    assert found["groundingChunks"] == [
        {"web": {"uri": "https://u", "title": "Ulm"}},
        {"web": {"uri": "https://k", "title": "Köln"}},
    ]
    supports = found["groundingSupports"]
    assert [support["groundingChunkIndices"] for support in supports] == [[0, 1], [1]]
    assert [support["segment"]["text"] for support in supports] == [
        "Der Größte: Ulm.",
        "Zweiter: Köln.",
    ]
    assert supports[1]["segment"]["startIndex"] == second["start_index"]
    parsed = official(response.from_interaction(told).body).candidates[0].grounding_metadata
    for support in parsed.grounding_supports:
        segment = support.segment
        cut = TEXT.encode()[segment.start_index : segment.end_index].decode()
        assert cut == segment.text


def test_spans_count_within_their_part() -> None:
    thought = {"type": "thought", "summary": [{"type": "text", "text": "Hm."}]}
    told = interaction([{**URL, **span(TEXT, "Ulm")}])
    told["steps"].insert(0, thought)
    (support,) = metadata(told)["groundingSupports"]
    assert support["segment"]["partIndex"] == 1
    assert support["segment"]["text"] == "Ulm"


def test_a_span_outside_the_text_gives_no_text() -> None:
    (support,) = metadata(interaction([{**URL, "start_index": 900, "end_index": 910}]))[
        "groundingSupports"
    ]
    assert support["segment"]["text"] == ""


def test_search_steps(official: Any) -> None:
    told = interaction(
        [],
        {"type": "google_search_call", "id": "1", "arguments": {"queries": ["a", "b"]}},
        {"type": "google_search_call", "id": "2", "arguments": {"queries": ["b", "c"]}},
        {
            "type": "google_search_call",
            "id": "3",
            "arguments": {"queries": ["pic"]},
            "search_type": "image_search",
        },
        {
            "type": "google_search_result",
            "call_id": "1",
            "result": [{"search_suggestions": "<b>a</b>"}],
        },
        {"type": "retrieval_call", "id": "4", "arguments": {"queries": ["r"]}},
    )
    answer = official(response.from_interaction(told).body).candidates[0]
    assert answer.grounding_metadata.web_search_queries == ["a", "b", "c"]
    assert answer.grounding_metadata.image_search_queries == ["pic"]
    assert answer.grounding_metadata.retrieval_queries == ["r"]
    assert answer.grounding_metadata.search_entry_point.rendered_content == "<b>a</b>"


def test_a_result_written_as_an_object_counts_too() -> None:
    result = {"type": "google_search_result", "call_id": "1", "result": {"search_suggestions": "x"}}
    assert metadata(interaction([], result)) == {"searchEntryPoint": {"renderedContent": "x"}}


def test_search_shows_as_parts_only_when_asked_for() -> None:
    call = {"type": "google_search_call", "id": "1", "arguments": {"queries": ["a"]}}
    told = interaction([], call)
    (quiet,) = response.from_interaction(told).body["candidates"]
    (loud,) = response.from_interaction(told, server_tools=True).body["candidates"]
    assert [list(part) for part in quiet["content"]["parts"]] == [["text"]]
    assert [list(part) for part in loud["content"]["parts"]] == [["text"], ["toolCall"]]
    assert quiet["groundingMetadata"] == loud["groundingMetadata"] == {"webSearchQueries": ["a"]}


def test_places_cited_or_not(official: Any) -> None:
    snippet = {"review_id": "r", "title": "Nice", "url": "https://r"}
    cited = {
        "type": "place_citation",
        "place_id": "p1",
        "name": "Café",
        "url": "https://p1",
        "review_snippets": [snippet],
        **span(TEXT, "Ulm"),
    }
    result = {
        "type": "google_maps_result",
        "call_id": "m",
        "result": [
            {
                "places": [
                    {"place_id": "p1", "name": "Café", "url": "https://p1"},
                    {"place_id": "p2", "name": "Bar", "url": "https://p2"},
                ],
                "widget_context_token": "tok",
            }
        ],
    }
    parsed = official(response.from_interaction(interaction([cited], result)).body)
    found = parsed.candidates[0].grounding_metadata
    assert [chunk.maps.place_id for chunk in found.grounding_chunks] == ["p1", "p2"]
    (review,) = found.grounding_chunks[0].maps.place_answer_sources.review_snippets
    assert (review.review_id, review.google_maps_uri) == ("r", "https://r")
    assert found.google_maps_widget_context_token == "tok"
    assert [support.grounding_chunk_indices for support in found.grounding_supports] == [[0]]


def test_files(official: Any) -> None:
    cited = {
        "type": "file_citation",
        "document_uri": "fileSearchStores/s/documents/d",
        "file_name": "a.pdf",
        "page_number": 3,
        "media_id": "m",
        "custom_metadata": {"year": 2026, "who": "me", "tags": ["a", "b"]},
        **span(TEXT, "Ulm"),
    }
    body = response.from_interaction(interaction([cited])).body
    (chunk,) = official(body).candidates[0].grounding_metadata.grounding_chunks
    context = chunk.retrieved_context
    assert (context.title, context.page_number, context.media_id) == ("a.pdf", 3, "m")
    values = {entry.key: entry for entry in context.custom_metadata}
    assert values["year"].numeric_value == 2026
    assert values["who"].string_value == "me"
    assert values["tags"].string_list_value.values == ["a", "b"]


def test_url_context(official: Any) -> None:
    result = {
        "type": "url_context_result",
        "call_id": "u",
        "result": [
            {"url": "https://a", "status": "success"},
            {"url": "https://b", "status": "paywall"},
        ],
    }
    body = response.from_interaction(interaction([], result)).body
    found = official(body).candidates[0].url_context_metadata.url_metadata
    assert [(url.retrieved_url, url.url_retrieval_status.value) for url in found] == [
        ("https://a", "URL_RETRIEVAL_STATUS_SUCCESS"),
        ("https://b", "URL_RETRIEVAL_STATUS_PAYWALL"),
    ]


@pytest.mark.parametrize(
    ("step", "path"),
    [
        (
            {"type": "google_maps_call", "id": "m", "arguments": {"queries": ["q"]}},
            "steps[1].arguments",
        ),
        (
            {"type": "google_search_result", "call_id": "s", "result": [], "is_error": True},
            "steps[1].is_error",
        ),
    ],
)
def test_what_grounding_cannot_say_is_a_loss(step: dict[str, Any], path: str) -> None:
    losses = response.from_interaction(interaction([], step)).losses
    assert [loss.path for loss in losses] == [path]


def test_grounding_survives_the_way_back() -> None:
    first, second = span(TEXT, "Der Größte: Ulm."), span(TEXT, "Zweiter: Köln.")
    told = interaction(
        [{**URL, **first}, {**URL_2, **second}, {**URL, **second}],
        {"type": "google_search_call", "id": "s", "arguments": {"queries": ["q"]}},
        {
            "type": "google_search_result",
            "call_id": "s",
            "result": [{"search_suggestions": "<b>"}],
        },
    )
    legacy = response.from_interaction(told).body
    there = response.to_interaction(legacy)
    assert there.losses == ()
    assert response.from_interaction(there.body).body == legacy


def test_the_order_of_sources_survives_the_way_back() -> None:
    text = "One. Two."
    legacy = {
        "candidates": [
            {
                "content": {"parts": [{"text": text}], "role": "model"},
                "index": 0,
                "finishReason": "STOP",
                "groundingMetadata": {
                    "groundingChunks": [
                        {"web": {"uri": "https://0", "title": "0"}},
                        {"web": {"uri": "https://1", "title": "1"}},
                        {"web": {"uri": "https://2", "title": "2"}},
                    ],
                    "groundingSupports": [
                        {
                            "segment": {"endIndex": 4, "text": "One."},
                            "groundingChunkIndices": [2],
                        },
                        {
                            "segment": {"startIndex": 5, "endIndex": 9, "text": "Two."},
                            "groundingChunkIndices": [0],
                        },
                    ],
                },
            }
        ],
        "responseId": "r",
    }
    there = response.to_interaction(legacy)
    assert there.losses == ()
    assert response.from_interaction(there.body).body == legacy
