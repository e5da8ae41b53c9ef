"""Requests of the Interactions API, from keyword arguments."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from stepbridge.client.flow import Rest
from stepbridge.client.options import ClientOptions
from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject

BODY_KEYS = frozenset(
    {
        "agent",
        "agent_config",
        "background",
        "cached_content",
        "continuation_token",
        "environment",
        "generation_config",
        "input",
        "labels",
        "model",
        "previous_interaction_id",
        "response_format",
        "response_mime_type",
        "response_modalities",
        "safety_settings",
        "service_tier",
        "store",
        "stream",
        "system_instruction",
        "tools",
        "webhook_config",
    }
)
"""The arguments of ``create`` that go into the body (google-genai 3.4.0)."""

_EITHER = (
    ("model", "agent"),
    ("model", "agent_config"),
    ("generation_config", "agent"),
    ("generation_config", "agent_config"),
)
_CALL_KEYS = frozenset({"api_version", "extra_body", "extra_headers", "extra_query", "timeout"})


def create_request(options: ClientOptions, arguments: Mapping[str, Any]) -> Rest:
    """The request of ``create``.

    Raises TypeError for an argument that the API does not have, ValueError for two that exclude
    each other.
    """
    call = {key: value for key, value in arguments.items() if key in _CALL_KEYS}
    given = {
        key: value
        for key, value in arguments.items()
        if key not in _CALL_KEYS and value is not None
    }
    unknown = sorted(given.keys() - BODY_KEYS)
    if unknown:
        raise TypeError(
            f"create() got unexpected keyword argument(s): {', '.join(unknown)}. "
            "Use extra_body=... to send additional request body fields."
        )
    for one, other in _EITHER:
        if one in given and other in given:
            raise ValueError(f"{one} and {other} exclude each other")
    body: JsonObject = {key: json_value(value) for key, value in given.items()}
    return addressed(options, "POST", "interactions", call, body)


def addressed(
    options: ClientOptions,
    method: str,
    path: str,
    call: Mapping[str, Any],
    body: JsonObject | None = None,
) -> Rest:
    """A request with the per-call options of the official client."""
    changes: dict[str, Any] = {}
    if call.get("api_version"):
        changes["api_version"] = call["api_version"]
    if call.get("timeout") is not None:
        changes["timeout"] = call["timeout"]
    if call.get("extra_headers"):
        changes["headers"] = {**options.headers, **call["extra_headers"]}
    if call.get("extra_body"):
        changes["extra_body"] = {**options.extra_body, **call["extra_body"]}
    query = {key: _flag(value) for key, value in (call.get("extra_query") or {}).items()}
    return Rest(
        method,
        path + (f"?{urlencode(query)}" if query else ""),
        replace(options, **changes) if changes else options,
        body,
    )


def stored(options: ClientOptions, method: str, name: str, suffix: str, **call: Any) -> Rest:
    """A request about a stored interaction. Raises ValueError for an empty id."""
    if not name:
        raise ValueError("the id of the interaction is empty (was it stored?)")
    return addressed(options, method, f"interactions/{quote(name, safe='')}{suffix}", call)


def json_value(value: Any) -> Any:
    """JSON from nodes, dicts, lists; paths, open files and bytes become base64."""
    if type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Mapping):
        return {key: json_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    if isinstance(value, os.PathLike):
        return base64.b64encode(Path(value).read_bytes()).decode("ascii")
    if hasattr(value, "read"):
        return base64.b64encode(value.read()).decode("ascii")
    return plain(value)


def _flag(value: Any) -> Any:
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
