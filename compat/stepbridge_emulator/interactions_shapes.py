"""Field tables of Interactions (GA). Source: google.genai._gaos.types.interactions of SDK 3.4.0.

``Content/text`` is the variant of the union ``Content`` whose ``type`` is ``text``.
"""

from __future__ import annotations

MEDIA = {"data": "bytes", "uri": "str", "mime_type": "str"}
SIGNED = {"signature": "str"}

CONTENT: dict[str, dict[str, str]] = {
    "text": {"text": "str", "annotations": "[object]"},
    "image": {**MEDIA, "resolution": "enum:Resolution"},
    "audio": {**MEDIA, "processing": "Processing", "sample_rate": "int", "channels": "int"},
    "video": {
        **MEDIA,
        "name": "str",
        "processing": "enum:Processing|Processing",
        "resolution": "enum:Resolution",
    },
    "document": {
        **MEDIA,
        "processing": "enum:Processing|Processing",
        "resolution": "enum:Resolution",
    },
}

STEPS: dict[str, dict[str, str]] = {
    "user_input": {"content": "[Content]"},
    "model_output": {"content": "[Content]", "error": "object"},
    "thought": {**SIGNED, "summary": "[Content]"},
    "function_call": {**SIGNED, "id": "str", "name": "str", "arguments": "object"},
    "function_result": {
        **SIGNED,
        "call_id": "str",
        "name": "str",
        "result": "any",
        "is_error": "bool",
    },
    "code_execution_call": {**SIGNED, "id": "str", "arguments": "CodeArguments"},
    "code_execution_result": {
        **SIGNED,
        "call_id": "str",
        "result": "str|[Content]",
        "is_error": "bool",
    },
    "google_search_call": {
        **SIGNED,
        "id": "str",
        "arguments": "object",
        "search_type": "enum:SearchType",
    },
    "google_search_result": {
        **SIGNED,
        "call_id": "str",
        "result": "[object]",
        "is_error": "bool",
    },
    "url_context_call": {**SIGNED, "id": "str", "arguments": "object"},
    "url_context_result": {**SIGNED, "call_id": "str", "result": "[object]", "is_error": "bool"},
    "google_maps_call": {**SIGNED, "id": "str", "arguments": "object"},
    "google_maps_result": {**SIGNED, "call_id": "str", "result": "[object]"},
    "file_search_call": {**SIGNED, "id": "str"},
    "file_search_result": {**SIGNED, "call_id": "str", "result": "[object]"},
    "mcp_server_tool_call": {
        **SIGNED,
        "id": "str",
        "name": "str",
        "server_name": "str",
        "arguments": "object",
    },
    "mcp_server_tool_result": {
        **SIGNED,
        "call_id": "str",
        "name": "str",
        "server_name": "str",
        "result": "any",
    },
    "retrieval_call": {**SIGNED, "id": "str", "arguments": "object", "retrieval_type": "str"},
    "retrieval_result": {**SIGNED, "call_id": "str", "is_error": "bool"},
    "processing_call": {**SIGNED, "id": "str"},
    "processing_result": {**SIGNED, "call_id": "str"},
    "tool_search_call": {**SIGNED, "id": "str", "arguments": "object"},
    "tool_search_result": {**SIGNED, "call_id": "str", "result": "[object]"},
}

TOOLS: dict[str, dict[str, str]] = {
    "function": {
        "name": "str",
        "description": "str",
        "parameters": "any",
        "defer_loading": "bool",
        "short_description": "str",
    },
    "google_search": {"search_types": "[enum:SearchType]"},
    "google_maps": {"latitude": "num", "longitude": "num", "enable_widget": "bool"},
    "code_execution": {},
    "url_context": {},
    "file_search": {"file_search_store_names": "[str]", "top_k": "int", "metadata_filter": "str"},
    "computer_use": {
        "environment": "enum:ComputerEnvironment",
        "excluded_predefined_functions": "[str]",
        "enable_prompt_injection_detection": "bool",
        "disabled_safety_policies": "[str]",
    },
    "mcp_server": {
        "name": "str",
        "url": "str",
        "headers": "{str}",
        "allowed_tools": "[AllowedTools]",
    },
    "retrieval": {
        "retrieval_types": "[str]",
        "vertex_ai_search_config": "object",
        "rag_store_config": "object",
        "exa_ai_search_config": "object",
        "parallel_ai_search_config": "object",
    },
    "tool_search": {
        "execution": "str",
        "name": "str",
        "description": "str",
        "parameters": "any",
    },
}

FORMATS: dict[str, dict[str, str]] = {
    "text": {"mime_type": "enum:TextMime", "schema": "object"},
    "image": {
        "mime_type": "enum:ImageMime",
        "aspect_ratio": "str",
        "image_size": "enum:ImageSize",
        "delivery": "enum:Delivery",
    },
    "audio": {
        "mime_type": "str",
        "sample_rate": "int",
        "bit_rate": "int",
        "delivery": "enum:Delivery",
    },
    "video": {
        "aspect_ratio": "str",
        "resolution": "str",
        "str": "str",
        "delivery": "enum:Delivery",
        "gcs_uri": "str",
    },
}

PLAIN: dict[str, dict[str, str]] = {
    "CreateInteraction": {
        "model": "str",
        "agent": "str",
        "agent_config": "object",
        "input": "any",
        "system_instruction": "str",
        "tools": "[Tool]",
        "response_format": "[Format]|Format",
        "response_mime_type": "str",
        "response_modalities": "[enum:Modality]",
        "generation_config": "GenerationConfig",
        "safety_settings": "[SafetySetting]",
        "labels": "{str}",
        "service_tier": "enum:ServiceTier",
        "cached_content": "str",
        "continuation_token": "str",
        "previous_interaction_id": "str",
        "environment": "str|object",
        "background": "bool",
        "store": "bool",
        "stream": "bool",
        "webhook_config": "object",
    },
    "GenerationConfig": {
        "temperature": "num",
        "top_p": "num",
        "top_k": "num",
        "seed": "int",
        "max_output_tokens": "int",
        "stop_sequences": "[str]",
        "thinking_level": "enum:ThinkingLevel",
        "thinking_summaries": "enum:ThinkingSummaries",
        "thinking_budget": "int",
        "tool_choice": "enum:ToolChoice|ToolChoiceConfig",
        "speech_config": "[Speaker]|SpeechConfig",
        "image_config": "Picture",
        "transcription_config": "Transcription",
        "video_config": "object",
    },
    "ToolChoiceConfig": {"allowed_tools": "AllowedTools"},
    "AllowedTools": {"mode": "enum:ToolChoice", "tools": "[str]"},
    "SpeechConfig": {"speakers": "[Speaker]", "voice": "str", "language": "str", "speaker": "str"},
    "Speaker": {"voice": "str", "language": "str", "speaker": "str"},
    "SafetySetting": {
        "type": "enum:HarmCategory",
        "threshold": "enum:Threshold",
        "method": "enum:HarmMethod",
    },
    "Processing": {
        "type": "enum:Processing",
        "start_offset": "duration",
        "end_offset": "duration",
        "fps": "num",
        "content_layers": "[str]",
        "page_options": "Pages",
        "spreadsheet_options": "Sheet",
    },
    "Transcription": {
        "language_codes": "[str]",
        "language_hints": "[str]",
        "custom_vocabulary": "[str]",
        "adaptation_phrases": "[str]",
        "timestamp_granularities": "[str]",
        "diarization_mode": "str",
        "mode": "enum:TranscriptionMode|TranscriptionMode",
    },
    "TranscriptionMode": {
        "type": "enum:TranscriptionMode",
        "source_text": "str",
        "diarization_mode": "str",
        "timestamp_granularities": "[str]",
    },
    "Picture": {"aspect_ratio": "str", "image_size": "str"},
    "Pages": {"start_page": "int", "end_page": "int", "content_layers": "[str]"},
    "Sheet": {"visible_cells": "str", "sheet_index": "int", "content_layers": "[str]"},
    "CodeArguments": {"code": "str", "language": "enum:CodeLanguage"},
}

UNIONS = {"Content": CONTENT, "Step": STEPS, "Tool": TOOLS, "Format": FORMATS}

MESSAGES: dict[str, dict[str, str]] = PLAIN | {
    f"{union}/{kind}": {"type": "str", **fields}
    for union, kinds in UNIONS.items()
    for kind, fields in kinds.items()
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "Content/text": ("text",),
    "Step/function_call": ("id", "name", "arguments"),
    "Step/function_result": ("call_id", "result"),
    "Step/code_execution_call": ("id", "arguments"),
    "Step/code_execution_result": ("call_id",),
    "Tool/function": ("name",),
    "SafetySetting": ("type", "threshold"),
}

ENUMS: dict[str, frozenset[str]] = {
    "Resolution": frozenset(["low", "medium", "high", "ultra_high"]),
    "Processing": frozenset(["static", "agentic"]),
    "SearchType": frozenset(["web_search", "image_search", "enterprise_web_search"]),
    "TranscriptionMode": frozenset(["verbatim", "smart"]),
    "ComputerEnvironment": frozenset(["browser", "mobile", "desktop"]),
    "TextMime": frozenset({"application/json", "text/plain"}),
    "ImageMime": frozenset({"image/jpeg"}),
    "ImageSize": frozenset(["512", "1K", "2K", "4K"]),
    "Delivery": frozenset(["inline", "uri"]),
    "Modality": frozenset(["text", "image", "audio", "video", "document"]),
    "ServiceTier": frozenset(["flex", "standard", "priority", "deferred"]),
    "ThinkingLevel": frozenset(["minimal", "low", "medium", "high", "xhigh"]),
    "ThinkingSummaries": frozenset(["auto", "none"]),
    "ToolChoice": frozenset(["auto", "any", "none", "validated"]),
    "CodeLanguage": frozenset(["python", "bash"]),
    "HarmMethod": frozenset(["severity", "probability"]),
    "Threshold": frozenset(
        ["block_low_and_above", "block_medium_and_above", "block_only_high", "block_none", "off"]
    ),
    "HarmCategory": frozenset(
        [
            "hate_speech",
            "dangerous_content",
            "harassment",
            "sexually_explicit",
            "civic_integrity",
            "image_hate",
            "image_dangerous_content",
            "image_harassment",
            "image_sexually_explicit",
            "jailbreak",
        ]
    ),
}
