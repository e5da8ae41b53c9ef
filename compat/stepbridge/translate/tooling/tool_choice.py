"""``toolConfig`` -> ``generation_config.tool_choice``, and the place for the Maps tool."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.walk.enums import CALLING_MODE
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply, carried, copied, refused
from stepbridge.translate.walk.shapes import as_flag, as_number, as_object, as_texts
from stepbridge.wire import JsonObject

# Types of tools whose calls come back as function calls.
_CALLABLE = frozenset({"function", "computer_use"})


def tool_config(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``toolConfig``; takes effect in ``settle``, when the tools are known."""
    apply(as_object(value, path), path + ".", _TABLE, draft, ledger)


def settle(draft: Draft, ledger: Ledger) -> None:
    """Write what ``toolConfig`` asked for, as far as the tools allow it."""
    found: list[JsonObject] = draft.body.get("tools", [])
    if draft.choice is not None:
        _settle_choice(draft, *draft.choice, found, ledger)
    if draft.location is not None:
        _settle_location(*draft.location, found, ledger)


def _settle_choice(
    draft: Draft, path: str, choice: object, found: list[JsonObject], ledger: Ledger
) -> None:
    if any(tool["type"] in _CALLABLE for tool in found):
        draft.generation["tool_choice"] = choice
        return
    note = "Left out: the server refuses a tool choice when there is no function to choose."
    ledger.approximated("ToolConfig.function_calling_config", path, choice, note)


def _settle_location(path: str, place: JsonObject, found: list[JsonObject], ledger: Ledger) -> None:
    maps = [tool for tool in found if tool["type"] == "google_maps"]
    if not maps:
        ledger.lost("RetrievalConfig.lat_lng", path, place, "Only the Maps tool takes a place.")
    for tool in maps:
        tool.update(place)


def _calling(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    said = carried(value, path, _CALLING, ledger)
    mode, names = said.get("mode"), said.get("tools")
    if names:
        draft.choice = (path, {"allowed_tools": said})
    elif mode is not None:
        draft.choice = (path, mode)


def _mode(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    mode = CALLING_MODE.read(value, path)
    if mode is not None:
        target["mode"] = mode.removeprefix("mode_")


def _retrieval(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _RETRIEVAL, draft, ledger)


def _lat_lng(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.location = (path, carried(value, path, _LAT_LNG, ledger))


def _tool_parts(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    # Interactions always returns the steps of server tools; the answer's translator hides them.
    draft.tool_parts = as_flag(value, path)


_LAT_LNG: Table[JsonObject] = {
    "latitude": copied("latitude", as_number),
    "longitude": copied("longitude", as_number),
}
_RETRIEVAL: Table[Draft] = {
    "lat_lng": _lat_lng,
    "language_code": refused("RetrievalConfig.language_code"),
}
_CALLING: Table[JsonObject] = {
    "mode": _mode,
    "allowed_function_names": copied("tools", as_texts),
    "stream_function_call_arguments": refused(
        "FunctionCallingConfig.stream_function_call_arguments", False
    ),
}
_TABLE: Table[Draft] = {
    "function_calling_config": _calling,
    "retrieval_config": _retrieval,
    "include_server_side_tool_invocations": _tool_parts,
}
