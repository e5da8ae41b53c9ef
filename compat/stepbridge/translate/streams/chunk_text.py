"""Chunks as JSON text.

Nearly every chunk of a stream is one piece of text in the same frame. The frame is written once.
"""

from __future__ import annotations

import json
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any

from stepbridge.wire import JsonObject

_encode = json.JSONEncoder(separators=(",", ":")).encode
_HEAD = '{"candidates":[{"content":{"parts":[{"text":'
_IDENTITY = ("modelVersion", "responseId", "createTime")
_CLOSE = '}],"role":"model"},"index":0}]'


def chunk_text(chunk: JsonObject) -> str:
    """A chunk as compact ASCII JSON on one line."""
    get = chunk.get
    model, answer, created = get("modelVersion"), get("responseId"), get("createTime")
    named = (model is not None) + (answer is not None) + (created is not None)
    text = _only_text(get("candidates")) if len(chunk) == 1 + named else None
    if text is None:
        return _encode(chunk)
    return f"{_HEAD}{_quoted(text)}{_frame(model, answer, created)}"


def _only_text(candidates: Any) -> str | None:
    """The text of a candidate that holds one piece of text and nothing else, else None."""
    if not candidates or len(candidates) != 1:
        return None
    candidate = candidates[0]
    content = candidate.get("content")
    if len(candidate) != 2 or not content or candidate.get("index") != 0:
        return None
    parts = content.get("parts")
    if not parts or len(parts) != 1 or len(content) != 2 or content.get("role") != "model":
        return None
    text = parts[0].get("text")
    return text if type(text) is str and len(parts[0]) == 1 else None


@lru_cache(maxsize=256)
def _frame(*values: str | None) -> str:
    """What follows the text: the end of the candidate, and what names the answer."""
    names = {
        name: value for name, value in zip(_IDENTITY, values, strict=True) if value is not None
    }
    return f"{_CLOSE},{_encode(names)[1:]}" if names else f"{_CLOSE}}}"
