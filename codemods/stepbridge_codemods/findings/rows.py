"""The rows of the field map as the codemods ask for them."""

from __future__ import annotations

from functools import cache

from stepbridge import fields
from stepbridge.fields.row import Field

_ALIASES = {
    "chunk": "GenerateContentResponse",
    "AsyncModels": "Models",
    "AsyncChats": "Chats",
    "AsyncChat": "Chat",
}

_DUMP = "GenerateContentResponse.model_dump"
_DUMPS = frozenset({"model_dump", "model_dump_json", "to_json_dict"})
"""Ways to make a dict or JSON of an answer, or of a part of one."""


@cache
def row(symbol: str) -> Field:
    """The row of a symbol; the row that refuses unknown fields when the map has none."""
    owner, _, name = symbol.partition(".")
    known = _DUMP if name in _DUMPS else f"{_ALIASES.get(owner, owner)}.{name}"
    return fields.find(known) or fields.of("unknown")
