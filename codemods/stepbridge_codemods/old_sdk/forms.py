"""Plain values of settings that mean the same to the old SDK and to google-genai."""

from __future__ import annotations

from collections.abc import Callable

from stepbridge_codemods.old_sdk.words import CATEGORIES, THRESHOLDS

_NUMBER = (int, float)
_GENERATION: dict[str, type | tuple[type, ...]] = {
    "candidate_count": int,
    "frequency_penalty": _NUMBER,
    "logprobs": int,
    "max_output_tokens": int,
    "presence_penalty": _NUMBER,
    "response_logprobs": bool,
    "response_mime_type": str,
    "response_schema": dict,
    "stop_sequences": list,
    "temperature": _NUMBER,
    "top_k": int,
    "top_p": _NUMBER,
}
"""Fields of ``GenerationConfig`` in google-generativeai 0.8.6, and what holds their values."""

_MODES = ("AUTO", "ANY", "NONE")


def _is_generation(value: object) -> bool:
    return (
        isinstance(value, dict)
        and all(
            key in _GENERATION and (item in (None, ...) or isinstance(item, _GENERATION[key]))
            for key, item in value.items()
        )
        and not _has_proto_names(value)
    )


def _is_safety(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_setting, value))


def _is_setting(item: object) -> bool:
    return (
        isinstance(item, dict)
        and item.keys() == {"category", "threshold"}
        and str(item["category"]).upper() in CATEGORIES.values()
        and str(item["threshold"]).upper() in THRESHOLDS.values()
    )


def _is_tools(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_tool, value))


def _is_tool(item: object) -> bool:
    if not isinstance(item, dict) or _has_proto_names(item):
        return False
    declared = item.get("function_declarations")
    return item == {"code_execution": {}} or (
        item.keys() == {"function_declarations"}
        and isinstance(declared, list)
        and all(isinstance(one, dict) and "name" in one for one in declared)
    )


def _is_choice(value: object) -> bool:
    inner = value.get("function_calling_config") if isinstance(value, dict) else None
    return (
        isinstance(value, dict)
        and len(value) == 1
        and isinstance(inner, dict)
        and inner.keys() <= {"mode", "allowed_function_names"}
        and str(inner.get("mode")).upper() in _MODES
    )


def _has_proto_names(value: object) -> bool:
    """Whether a key is spelled as only the old SDK spells it: ``type_``, ``format_``."""
    if isinstance(value, dict):
        named = any(isinstance(key, str) and key.endswith("_") for key in value)
        return named or any(map(_has_proto_names, value.values()))
    return isinstance(value, list) and any(map(_has_proto_names, value))


Form = Callable[[object], bool]

FORMS: dict[str, Form] = {
    "generation_config": _is_generation,
    "safety_settings": _is_safety,
    "tool": _is_tool,
    "tool_config": _is_choice,
    "tools": _is_tools,
}
"""By argument: whether google-genai takes a value as it is; ``tool`` is one of a list."""
