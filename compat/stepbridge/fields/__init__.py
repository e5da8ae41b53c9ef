"""The field map: every legacy field and what becomes of it, as data.

    fields.FIELDS                                    every row, by number of its id
    fields.of("GenerateContentConfig.top_k").id      "SB105"
    fields.by_id("SB105").note
    fields.search("thinking budget")

Only the standard library is imported.
"""

from __future__ import annotations

from stepbridge.fields.lookup import FIELDS, by_id, nearest, of, search
from stepbridge.fields.row import Change, Confidence, Example, Fidelity, Field, Surface

__all__ = [
    "FIELDS",
    "Change",
    "Confidence",
    "Example",
    "Fidelity",
    "Field",
    "Surface",
    "by_id",
    "nearest",
    "of",
    "search",
]
