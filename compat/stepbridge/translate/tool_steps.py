"""``toolCall`` and ``toolResponse`` parts -> the steps of tools that run on the server."""

from __future__ import annotations

from typing import Any

from stepbridge.translate import tool_parts
from stepbridge.translate.enums import TOOL_TYPE
from stepbridge.translate.ledger import Ledger
from stepbridge.translate.rules import Table, carried, copied
from stepbridge.translate.shapes import as_object, as_text
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
    return step


def _tool_type(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    if isinstance(value, int):
        value = TOOL_TYPE.read(value, path) or ""
    target["toolType"] = as_text(value, path).upper()


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
