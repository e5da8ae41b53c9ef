"""Everything that legacy code passes as ``contents``, as a list of content objects on the wire.

The grouping follows the official SDK: neighbouring loose parts become one turn, a model's when they
are function calls, else a user's (google.genai._transformers, 3.4.0).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stepbridge.client.media import media_part
from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject


def contents_to_wire(contents: Any) -> list[JsonObject]:
    """Contents as JSON. Raises ValueError for an empty list and for an unknown kind.

    None gives no contents, which the service refuses: the official SDK leaves that to it.
    """
    if contents is None:
        return []
    if isinstance(contents, (list, tuple)) and not contents:
        raise ValueError("contents are required.")
    if not isinstance(contents, (list, tuple)):
        return [content_to_wire(contents)]
    turns: list[JsonObject] = []
    loose: list[JsonObject] = []
    for item in contents:
        content = _as_content(item)
        if content is None:
            loose.append(part_to_wire(item))
            continue
        turns += _turns(loose)
        loose = []
        turns.append(content)
    return turns + _turns(loose)


def content_to_wire(content: Any) -> JsonObject:
    """One content: an object with parts as it is, parts as one turn."""
    found = _as_content(content)
    if found is not None:
        return found
    return _turn([part_to_wire(content)])


def message_to_wire(message: Any) -> JsonObject:
    """A chat message: a part or a list of parts as one turn of the user."""
    parts = message if isinstance(message, (list, tuple)) else [message]
    if not parts:
        raise ValueError("content parts are required.")
    return {"role": "user", "parts": [part_to_wire(part) for part in parts]}


def part_to_wire(part: Any) -> JsonObject:
    """One part: text, a part object or dict, an uploaded file, a picture, a path, an open file."""
    if isinstance(part, str):
        return {"text": str(plain(part))}
    if isinstance(part, Mapping):
        wire: JsonObject = plain(part)
        if _is_blob(wire):
            return {"inlineData": wire}
        return {"fileData": wire} if _is_file_data(wire) else wire
    found = media_part(part)
    if found is not None:
        return found
    kind = type(part).__name__
    if part is None or not (hasattr(part, "to_wire") or hasattr(part, "model_dump")):
        raise ValueError(f"Unsupported content part type: {kind}")
    wire = plain(part)
    return {"fileData": wire} if _is_file_data(wire) else wire


def _as_content(item: Any) -> JsonObject | None:
    """A content, or None for what is a part."""
    if isinstance(item, (list, tuple)):
        return message_to_wire(item)
    if isinstance(item, Mapping):
        return _content_of(item.get("role"), item.get("parts"), item) if _has_turn(item) else None
    if hasattr(item, "parts") and hasattr(item, "role"):
        wire: JsonObject = plain(item)
        return wire
    return None


def _has_turn(item: Mapping[Any, Any]) -> bool:
    return "role" in item or "parts" in item or not item


def _content_of(role: Any, parts: Any, item: Mapping[Any, Any]) -> JsonObject:
    rest = {key: plain(value) for key, value in item.items() if key not in ("role", "parts")}
    content: JsonObject = dict(rest)
    if parts is not None:
        listed = parts if isinstance(parts, (list, tuple)) else [parts]
        content["parts"] = [part_to_wire(part) for part in listed]
    if role is not None:
        content["role"] = plain(role)
    return content


def _is_file_data(wire: JsonObject) -> bool:
    return ("fileUri" in wire or "file_uri" in wire) and "text" not in wire


def _is_blob(wire: JsonObject) -> bool:
    """Whether a dict is media as ``google.generativeai`` took it, without a name for its kind."""
    return wire.keys() in ({"mime_type", "data"}, {"mimeType", "data"})


def _turns(parts: Iterable[JsonObject]) -> list[JsonObject]:
    turns: list[list[JsonObject]] = []
    for part in parts:
        if turns and _is_call(turns[-1][0]) == _is_call(part):
            turns[-1].append(part)
        else:
            turns.append([part])
    return [_turn(turn) for turn in turns]


def _turn(parts: list[JsonObject]) -> JsonObject:
    return {"role": "model" if _is_call(parts[0]) else "user", "parts": parts}


def _is_call(part: JsonObject) -> bool:
    return "functionCall" in part or "function_call" in part
