"""Declared attributes of Interactions objects (google-genai 3.4.0): absent ones read as None."""

from __future__ import annotations

BY_TAG: dict[str, str] = {
    "arguments_delta": "arguments",
    "audio": "channels data mime_type processing rate sample_rate uri",
    "code_execution": "",
    "code_execution_call": "arguments id signature",
    "code_execution_result": "call_id is_error result signature",
    "computer_use": (
        "disabled_safety_policies enable_prompt_injection_detection environment "
        "excluded_predefined_functions"
    ),
    "document": "data mime_type processing resolution uri",
    "error": "error event_id",
    "file_citation": (
        "custom_metadata document_uri end_index file_name media_id page_number source start_index"
    ),
    "file_search": "file_search_store_names metadata_filter top_k",
    "file_search_call": "id signature",
    "file_search_result": "call_id result signature",
    "function": "defer_loading description name parameters short_description",
    "function_call": "arguments id name",
    "function_result": "call_id is_error name result",
    "google_maps": "enable_widget latitude longitude",
    "google_maps_call": "arguments id signature",
    "google_maps_result": "call_id result signature",
    "google_search": "search_types",
    "google_search_call": "arguments id search_type signature",
    "google_search_result": "call_id is_error result signature",
    "image": "data mime_type resolution uri",
    "interaction.completed": "event_id interaction",
    "interaction.created": "event_id interaction",
    "interaction.status_update": "continuation_token event_id interaction_id status usage",
    "mcp_server": "allowed_tools headers name url",
    "mcp_server_tool_call": "arguments id name server_name",
    "mcp_server_tool_result": "call_id name result server_name",
    "model_output": "content error",
    "place_citation": "end_index name place_id review_snippets start_index url",
    "processing_call": "id signature",
    "processing_result": "call_id signature",
    "retrieval": (
        "exa_ai_search_config parallel_ai_search_config rag_store_config retrieval_types "
        "vertex_ai_search_config"
    ),
    "retrieval_call": "arguments id retrieval_type signature",
    "retrieval_result": "call_id is_error signature",
    "speech_metadata": "end_index speaker start_index style",
    "step.delta": "delta event_id index metadata",
    "step.start": "event_id index step",
    "step.stop": "event_id index step_usage usage",
    "text": "annotations text",
    "text_annotation_delta": "annotations",
    "thought": "signature summary",
    "thought_signature": "signature",
    "thought_summary": "content",
    "tool_search": "description execution name parameters",
    "tool_search_call": "arguments id signature",
    "tool_search_result": "call_id result signature",
    "url_citation": "end_index start_index title url",
    "url_context": "",
    "url_context_call": "arguments id signature",
    "url_context_result": "call_id is_error result signature",
    "user_input": "content",
    "video": "data mime_type name processing resolution uri",
    "word_info": "end_index end_offset speaker start_index start_offset text",
}
"""By ``type`` or ``event_type``: steps, contents, deltas, annotations, tools, events."""

BY_PLACE: dict[str, str] = {
    "interaction": (
        "agent agent_config cached_content continuation_ids continuation_token created "
        "environment environment_id errors generation_config id input labels model "
        "previous_interaction_id response_format response_mime_type response_modalities "
        "safety_settings service_tier status steps system_instruction tools updated usage "
        "webhook_config"
    ),
    "usage": (
        "cached_tokens_by_modality grounding_tool_count initial_input_tokens "
        "input_tokens_by_modality output_tokens_by_modality tool_use_tokens_by_modality "
        "total_cached_tokens total_input_tokens total_output_tokens total_thought_tokens "
        "total_tokens total_tool_use_tokens"
    ),
    "metadata": "total_usage",
    "total_usage": (
        "cached_tokens_by_modality grounding_tool_count initial_input_tokens "
        "input_tokens_by_modality output_tokens_by_modality tool_use_tokens_by_modality "
        "total_cached_tokens total_input_tokens total_output_tokens total_thought_tokens "
        "total_tokens total_tool_use_tokens"
    ),
    "step_usage": (
        "cached_tokens_by_modality grounding_tool_count initial_input_tokens "
        "input_tokens_by_modality output_tokens_by_modality tool_use_tokens_by_modality "
        "total_cached_tokens total_input_tokens total_output_tokens total_thought_tokens "
        "total_tokens total_tool_use_tokens"
    ),
}
"""By the name of the attribute that holds the object."""
