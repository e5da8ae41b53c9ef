"""Token counts."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

# fmt: off
TABLES = (
    Table("GenerateContentResponseUsageMetadata", Surface.RESPONSE, "usageMetadata.*",
          "response.usage_metadata.*", "google.genai.types.GenerateContentResponseUsageMetadata", (
        (1400, "cache_tokens_details", "usage.cached_tokens_by_modality", "renamed exact sdk",
         "Entries are {modality, tokens}."),
        (1401, "cached_content_token_count", "usage.total_cached_tokens", "renamed exact sdk",
         "Hits of the implicit cache."),
        (1402, "candidates_token_count", "usage.total_output_tokens", "renamed exact recorded",
         "Without thinking tokens, on both APIs."),
        (1403, "candidates_tokens_details", "usage.output_tokens_by_modality",
         "renamed exact sdk", "Entries are {modality, tokens}."),
        (1404, "prompt_token_count", "usage.total_input_tokens", "renamed exact sdk",
         "Same meaning. On a stateful chain it counts the whole conversation so far."),
        (1405, "prompt_tokens_details", "usage.input_tokens_by_modality", "renamed exact sdk",
         "Entries are {modality, tokens}."),
        (1406, "thoughts_token_count", "usage.total_thought_tokens", "renamed exact sdk",
         "Same meaning."),
        (1407, "tool_use_prompt_token_count", "usage.total_tool_use_tokens", "renamed exact sdk",
         "Same meaning."),
        (1408, "tool_use_prompt_tokens_details", "usage.tool_use_tokens_by_modality",
         "renamed exact sdk", "Entries are {modality, tokens}."),
        (1409, "total_token_count", "usage.total_tokens", "renamed exact recorded",
         "Input, output, thinking and tool use together."),
        (1410, "traffic_type", None, "dropped lost sdk",
         "Vertex-only. service_tier on the interaction says which tier served it."),
    )),
    Table("ModalityTokenCount", Surface.RESPONSE, "usageMetadata.promptTokensDetails[].*",
          "response.usage_metadata.prompt_tokens_details[].*",
          "google.genai.types.ModalityTokenCount", (
        (1411, "modality", "usage.input_tokens_by_modality[].modality", "renamed exact sdk",
         "Lower case."),
        (1412, "token_count", "usage.input_tokens_by_modality[].tokens", "renamed exact sdk",
         "Renamed to tokens."),
    )),
    Table("MediaModality", Surface.RESPONSE, "usageMetadata.promptTokensDetails[].modality = *",
          "types.MediaModality.*", "google.genai.types.MediaModality", (
        (1413, "MODALITY_UNSPECIFIED", None, "dropped exact inferred", "Never said."),
        (1414, "TEXT", 'usage.input_tokens_by_modality[].modality = "text"',
         "renamed exact sdk", "Lower case."),
        (1415, "IMAGE", 'usage.input_tokens_by_modality[].modality = "image"',
         "renamed exact sdk", "Lower case."),
        (1416, "VIDEO", 'usage.input_tokens_by_modality[].modality = "video"',
         "renamed exact sdk", "Lower case."),
        (1417, "AUDIO", 'usage.input_tokens_by_modality[].modality = "audio"',
         "renamed exact sdk", "Lower case."),
        (1418, "DOCUMENT", 'usage.input_tokens_by_modality[].modality = "document"',
         "renamed exact sdk", "Lower case."),
    )),
    Table("TrafficType", Surface.RESPONSE, "usageMetadata.trafficType = *",
          "types.TrafficType.*", "google.genai.types.TrafficType", (
        (1419, "TRAFFIC_TYPE_UNSPECIFIED", None, "dropped exact sdk", "Never said."),
        (1420, "ON_DEMAND", None, "dropped lost sdk", "Vertex-only; see service_tier."),
        (1421, "ON_DEMAND_PRIORITY", None, "dropped lost sdk", "Vertex-only; see service_tier."),
        (1422, "ON_DEMAND_FLEX", None, "dropped lost sdk", "Vertex-only; see service_tier."),
        (1423, "ON_DEMAND_OFFPEAK", None, "dropped lost sdk", "Vertex-only; see service_tier."),
        (1424, "PROVISIONED_THROUGHPUT", None, "dropped lost sdk",
         "Vertex-only; see service_tier."),
    )),
)
