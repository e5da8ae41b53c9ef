"""What a legacy request says about the shape of its answer."""

from __future__ import annotations

from typing import Any, TypedDict

from stepbridge.translate.request import Translation
from stepbridge.wire import JsonObject


class AnswerOptions(TypedDict):
    """Keyword arguments for ``translate.response`` and ``translate.stream``."""

    include_thoughts: bool
    server_tools: bool


def answer_options(legacy: JsonObject, translation: Translation) -> AnswerOptions:
    """The options in a legacy request, camelCase or snake_case."""
    thinking = _at(_at(legacy, "generationConfig"), "thinkingConfig")
    return {
        "include_thoughts": _at(thinking, "includeThoughts") is True,
        "server_tools": translation.tool_parts,
    }


def _at(value: Any, name: str) -> Any:
    """A member by its camelCase name, also where it is spelt in snake_case."""
    if not isinstance(value, dict):
        return None
    if name in value:
        return value[name]
    return value.get("".join(f"_{c.lower()}" if c.isupper() else c for c in name))
