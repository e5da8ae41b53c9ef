"""Code execution steps as ``executableCode`` and ``codeExecutionResult`` parts."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.media_parts import MEDIA_TYPES, from_media
from stepbridge.wire import JsonObject


def executable_code(step: JsonObject) -> JsonObject:
    """``{"executableCode": {"language", "code", "id"}}``; PYTHON when no language is named."""
    arguments = step.get("arguments") or {}
    code: JsonObject = {
        "language": str(arguments.get("language") or "python").upper(),
        "code": arguments.get("code", ""),
    }
    if step.get("id"):
        code["id"] = step["id"]
    return _signed({"executableCode": code}, step)


def code_execution_result(step: JsonObject, losses: LossLog, path: str) -> list[JsonObject]:
    """``{"codeExecutionResult": {"outcome", "output", "id"}}``, then one part for each picture."""
    result = step.get("result")
    items: list[Any] = result if isinstance(result, list) else []
    output: JsonObject = {
        "outcome": "OUTCOME_FAILED" if step.get("is_error") else "OUTCOME_OK",
        "output": result if isinstance(result, str) else _text(items),
    }
    if step.get("call_id"):
        output["id"] = step["call_id"]
    parts = [_signed({"codeExecutionResult": output}, step)]
    for number, item in enumerate(items):
        if isinstance(item, dict) and item.get("type") in MEDIA_TYPES:
            parts.append(from_media(item, losses, f"{path}.result[{number}]"))
    return parts


def _text(items: list[Any]) -> str:
    texts = (item for item in items if isinstance(item, dict) and item.get("type") == "text")
    return "".join(str(item.get("text", "")) for item in texts)


def _signed(part: JsonObject, step: JsonObject) -> JsonObject:
    if step.get("signature"):
        part["thoughtSignature"] = step["signature"]
    return part
