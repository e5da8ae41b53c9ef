"""Fields of grounding metadata, as google.genai.types (3.4.0) names them; see shape.py."""

from __future__ import annotations

SHAPES: dict[str, str] = {
    "GroundingMetadata": (
        "image_search_queries grounding_chunks:[GroundingChunk] "
        "grounding_supports:[GroundingSupport] retrieval_metadata:RetrievalMetadata "
        "search_entry_point:SearchEntryPoint web_search_queries "
        "google_maps_widget_context_token retrieval_queries "
        "source_flagging_uris:[GroundingMetadataSourceFlaggingUri]"
    ),
    "GroundingChunk": (
        "image:GroundingChunkImage maps:GroundingChunkMaps "
        "retrieved_context:GroundingChunkRetrievedContext web:GroundingChunkWeb"
    ),
    "GroundingChunkImage": "source_uri image_uri title domain",
    "GroundingChunkMaps": (
        "place_answer_sources:GroundingChunkMapsPlaceAnswerSources place_id text title uri "
        "route:GroundingChunkMapsRoute"
    ),
    "GroundingChunkMapsPlaceAnswerSources": (
        "review_snippet:[GroundingChunkMapsPlaceAnswerSourcesReviewSnippet] flag_content_uri "
        "review_snippets:[GroundingChunkMapsPlaceAnswerSourcesReviewSnippet]"
    ),
    "GroundingChunkMapsPlaceAnswerSourcesReviewSnippet": (
        "author_attribution:GroundingChunkMapsPlaceAnswerSourcesAuthorAttribution "
        "flag_content_uri google_maps_uri relative_publish_time_description review review_id "
        "title"
    ),
    "GroundingChunkMapsPlaceAnswerSourcesAuthorAttribution": "display_name photo_uri uri",
    "GroundingChunkMapsRoute": "distance_meters duration encoded_polyline",
    "GroundingChunkRetrievedContext": (
        "document_name rag_chunk:RagChunk text title uri "
        "custom_metadata:[GroundingChunkCustomMetadata] file_search_store page_number "
        "media_id"
    ),
    "RagChunk": "page_span:RagChunkPageSpan text chunk_id file_id",
    "RagChunkPageSpan": "first_page last_page",
    "GroundingChunkCustomMetadata": (
        "key numeric_value string_list_value:GroundingChunkStringList string_value"
    ),
    "GroundingChunkStringList": "values",
    "GroundingChunkWeb": "domain title uri",
    "GroundingSupport": "confidence_scores grounding_chunk_indices segment:Segment rendered_parts",
    "Segment": "start_index end_index part_index text",
    "RetrievalMetadata": "google_search_dynamic_retrieval_score",
    "SearchEntryPoint": "rendered_content sdk_blob:bytes",
    "GroundingMetadataSourceFlaggingUri": "flag_content_uri source_id",
}
