"""Response schemas as callers write them, and answers read by them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import Enum, EnumMeta
from functools import lru_cache
from typing import Any, cast

from stepbridge.client.plain import plain


def schema_to_wire(schema: Any) -> tuple[str, Any]:
    """The key and value under ``generationConfig``.

    Classes, ``list[Model]``, unions and the like become JSON Schema; enumerations, dicts and
    ``types.Schema`` objects stay OpenAPI style. Raises pydantic's errors for an impossible type.
    """
    if isinstance(schema, EnumMeta):
        values = [str(member.value) for member in _members(schema)]
        return "responseSchema", {"type": "STRING", "enum": values}
    if isinstance(schema, dict) or _is_schema_object(schema):
        return "responseSchema", plain(schema)
    return "responseJsonSchema", _adapter(schema).json_schema()


def parse(schema: Any, text: str | None) -> Any:
    """The answer as an object of ``schema``; None when there is no schema or it does not fit."""
    if schema is None or text is None:
        return None
    try:
        if isinstance(schema, EnumMeta):
            return _member(schema, text)
        value = json.loads(text)
        if isinstance(schema, dict) or _is_schema_object(schema):
            return value
        return _adapter(schema).validate_python(value)
    except ValueError:  # malformed JSON, or pydantic's ValidationError
        return None


def _member(enumeration: EnumMeta, text: str) -> Any:
    # Depending on the MIME type the answer comes with or without JSON's quotes.
    wanted = text.replace('"', "")
    return next((one for one in _members(enumeration) if str(one.value) == wanted), None)


def _members(enumeration: EnumMeta) -> Iterable[Enum]:
    return cast(Iterable[Enum], enumeration)


def _is_schema_object(schema: Any) -> bool:
    types = sys.modules.get("google.genai.types")
    return types is not None and isinstance(schema, types.Schema)


def _adapter(schema: Any) -> Any:
    try:
        return _cached_adapter(schema)
    except TypeError:  # an unhashable annotation
        return _new_adapter(schema)


def _new_adapter(schema: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(schema)


_cached_adapter = lru_cache(maxsize=128)(_new_adapter)
