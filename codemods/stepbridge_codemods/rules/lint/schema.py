"""The names that ``interactions.create`` and its settings have, as google-genai 3.4.0 spells them.

A test compares the tables with the installed SDK.
"""

from __future__ import annotations

ARGUMENTS = frozenset(
    {"model", "agent", "input", "agent_config", "background", "cached_content"}
    | {"continuation_token", "environment", "generation_config", "labels"}
    | {"previous_interaction_id", "response_format", "response_mime_type", "response_modalities"}
    | {"safety_settings", "service_tier", "store", "stream", "system_instruction", "tools"}
    | {"webhook_config", "api_version", "extra_headers", "extra_query", "extra_body", "timeout"}
    | {"automatic_continuation"}
)
"""Keyword arguments of create."""

GENERATION = frozenset(
    {"image_config", "max_output_tokens", "seed", "speech_config", "stop_sequences"}
    | {"temperature", "thinking_level", "thinking_summaries", "tool_choice", "top_p"}
    | {"transcription_config", "video_config"}
)
"""Keys of generation_config."""

LOST = frozenset(
    {"thinking_budget", "top_k", "candidate_count", "presence_penalty", "frequency_penalty"}
    | {"response_logprobs", "logprobs", "include_thoughts", "cached_content"}
)
"""Keys of generateContent's config that generation_config does not have."""

TOOLS = frozenset(
    {"function", "google_search", "code_execution", "url_context", "google_maps", "file_search"}
    | {"computer_use", "mcp_server", "retrieval", "tool_search"}
)
"""Types of tools."""

PLAIN_TOOLS = frozenset({"google_search", "code_execution", "url_context", "google_maps"})
"""Tools that need nothing but their type."""

STEPS = frozenset(
    {"user_input", "model_output", "thought", "function_call", "function_result"}
    | {"google_search_call", "google_search_result", "code_execution_call"}
    | {"code_execution_result", "url_context_call", "url_context_result", "google_maps_call"}
    | {"google_maps_result", "file_search_call", "file_search_result", "mcp_server_tool_call"}
    | {"mcp_server_tool_result", "retrieval_call", "retrieval_result", "processing_call"}
    | {"processing_result", "tool_search_call", "tool_search_result"}
)
"""Types of steps."""

STATUSES = frozenset(
    {"in_progress", "requires_action", "completed", "failed", "cancelled", "incomplete"}
    | {"budget_exceeded", "queued", "requires_continuation"}
)
"""What an interaction's status can be."""

LEVELS = frozenset({"MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"})
CHOICES = frozenset({"AUTO", "ANY", "NONE", "VALIDATED"})
WITHOUT_MINIMAL = ("gemini-3.7", "gemini-3.8")
"""Models that refuse the level minimal; https://ai.google.dev/gemini-api/docs/interactions/thinking"""

USAGE = {
    "prompt_tokens": "total_input_tokens",
    "input_tokens": "total_input_tokens",
    "prompt_token_count": "total_input_tokens",
    "completion_tokens": "total_output_tokens",
    "output_tokens": "total_output_tokens",
    "candidates_token_count": "total_output_tokens",
    "reasoning_tokens": "total_thought_tokens",
    "thoughts_token_count": "total_thought_tokens",
    "cached_content_token_count": "total_cached_tokens",
    "total_token_count": "total_tokens",
}
"""Counters under other APIs' names -> their names here."""
