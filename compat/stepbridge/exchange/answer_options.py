"""What a legacy request says about the shape of its answer."""

from __future__ import annotations

from typing import Any, TypedDict

from stepbridge.translate.request import Translation
from stepbridge.wire import JsonObject


class AnswerOptions(TypedDict):
    """Keyword arguments for ``translate.response`` and ``translate.stream``."""

    include_thoughts: bool
    server_tools: bool
    raw_audio: bool
    untyped_fields: bool


_INCLUDE_THOUGHTS = (
    ("generationConfig", "generation_config"),
    ("thinkingConfig", "thinking_config"),
    ("includeThoughts", "include_thoughts"),
)


def answer_options(legacy: JsonObject, translation: Translation) -> AnswerOptions:
    """The options in a legacy request, camelCase or snake_case."""
    value: Any = legacy
    for camel, snake in _INCLUDE_THOUGHTS:
        value = value.get(camel, value.get(snake)) if isinstance(value, dict) else None
    return {
        "include_thoughts": value is True,
        "server_tools": translation.tool_parts,
        # A caller on the wire reads what the live service sends.
        "raw_audio": True,
        "untyped_fields": True,
    }
