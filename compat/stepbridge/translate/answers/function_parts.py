"""function_call and function_result steps as legacy parts."""

from __future__ import annotations

import json
from typing import Any

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.media_parts import MEDIA_TYPES, from_media
from stepbridge.wire import JsonObject


def function_call(step: JsonObject) -> JsonObject:
    """``{"functionCall": {"name", "args", "id"}}``; an empty id is left out."""
    call: JsonObject = {"name": step.get("name", ""), "args": arguments(step.get("arguments"))}
    if step.get("id"):
        call["id"] = step["id"]
    return {"functionCall": call}


def arguments(value: Any) -> JsonObject:
    """Arguments as an object, also when a server sends them as a JSON string."""
    if isinstance(value, str):
        value = _parsed(value)
    return value if isinstance(value, dict) else {}


def function_response(step: JsonObject, losses: LossLog, path: str) -> JsonObject:
    """``{"functionResponse": {"name", "response", "id", "parts"?}}``.

    A JSON object, also one written as a string, is the response itself. Anything else becomes its
    ``output``, or its ``error`` when ``is_error`` is set (the legacy convention for both).
    """
    result = step.get("result")
    media: list[JsonObject] = []
    if isinstance(result, list):
        media = [
            from_media(item, losses, f"{path}.result[{number}]")
            for number, item in enumerate(result)
            if isinstance(item, dict) and item.get("type") in MEDIA_TYPES
        ]
        result = _text(result)
    response: JsonObject = {"name": step.get("name") or ""}
    response["response"] = _response(result, bool(step.get("is_error")))
    if step.get("call_id"):
        response["id"] = step["call_id"]
    if media:
        response["parts"] = media
    return {"functionResponse": response}


def _text(items: list[Any]) -> Any:
    others = [
        item for item in items if not (isinstance(item, dict) and item.get("type") in MEDIA_TYPES)
    ]
    if all(isinstance(item, dict) and item.get("type") == "text" for item in others):
        return "".join(str(item.get("text", "")) for item in others) if others else None
    return others


def _response(result: Any, failed: bool) -> JsonObject:
    value = _parsed(result) if isinstance(result, str) else result
    if isinstance(value, dict) and (not failed or "error" in value):
        return value
    if result is None and not failed:
        return {}
    return {"error" if failed else "output": result if value is None else value}


def _parsed(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    # A bare number or word stays the text that it was.
    return value if isinstance(value, (dict, list)) else text
