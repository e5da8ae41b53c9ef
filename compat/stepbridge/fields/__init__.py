"""The field map: every legacy field and what becomes of it, as data.

    fields.FIELDS                                    every row, by number of its id
    fields.of("GenerateContentConfig.top_k").id      "SB105"
    fields.by_id("SB105").note
    fields.search("thinking budget")

Only the standard library is imported. The rows are loaded when they are first asked for, so that a
request that loses nothing does not pay for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepbridge.fields.row import Change, Confidence, Example, Fidelity, Field, Surface

if TYPE_CHECKING:
    from stepbridge.fields.lookup import FIELDS, by_id, find, nearest, of, search

__all__ = [
    "FIELDS",
    "Change",
    "Confidence",
    "Example",
    "Fidelity",
    "Field",
    "Surface",
    "by_id",
    "find",
    "nearest",
    "of",
    "search",
]
_FROM_LOOKUP = frozenset({"FIELDS", "by_id", "find", "nearest", "of", "search"})


def __getattr__(name: str) -> Any:
    if name not in _FROM_LOOKUP:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from stepbridge.fields import lookup

    value = getattr(lookup, name)
    globals()[name] = value
    return value
