"""The rows of the field map as the codemods ask for them."""

from __future__ import annotations

from functools import cache
from typing import cast

from stepbridge import fields
from stepbridge.fields.row import Change, Confidence, Fidelity, Field, Surface

_ALIASES = {
    "chunk": "GenerateContentResponse",
    "AsyncModels": "Models",
    "AsyncChats": "Chats",
    "AsyncChat": "Chat",
}

_UNKNOWN = Field(
    id="SB006",
    symbol="unknown",
    surface=Surface.REQUEST,
    legacy_wire="",
    legacy_python="",
    interactions=None,
    change=Change.DROPPED,
    fidelity=Fidelity.LOST,
    note="The field map does not know this field, so it is refused.",
    source="",
    confidence=Confidence.INFERRED,
)


@cache
def row(symbol: str) -> Field:
    """The row of a symbol; the row that refuses unknown fields when the map has none."""
    owner, _, name = symbol.partition(".")
    known = f"{_ALIASES.get(owner, owner)}.{name}"
    of = getattr(fields, "of", None)
    if of is None:
        return _UNKNOWN
    for wanted in (known, "unknown"):
        try:
            found = of(wanted)
        except KeyError:
            continue
        if found is not None:
            return cast(Field, found)
    return _UNKNOWN
