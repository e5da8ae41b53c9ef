"""Grounding and citations in answers."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_T = "google.genai.types."
_WIRE = "candidates[].groundingMetadata"
_PYTHON = "response.candidates[0].grounding_metadata"
_NOTES = "steps[model_output].content[text].annotations"

_NONE = "Not delivered."
_REVIEW = f"{_WIRE}.groundingChunks[].maps.placeAnswerSources"
_REVIEW_PY = f"{_PYTHON}.grounding_chunks[].maps.place_answer_sources"
_CONTEXT = f"{_WIRE}.groundingChunks[].retrievedContext"
_CONTEXT_PY = f"{_PYTHON}.grounding_chunks[].retrieved_context"

# fmt: off
TABLES = (
    Table("GroundingMetadata", Surface.RESPONSE, f"{_WIRE}.*", f"{_PYTHON}.*",
          _T + "GroundingMetadata", (
        (500, "image_search_queries", "steps[google_search_call].arguments.queries",
         "moved exact sdk", "Of calls whose search_type is image_search."),
        (501, "grounding_chunks", _NOTES, "reshaped approximate sdk",
         "There is no list of sources: each annotation names its own. Collect distinct (url, "
         "title) pairs."),
        (502, "grounding_supports", _NOTES, "reshaped exact sdk",
         "Each annotation says which stretch of text it supports: start_index and end_index, in "
         "bytes of UTF-8."),
        (503, "retrieval_metadata", None, "dropped lost sdk", _NONE),
        (504, "search_entry_point", "steps[google_search_result].result[].search_suggestions",
         "moved exact sdk", "The HTML to show; result is a list."),
        (505, "web_search_queries", "steps[google_search_call].arguments.queries",
         "moved exact recorded", "Collect them from all google_search_call steps."),
        (506, "google_maps_widget_context_token",
         "steps[google_maps_result].result[].widget_context_token", "moved exact sdk",
         "On the google_maps_result step; the widget is being retired."),
        (507, "retrieval_queries", "steps[retrieval_call].arguments.queries", "moved exact sdk",
         "Of retrieval_call steps."),
        (508, "source_flagging_uris", None, "dropped lost sdk", _NONE),
    )),
    Table("GroundingChunk", Surface.RESPONSE, f"{_WIRE}.groundingChunks[].*",
          f"{_PYTHON}.grounding_chunks[].*", _T + "GroundingChunk", (
        (509, "image", None, "dropped lost sdk", "Sources of image search are not delivered."),
        (510, "maps", f"{_NOTES}[place_citation]", "reshaped approximate sdk",
         "A place_citation annotation."),
        (511, "retrieved_context", f"{_NOTES}[file_citation]", "reshaped approximate sdk",
         "A file_citation annotation, without the text of the passage."),
        (512, "web", f"{_NOTES}[url_citation]", "reshaped approximate sdk",
         "A url_citation annotation."),
    )),
    Table("GroundingChunkWeb", Surface.RESPONSE, f"{_WIRE}.groundingChunks[].web.*",
          f"{_PYTHON}.grounding_chunks[].web.*", _T + "GroundingChunkWeb", (
        (513, "domain", None, "dropped lost sdk",
         _NONE + " The title often is the domain."),
        (514, "title", f"{_NOTES}[url_citation].title", "moved exact sdk", "Same text."),
        (515, "uri", f"{_NOTES}[url_citation].url", "renamed exact sdk",
         "Renamed to url; a redirect address, as before."),
    )),
    Table("GroundingChunkImage", Surface.RESPONSE, f"{_WIRE}.groundingChunks[].image.*",
          f"{_PYTHON}.grounding_chunks[].image.*", _T + "GroundingChunkImage", (
        (516, "source_uri", None, "dropped lost sdk", _NONE),
        (517, "image_uri", None, "dropped lost sdk", _NONE),
        (518, "title", None, "dropped lost sdk", _NONE),
        (519, "domain", None, "dropped lost sdk", _NONE),
    )),
    Table("GroundingChunkMaps", Surface.RESPONSE, f"{_WIRE}.groundingChunks[].maps.*",
          f"{_PYTHON}.grounding_chunks[].maps.*", _T + "GroundingChunkMaps", (
        (520, "place_answer_sources", f"{_NOTES}[place_citation].review_snippets",
         "reshaped approximate sdk", "Only review snippets."),
        (521, "place_id", f"{_NOTES}[place_citation].place_id", "moved exact sdk", "Same id."),
        (522, "text", None, "dropped lost sdk", _NONE),
        (523, "title", f"{_NOTES}[place_citation].name", "renamed exact sdk", "Renamed to name."),
        (524, "uri", f"{_NOTES}[place_citation].url", "renamed exact sdk", "Renamed to url."),
        (525, "route", None, "dropped lost sdk", _NONE),
    )),
    Table("GroundingChunkMapsPlaceAnswerSources", Surface.RESPONSE, f"{_REVIEW}.*",
          f"{_REVIEW_PY}.*", _T + "GroundingChunkMapsPlaceAnswerSources", (
        (526, "review_snippet", f"{_NOTES}[place_citation].review_snippets",
         "reshaped approximate sdk", "Only id, title and url of a review."),
        (527, "flag_content_uri", None, "dropped lost sdk", _NONE),
        (528, "review_snippets", f"{_NOTES}[place_citation].review_snippets",
         "reshaped approximate sdk", "Only id, title and url of a review."),
    )),
    Table("GroundingChunkMapsPlaceAnswerSourcesReviewSnippet", Surface.RESPONSE,
          f"{_REVIEW}.reviewSnippets[].*", f"{_REVIEW_PY}.review_snippets[].*",
          _T + "GroundingChunkMapsPlaceAnswerSourcesReviewSnippet", (
        (529, "author_attribution", None, "dropped lost sdk", _NONE),
        (530, "flag_content_uri", None, "dropped lost sdk", _NONE),
        (531, "google_maps_uri", f"{_NOTES}[place_citation].review_snippets[].url",
         "renamed exact sdk", "Renamed to url."),
        (532, "relative_publish_time_description", None, "dropped lost sdk", _NONE),
        (533, "review", None, "dropped lost sdk", _NONE),
        (534, "review_id", f"{_NOTES}[place_citation].review_snippets[].review_id",
         "moved exact sdk", "Same id."),
        (535, "title", f"{_NOTES}[place_citation].review_snippets[].title", "moved exact sdk",
         "Same text."),
    )),
    Table("GroundingChunkMapsPlaceAnswerSourcesAuthorAttribution", Surface.RESPONSE,
          f"{_REVIEW}.reviewSnippets[].authorAttribution.*",
          f"{_REVIEW_PY}.review_snippets[].author_attribution.*",
          _T + "GroundingChunkMapsPlaceAnswerSourcesAuthorAttribution", (
        (536, "display_name", None, "dropped lost sdk", _NONE),
        (537, "photo_uri", None, "dropped lost sdk", _NONE),
        (538, "uri", None, "dropped lost sdk", _NONE),
    )),
    Table("GroundingChunkMapsRoute", Surface.RESPONSE, f"{_WIRE}.groundingChunks[].maps.route.*",
          f"{_PYTHON}.grounding_chunks[].maps.route.*", _T + "GroundingChunkMapsRoute", (
        (539, "distance_meters", None, "dropped lost sdk", _NONE),
        (540, "duration", None, "dropped lost sdk", _NONE),
        (541, "encoded_polyline", None, "dropped lost sdk", _NONE),
    )),
    Table("GroundingChunkRetrievedContext", Surface.RESPONSE, f"{_CONTEXT}.*",
          f"{_CONTEXT_PY}.*", _T + "GroundingChunkRetrievedContext", (
        (542, "document_name", None, "dropped lost sdk", _NONE),
        (543, "rag_chunk", None, "dropped lost sdk", _NONE),
        (544, "text", None, "dropped lost sdk", "The passage itself is no longer delivered."),
        (545, "title", f"{_NOTES}[file_citation].file_name", "renamed approximate sdk",
         "The name of the file."),
        (546, "uri", f"{_NOTES}[file_citation].document_uri", "renamed exact sdk",
         "Renamed to document_uri."),
        (547, "custom_metadata", f"{_NOTES}[file_citation].custom_metadata",
         "reshaped approximate sdk", "A plain dictionary instead of a list of typed entries."),
        (548, "file_search_store", None, "dropped lost sdk", _NONE),
        (549, "page_number", f"{_NOTES}[file_citation].page_number", "moved exact sdk",
         "Same number."),
        (550, "media_id", f"{_NOTES}[file_citation].media_id", "moved exact sdk", "Same id."),
    )),
    Table("GroundingChunkCustomMetadata", Surface.RESPONSE, f"{_CONTEXT}.customMetadata[].*",
          f"{_CONTEXT_PY}.custom_metadata[].*", _T + "GroundingChunkCustomMetadata", (
        (551, "key", f"{_NOTES}[file_citation].custom_metadata", "reshaped approximate sdk",
         "A key of the dictionary."),
        (552, "numeric_value", f"{_NOTES}[file_citation].custom_metadata",
         "reshaped approximate sdk", "A value of the dictionary."),
        (553, "string_list_value", f"{_NOTES}[file_citation].custom_metadata",
         "reshaped approximate sdk", "A value of the dictionary."),
        (554, "string_value", f"{_NOTES}[file_citation].custom_metadata",
         "reshaped approximate sdk", "A value of the dictionary."),
    )),
    Table("GroundingChunkStringList", Surface.RESPONSE,
          f"{_CONTEXT}.customMetadata[].stringListValue.*",
          f"{_CONTEXT_PY}.custom_metadata[].string_list_value.*",
          _T + "GroundingChunkStringList", (
        (555, "values", f"{_NOTES}[file_citation].custom_metadata", "reshaped approximate sdk",
         "A value of the dictionary."),
    )),
    Table("RagChunk", Surface.RESPONSE, f"{_CONTEXT}.ragChunk.*", f"{_CONTEXT_PY}.rag_chunk.*",
          _T + "RagChunk", (
        (556, "page_span", None, "dropped lost sdk", _NONE),
        (557, "text", None, "dropped lost sdk", _NONE),
        (558, "chunk_id", None, "dropped lost sdk", _NONE),
        (559, "file_id", None, "dropped lost sdk", _NONE),
    )),
    Table("RagChunkPageSpan", Surface.RESPONSE, f"{_CONTEXT}.ragChunk.pageSpan.*",
          f"{_CONTEXT_PY}.rag_chunk.page_span.*", _T + "RagChunkPageSpan", (
        (560, "first_page", None, "dropped lost sdk", _NONE),
        (561, "last_page", None, "dropped lost sdk", _NONE),
    )),
    Table("GroundingSupport", Surface.RESPONSE, f"{_WIRE}.groundingSupports[].*",
          f"{_PYTHON}.grounding_supports[].*", _T + "GroundingSupport", (
        (562, "confidence_scores", None, "dropped lost sdk", _NONE),
        (563, "grounding_chunk_indices", _NOTES, "reshaped exact sdk",
         "No indices: one annotation for each support and source."),
        (564, "segment", _NOTES, "reshaped exact sdk",
         "start_index and end_index of the annotation."),
        (565, "rendered_parts", None, "dropped lost sdk", _NONE),
    )),
    Table("Segment", Surface.RESPONSE, f"{_WIRE}.groundingSupports[].segment.*",
          f"{_PYTHON}.grounding_supports[].segment.*", _T + "Segment", (
        (566, "start_index", f"{_NOTES}[url_citation].start_index", "moved exact sdk",
         "In bytes of UTF-8, counted within the text item."),
        (567, "end_index", f"{_NOTES}[url_citation].end_index", "moved exact sdk",
         "In bytes of UTF-8, exclusive, counted within the text item."),
        (568, "part_index", None, "dropped exact sdk",
         "The annotation sits on the item that it is about."),
        (569, "text", None, "dropped exact sdk",
         "Cut it out: item.text.encode()[start:end].decode()."),
    )),
    Table("SearchEntryPoint", Surface.RESPONSE, f"{_WIRE}.searchEntryPoint.*",
          f"{_PYTHON}.search_entry_point.*", _T + "SearchEntryPoint", (
        (570, "rendered_content", "steps[google_search_result].result[].search_suggestions",
         "renamed exact sdk", "The same HTML, which the terms of use ask you to show."),
        (571, "sdk_blob", None, "dropped lost sdk", _NONE),
    )),
    Table("RetrievalMetadata", Surface.RESPONSE, f"{_WIRE}.retrievalMetadata.*",
          f"{_PYTHON}.retrieval_metadata.*", _T + "RetrievalMetadata", (
        (572, "google_search_dynamic_retrieval_score", None, "dropped lost sdk", _NONE),
    )),
    Table("GroundingMetadataSourceFlaggingUri", Surface.RESPONSE, f"{_WIRE}.sourceFlaggingUris[].*",
          f"{_PYTHON}.source_flagging_uris[].*", _T + "GroundingMetadataSourceFlaggingUri", (
        (573, "flag_content_uri", None, "dropped lost sdk", _NONE),
        (574, "source_id", None, "dropped lost sdk", _NONE),
    )),
)
