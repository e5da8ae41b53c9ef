"""Citations, URL context and safety ratings in answers."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_T = "google.genai.types."
_NO_CITATIONS = "No recitation citations are delivered."
_NO_RATINGS = "Answers carry no safety ratings."

# fmt: off
TABLES = (
    Table("CitationMetadata", Surface.RESPONSE, "candidates[].citationMetadata.*",
          "response.candidates[0].citation_metadata.*", _T + "CitationMetadata", (
        (575, "citations", None, "dropped lost sdk", _NO_CITATIONS),
    )),
    Table("Citation", Surface.RESPONSE, "candidates[].citationMetadata.citations[].*",
          "response.candidates[0].citation_metadata.citations[].*", _T + "Citation", (
        (576, "end_index", None, "dropped lost sdk", _NO_CITATIONS),
        (577, "license", None, "dropped lost sdk", _NO_CITATIONS),
        (578, "publication_date", None, "dropped lost sdk", _NO_CITATIONS),
        (579, "start_index", None, "dropped lost sdk", _NO_CITATIONS),
        (580, "title", None, "dropped lost sdk", _NO_CITATIONS),
        (581, "uri", None, "dropped lost sdk", _NO_CITATIONS),
    )),
    Table("GoogleTypeDate", Surface.RESPONSE,
          "candidates[].citationMetadata.citations[].publicationDate.*",
          "response.candidates[0].citation_metadata.citations[].publication_date.*",
          _T + "GoogleTypeDate", (
        (582, "day", None, "dropped lost sdk", _NO_CITATIONS),
        (583, "month", None, "dropped lost sdk", _NO_CITATIONS),
        (584, "year", None, "dropped lost sdk", _NO_CITATIONS),
    )),
    Table("UrlContextMetadata", Surface.RESPONSE, "candidates[].urlContextMetadata.*",
          "response.candidates[0].url_context_metadata.*", _T + "UrlContextMetadata", (
        (585, "url_metadata", "steps[url_context_result].result", "reshaped exact sdk",
         "The result list of the url_context_result step."),
    )),
    Table("UrlMetadata", Surface.RESPONSE, "candidates[].urlContextMetadata.urlMetadata[].*",
          "response.candidates[0].url_context_metadata.url_metadata[].*", _T + "UrlMetadata", (
        (586, "retrieved_url", "steps[url_context_result].result[].url", "renamed exact sdk",
         "Renamed to url."),
        (587, "url_retrieval_status", "steps[url_context_result].result[].status",
         "renamed exact sdk", "Renamed to status."),
    )),
    Table("UrlRetrievalStatus", Surface.RESPONSE,
          "candidates[].urlContextMetadata.urlMetadata[].urlRetrievalStatus = *",
          "types.UrlRetrievalStatus.*", _T + "UrlRetrievalStatus", (
        (588, "URL_RETRIEVAL_STATUS_UNSPECIFIED", None, "dropped exact sdk", "Never said."),
        (589, "URL_RETRIEVAL_STATUS_SUCCESS",
         'steps[url_context_result].result[].status = "success"', "renamed exact sdk",
         "Lower case, without prefix."),
        (590, "URL_RETRIEVAL_STATUS_ERROR",
         'steps[url_context_result].result[].status = "error"', "renamed exact sdk",
         "Lower case, without prefix."),
        (591, "URL_RETRIEVAL_STATUS_PAYWALL",
         'steps[url_context_result].result[].status = "paywall"', "renamed exact sdk",
         "Lower case, without prefix."),
        (592, "URL_RETRIEVAL_STATUS_UNSAFE",
         'steps[url_context_result].result[].status = "unsafe"', "renamed exact sdk",
         "Lower case, without prefix."),
    )),
    Table("SafetyRating", Surface.RESPONSE, "candidates[].safetyRatings[].*",
          "response.candidates[0].safety_ratings[].*", _T + "SafetyRating", (
        (593, "blocked", None, "dropped lost sdk", _NO_RATINGS),
        (594, "category", None, "dropped lost sdk", _NO_RATINGS),
        (595, "overwritten_threshold", None, "dropped lost sdk", _NO_RATINGS),
        (596, "probability", None, "dropped lost sdk", _NO_RATINGS),
        (597, "probability_score", None, "dropped lost sdk", _NO_RATINGS),
        (598, "severity", None, "dropped lost sdk", _NO_RATINGS),
        (599, "severity_score", None, "dropped lost sdk", _NO_RATINGS),
    )),
    Table("HarmProbability", Surface.RESPONSE, "candidates[].safetyRatings[].probability = *",
          "types.HarmProbability.*", _T + "HarmProbability", (
        (1500, "HARM_PROBABILITY_UNSPECIFIED", None, "dropped lost sdk", _NO_RATINGS),
        (1501, "NEGLIGIBLE", None, "dropped lost sdk", _NO_RATINGS),
        (1502, "LOW", None, "dropped lost sdk", _NO_RATINGS),
        (1503, "MEDIUM", None, "dropped lost sdk", _NO_RATINGS),
        (1504, "HIGH", None, "dropped lost sdk", _NO_RATINGS),
    )),
    Table("HarmSeverity", Surface.RESPONSE, "candidates[].safetyRatings[].severity = *",
          "types.HarmSeverity.*", _T + "HarmSeverity", (
        (1505, "HARM_SEVERITY_UNSPECIFIED", None, "dropped lost sdk", _NO_RATINGS),
        (1506, "HARM_SEVERITY_NEGLIGIBLE", None, "dropped lost sdk", _NO_RATINGS),
        (1507, "HARM_SEVERITY_LOW", None, "dropped lost sdk", _NO_RATINGS),
        (1508, "HARM_SEVERITY_MEDIUM", None, "dropped lost sdk", _NO_RATINGS),
        (1509, "HARM_SEVERITY_HIGH", None, "dropped lost sdk", _NO_RATINGS),
    )),
)
