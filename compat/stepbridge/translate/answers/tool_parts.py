"""Steps of tools that run on the server <-> ``toolCall`` and ``toolResponse`` parts.

The legacy API shows these parts when a request sets ``includeServerSideToolInvocations``. A tool
that ``types.ToolType`` does not know keeps the type of its step inside ``args`` or ``response``.
"""

from __future__ import annotations

from typing import Any

from stepbridge.wire import JsonObject

_UNSPECIFIED = "TOOL_TYPE_UNSPECIFIED"
_IMAGE_SEARCH = "GOOGLE_SEARCH_IMAGE"

TOOL_TYPES = {
    "google_search": "GOOGLE_SEARCH_WEB",
    "url_context": "URL_CONTEXT",
    "google_maps": "GOOGLE_MAPS",
    "file_search": "FILE_SEARCH",
    "processing": "MEDIA_PROCESSING",
    "mcp_server_tool": _UNSPECIFIED,
    "retrieval": _UNSPECIFIED,
    "tool_search": _UNSPECIFIED,
}
_TOOLS = {name: tool for tool, name in TOOL_TYPES.items() if name != _UNSPECIFIED}
_TOOLS[_IMAGE_SEARCH] = "google_search"

# Tools whose work is told elsewhere in a legacy answer (grounding and URL metadata), so that their
# parts appear only when the caller asks for them.
SUMMARISED = frozenset({"google_search", "url_context", "google_maps", "file_search", "retrieval"})

_ENVELOPE = frozenset({"type", "id", "call_id", "arguments", "result", "signature"})


def tool_of(kind: str) -> str | None:
    """``google_search_call`` -> ``google_search``; None when the step is not of a server tool."""
    tool = kind.removesuffix("_call").removesuffix("_result")
    return tool if tool in TOOL_TYPES and tool != kind else None


def from_step(step: JsonObject) -> JsonObject:
    """One ``*_call`` or ``*_result`` step of a server tool -> one part."""
    kind = str(step["type"])
    tool = kind.removesuffix("_call").removesuffix("_result")
    name = TOOL_TYPES[tool]
    if step.get("search_type") == "image_search":
        name = _IMAGE_SEARCH
    make = _call if kind.endswith("_call") else _response
    part = make(step, kind, name)
    if step.get("signature"):
        part["thoughtSignature"] = step["signature"]
    return part


def to_step(part: JsonObject) -> JsonObject | None:
    """A ``toolCall`` or ``toolResponse`` part -> its step; None for a tool without a step."""
    if isinstance(part.get("toolCall"), dict):
        step = _call_step(part["toolCall"])
    elif isinstance(part.get("toolResponse"), dict):
        step = _result_step(part["toolResponse"])
    else:
        return None
    if step is not None and part.get("thoughtSignature"):
        step["signature"] = part["thoughtSignature"]
    return step


def _call(step: JsonObject, kind: str, name: str) -> JsonObject:
    call: JsonObject = {"id": step.get("id", ""), "toolType": name}
    args = _tagged(step, kind, name)
    args.update(step.get("arguments") or {} if name != _UNSPECIFIED else _nested(step))
    call["args"] = args
    return {"toolCall": call}


def _response(step: JsonObject, kind: str, name: str) -> JsonObject:
    result = step.get("result")
    response = _tagged(step, kind, name)
    if isinstance(result, list) and len(result) == 1 and isinstance(result[0], dict):
        response.update(result[0])
    elif result is not None:
        response["result"] = result
    return {"toolResponse": {"id": step.get("call_id", ""), "toolType": name, "response": response}}


def _nested(step: JsonObject) -> JsonObject:
    return {"arguments": step["arguments"]} if "arguments" in step else {}


def _tagged(step: JsonObject, kind: str, name: str) -> JsonObject:
    tags: JsonObject = {"type": kind} if name == _UNSPECIFIED else {}
    tags.update({key: step[key] for key in step.keys() - _ENVELOPE - {"search_type"}})
    if name not in (_IMAGE_SEARCH,) and step.get("search_type") not in (None, "web_search"):
        tags["search_type"] = step["search_type"]
    return tags


def _call_step(call: JsonObject) -> JsonObject | None:
    name = str(call.get("toolType", ""))
    args = dict(call.get("args") or {})
    identity = {"id": call.get("id") or ""}
    if name in _TOOLS:
        step: JsonObject = {"type": f"{_TOOLS[name]}_call", **identity}
        if name == _IMAGE_SEARCH:
            step["search_type"] = "image_search"
        elif search_type := args.pop("search_type", None):
            step["search_type"] = search_type
        if args or _TOOLS[name] not in ("file_search", "processing"):
            step["arguments"] = args
        return step
    return {**identity, **args} if tool_of(str(args.get("type"))) else None


def _result_step(answer: JsonObject) -> JsonObject | None:
    name = str(answer.get("toolType", ""))
    response: dict[str, Any] = dict(answer.get("response") or {})
    identity = {"call_id": answer.get("id") or ""}
    if name in _TOOLS:
        step: JsonObject = {"type": f"{_TOOLS[name]}_result", **identity}
        if "is_error" in response:
            step["is_error"] = response.pop("is_error")
        if "result" in response:
            step["result"] = response["result"]
        elif _TOOLS[name] not in ("file_search", "processing"):
            step["result"] = [response] if response else []
        return step
    return {**identity, **response} if tool_of(str(response.get("type"))) else None
