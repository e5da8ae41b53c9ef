"""Enum answers: generateContent gives the bare value, Interactions gives it as a JSON string.

A request with ``responseMimeType: text/x.enum`` is sent with a JSON schema of strings, the nearest
that Interactions has, so the quotes come off on the way back.
"""

from __future__ import annotations

import json
from typing import Any

from stepbridge.wire import JsonObject


def unquoted(body: JsonObject) -> JsonObject:
    """A legacy answer whose text is a JSON string, with that string as its text.

    An answer of any other kind (cut short, blocked, not a string) is returned as it is.
    """
    candidate = _candidate(body)
    parts = _parts(candidate)
    text = "".join(part["text"] for part in parts if _is_text(part))
    try:
        value = json.loads(text)
    except ValueError:
        return body
    if not isinstance(value, str):
        return body
    others = [part for part in parts if not _is_text(part)]
    said: JsonObject = {}
    for part in parts:
        said.update(part if _is_text(part) else {})  # with its signature
    return _with_parts(body, candidate, [*others, {**said, "text": value}])


class EnumChunks:
    """Holds the text of a stream back until it is complete: half a JSON string is no value."""

    def __init__(self) -> None:
        self._held: list[JsonObject] = []

    def take(self, chunks: list[JsonObject]) -> list[JsonObject]:
        """The chunks that can be told now."""
        ready: list[JsonObject] = []
        for chunk in chunks:
            candidate = _candidate(chunk)
            parts = _parts(candidate)
            self._held += [part for part in parts if _is_text(part)]
            others = [part for part in parts if not _is_text(part)]
            if "finishReason" in candidate:
                last = _with_parts(chunk, candidate, [*others, *self._held])
                self._held = []
                ready.append(unquoted(last))
            elif others or not parts:
                ready.append(_with_parts(chunk, candidate, others) if parts else chunk)
        return ready


def _is_text(part: JsonObject) -> bool:
    return isinstance(part.get("text"), str) and not part.get("thought")


def _candidate(body: JsonObject) -> JsonObject:
    candidates = body.get("candidates")
    first: Any = candidates[0] if candidates else None
    return first if isinstance(first, dict) else {}


def _parts(candidate: JsonObject) -> list[JsonObject]:
    parts: list[JsonObject] = (candidate.get("content") or {}).get("parts") or []
    return parts


def _with_parts(body: JsonObject, candidate: JsonObject, parts: list[JsonObject]) -> JsonObject:
    content = {**(candidate.get("content") or {"role": "model"}), "parts": parts}
    return {**body, "candidates": [{**candidate, "content": content}]}
