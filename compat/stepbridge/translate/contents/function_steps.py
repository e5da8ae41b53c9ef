"""``functionCall`` and ``functionResponse`` parts -> ``function_call`` and ``function_result``."""

from __future__ import annotations

import json
from typing import Any

from stepbridge.translate.contents.media import MODIFIERS, SOURCES, media_item
from stepbridge.translate.contents.media_names import without_idle_names
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.names import NAMES
from stepbridge.translate.walk.rules import Table, carried, copied, refused
from stepbridge.translate.walk.shapes import as_list, as_object, as_text
from stepbridge.wire import JsonObject

# By convention of the legacy API these keys hold what a function returned; "error" what went wrong.
_OUTPUTS = frozenset({"output", "result"})


def read_call(value: Any, path: str, ledger: Ledger) -> JsonObject:
    """``{id, name, arguments}``, the id only if there is one."""
    return carried(value, path, _CALL, ledger)


def read_result(value: Any, path: str, resolution: str | None, ledger: Ledger) -> JsonObject:
    """``{id, name, result, is_error}``; id only if there is one, is_error only if true.

    The result is a JSON string, which every model takes, or a list when there is media in it.
    """
    said = carried(value, path, _RESULT, ledger)
    response = said.pop("response", {})
    parts = said.pop("parts", None)
    result: Any = json.dumps(response, ensure_ascii=False, separators=(",", ":"))
    if parts:
        value_path, items = parts
        media = _media(items, value_path, response, resolution, ledger)
        # The value comes first even when it is empty, so that no file is taken for it.
        result = [{"type": "text", "text": result}, *media] if media else result
    said["result"] = result
    if response.get("error") is not None and _OUTPUTS.isdisjoint(response):
        said["is_error"] = True
    return said


def _media(
    items: list[Any], path: str, response: JsonObject, resolution: str | None, ledger: Ledger
) -> list[JsonObject]:
    found = []
    for place, item in enumerate(items):
        where = f"{path}[{place}]"
        part = without_idle_names(
            as_object(item, where), where, response, ledger, alone=len(items) == 1
        )
        found.append(_part(part, where, resolution, ledger))
    return [item for item in found if item is not None]


def _part(part: JsonObject, path: str, resolution: str | None, ledger: Ledger) -> JsonObject | None:
    fields = {}
    for key, value in part.items():
        name = NAMES[key]
        if value is None:
            continue
        if name in SOURCES or name in MODIFIERS:
            fields[name] = (value, f"{path}.{key}")
        else:
            ledger.unknown(f"{path}.{key}", value)
    source = next((name for name in SOURCES if name in fields), None)
    if source is None:
        if fields:
            raise MalformedRequestError(path, "inlineData or fileData")
        return None
    return media_item(fields, source, resolution, ledger, owner="FunctionResponsePart")


def _parts(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["parts"] = (path, as_list(value, path))


_CALL: Table[JsonObject] = {
    "id": copied("id", as_text),
    "name": copied("name", as_text),
    "args": copied("arguments", as_object),
    "partial_args": refused("FunctionCall.partial_args"),
    "will_continue": refused("FunctionCall.will_continue", False),
}
_RESULT: Table[JsonObject] = {
    "id": copied("id", as_text),
    "name": copied("name", as_text),
    "response": copied("response", as_object),
    "parts": _parts,
    "will_continue": refused("FunctionResponse.will_continue", False),
    "scheduling": refused("FunctionResponse.scheduling", "SCHEDULING_UNSPECIFIED"),
}
