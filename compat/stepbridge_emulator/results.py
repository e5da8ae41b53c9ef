"""One form for what a function returned, however it was wrapped."""

from __future__ import annotations

import json
from typing import Any

# Keys under which client libraries wrap a bare value.
WRAPPERS = ("result", "output")


def normal_result(value: Any) -> Any:
    """``{"result": x}``, a JSON text of it and one text block with that all become ``x``."""
    while True:
        unwrapped = _unwrapped(value)
        if unwrapped is value:
            return value
        value = unwrapped


def _unwrapped(value: Any) -> Any:
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, dict) and len(value) == 1:
        key = next(iter(value))
        return value[key] if key in WRAPPERS else value
    return value


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def error_of(value: Any) -> tuple[Any, bool]:
    """The value without its ``{"error": ...}`` wrapper, and whether it tells of an error."""
    if not isinstance(value, dict) or value.get("error") is None or value.keys() & WRAPPERS:
        return value, False
    return (normal_result(value["error"]) if len(value) == 1 else value), True
