"""Where the fields of a config lie in the arguments of ``create``."""

from __future__ import annotations

from stepbridge_codemods.findings.rows import row

FORMAT = {
    "response_mime_type": "mime_type",
    "response_schema": "schema",
    "response_json_schema": "schema",
}
"""Fields that are entries of one ``response_format``."""

THINKING = ("generation_config.thinking_level", "generation_config.thinking_summaries")

_PLACES = {
    "tools": ("tools",),
    "system_instruction": ("system_instruction",),
    "safety_settings": ("safety_settings",),
    "tool_config": ("generation_config.tool_choice",),
    "speech_config": ("generation_config.speech_config",),
    "thinking_config": THINKING,
    "response_modalities": ("response_format",),
    **{name: (f"response_format.{key}",) for name, key in FORMAT.items()},
}


def places_of(name: str) -> tuple[str, ...]:
    """The paths that a field sets, such as ``generation_config.top_p``; none where unknown."""
    path = row(f"GenerateContentConfig.{name}").interactions or ""
    return _PLACES.get(name, (path,) if path.replace(".", "").isidentifier() else ())
