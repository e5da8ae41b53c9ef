"""Legacy configuration: what goes on the wire, and what only the client reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stepbridge.client.contents import message_to_wire
from stepbridge.client.plain import plain
from stepbridge.client.schemas import schema_to_wire
from stepbridge.client.tools import Toolbox, toolbox_of
from stepbridge.client.views.shape import camel, snake
from stepbridge.wire import JsonObject

# google.genai.models._GenerateContentConfig_to_mldev (3.4.0): these stand beside generationConfig.
_TOP_LEVEL = frozenset(
    {"cached_content", "labels", "safety_settings", "service_tier", "store", "tool_config"}
)
_CLIENT_ONLY = frozenset(
    {
        "automatic_continuation",
        "automatic_function_calling",
        "http_options",
        "should_return_http_response",
    }
)

DEFAULT_MAX_CALLS = 10
"""Requests that one automatic function calling loop may make (the official default)."""


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration, read once: the wire form and the client's own part of it.

    ``body`` holds the request's fields besides ``contents``. ``schema`` is the value of
    ``response_schema`` or ``response_json_schema``, for ``parsed``.
    """

    body: JsonObject = field(default_factory=dict)
    toolbox: Toolbox = field(default_factory=Toolbox)
    schema: Any = None
    http_options: Mapping[str, Any] = field(default_factory=dict)
    calls_functions: bool = True
    max_calls: int = DEFAULT_MAX_CALLS
    keeps_history: bool = True
    returns_http_response: bool = False


def read_config(config: Any, tools: list[Any] | None = None) -> Config:
    """Reads a ``GenerateContentConfig``, an official one or a dict in either spelling, or None.

    ``tools`` stands in for the tools of the configuration. Raises TypeError or ValueError for what
    cannot be sent.
    """
    if not config:
        return Config()
    fields = settings_of(config)
    own_tools = fields.pop("tools", None)
    toolbox = toolbox_of(own_tools if tools is None else tools)
    body: JsonObject = {}
    generation: JsonObject = {}
    for name, value in fields.items():
        if value is None or name in _CLIENT_ONLY:
            continue
        if name == "system_instruction":
            body["systemInstruction"] = message_to_wire(_parts_of(value))
        elif name in _TOP_LEVEL:
            body[camel(name)] = plain(value)
        else:
            _generation(name, value, generation)
    if toolbox.declarations:
        body["tools"] = toolbox.declarations
    if generation:
        body["generationConfig"] = generation
    return Config(
        body,
        toolbox,
        schema=fields.get("response_schema") or fields.get("response_json_schema"),
        http_options=settings_of(fields.get("http_options")),
        returns_http_response=bool(fields.get("should_return_http_response")),
        **_calling(settings_of(fields.get("automatic_function_calling"))),
    )


def settings_of(value: Any) -> dict[str, Any]:
    """The fields of a configuration object or dict, by their snake_case names, values untouched."""
    if not value:
        return {}
    if isinstance(value, Mapping):
        return {snake(key): item for key, item in value.items()}
    model_fields = getattr(type(value), "model_fields", None)
    if model_fields is None:
        raise TypeError(f"a configuration must be an object or a dict, not {type(value).__name__}")
    return {name: getattr(value, name) for name in model_fields if getattr(value, name) is not None}


def _parts_of(instruction: Any) -> Any:
    if isinstance(instruction, Mapping) and "parts" in instruction:
        return instruction["parts"]
    if hasattr(instruction, "role") and hasattr(instruction, "parts"):
        return instruction.parts
    return instruction


def _generation(name: str, value: Any, target: JsonObject) -> None:
    if name == "response_schema":
        key, schema = schema_to_wire(value)
        target[key] = schema
    elif name == "response_json_schema":
        target["responseJsonSchema"] = schema_to_wire(value)[1]
    elif name == "speech_config" and isinstance(value, str):
        target["speechConfig"] = {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": value}}}
    else:
        target[camel(name)] = plain(value)


def _calling(settings: Mapping[str, Any]) -> dict[str, Any]:
    maximum = settings.get("maximum_remote_calls")
    limit = DEFAULT_MAX_CALLS if maximum is None else int(maximum)
    return {
        "calls_functions": not settings.get("disable") and limit > 0,
        "max_calls": limit,
        "keeps_history": not settings.get("ignore_call_history"),
    }
