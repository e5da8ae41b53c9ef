"""Display names of media in a function's response, by which the response may refer to them.

``{"$ref": name}`` in ``functionResponse.response``; items of Interactions have no names.
"""

from __future__ import annotations

from typing import Any

from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.names import NAMES
from stepbridge.wire import JsonObject

_REFERENCE = "$ref"
_OWNERS = {"inline_data": "FunctionResponseBlob", "file_data": "FunctionResponseFileData"}
_UNUSED = "Items have no display name; nothing in the response refers to this one."
_ALONE = "Items have no display name; it is the only medium that the response can refer to."


def without_idle_names(
    part: JsonObject, path: str, response: JsonObject, ledger: Ledger, *, alone: bool
) -> JsonObject:
    """A part of a function response, without a display name that tells nothing.

    Nothing in the response refers to it, or it is ``alone``, the only medium of the response.
    """
    said = None if alone else response
    return {
        key: _without_name(value, _OWNERS[NAMES[key]], f"{path}.{key}", said, ledger)
        if NAMES[key] in _OWNERS and isinstance(value, dict)
        else value
        for key, value in part.items()
    }


def _without_name(
    source: JsonObject, owner: str, path: str, said: JsonObject | None, ledger: Ledger
) -> JsonObject:
    kept = dict(source)
    for key in source:
        name = source[key]
        if NAMES[key] == "display_name" and name and not _refers(said, name):
            note = _ALONE if said is None else _UNUSED
            ledger.approximated(f"{owner}.display_name", f"{path}.{key}", name, note)
            del kept[key]
    return kept


def _refers(said: Any, name: Any) -> bool:
    """Whether a value refers to a name, at any depth."""
    waiting = [said]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.get(_REFERENCE) == name:
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False
