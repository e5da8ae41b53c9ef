"""``toolCall`` and ``toolResponse`` parts -> the steps of tools that run on the server."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers import tool_parts
from stepbridge.translate.walk.enums import TOOL_TYPE
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, carried, copied
from stepbridge.translate.walk.shapes import as_object, as_text
from stepbridge.wire import JsonObject


def tool_step(name: str, value: Any, path: str, ledger: Ledger) -> JsonObject | None:
    """The step for a ``tool_call`` or ``tool_response``; None for a tool that has no steps.

    Its ``id`` or ``call_id`` is empty when the part had none.
    """
    said = carried(value, path, _CALL if name == "tool_call" else _RESPONSE, ledger)
    key = "toolCall" if name == "tool_call" else "toolResponse"
    step = tool_parts.to_step({key: said})
    if step is None:
        owner = "ToolCall" if name == "tool_call" else "ToolResponse"
        ledger.lost(f"{owner}.tool_type", path, said.get("toolType"))
    elif "arguments" in step:
        step["arguments"] = _known(step["arguments"], step, f"{path}.args", ledger)
    elif isinstance(step.get("result"), list):
        step["result"] = [_known(item, step, f"{path}.response", ledger) for item in step["result"]]
    return step


def _known(value: Any, step: JsonObject, path: str, ledger: Ledger) -> Any:
    """What a step of this kind has a place for. Steps that no row names take anything."""
    names = _FIELDS.get(step["type"])
    if names is None or not isinstance(value, dict):
        return value
    symbol = "ToolCall.args" if "id" in step else "ToolResponse.response"
    for key in value.keys() - names:
        ledger.lost(symbol, f"{path}.{key}", value[key], "The step has no such field.")
    return {key: item for key, item in value.items() if key in names}


def _tool_type(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    if isinstance(value, int):
        value = TOOL_TYPE.read(value, path) or ""
    target["toolType"] = as_text(value, path).upper()


# Fields of arguments, and of the entries of results (SDK: *CallArguments, *Result).
_FIELDS = {
    "google_search_call": frozenset({"queries"}),
    "google_maps_call": frozenset({"queries"}),
    "url_context_call": frozenset({"urls"}),
    "file_search_call": frozenset[str](),
    "processing_call": frozenset[str](),
    "google_search_result": frozenset({"search_suggestions"}),
    "google_maps_result": frozenset({"places", "widget_context_token"}),
    "url_context_result": frozenset({"url", "status"}),
}
_CALL: Table[JsonObject] = {
    "id": copied("id", as_text),
    "tool_type": _tool_type,
    "args": copied("args", as_object),
}
_RESPONSE: Table[JsonObject] = {
    "id": copied("id", as_text),
    "tool_type": _tool_type,
    "response": copied("response", as_object),
}
