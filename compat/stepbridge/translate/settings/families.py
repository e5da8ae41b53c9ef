"""What differs from model to model, as tables.

Sources: the thinking page of the official documentation (levels), and live reports by users
(levels of the 2.5 family, schema keywords). A model that no row names gets the last row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Family:
    """Models whose id starts with ``prefix``.

    ``levels`` are the thinking levels that the server accepts, from least to most.
    ``refused_keywords`` are schema keywords that make it answer 400 in ``response_format``.
    """

    prefix: str
    levels: tuple[str, ...]
    refused_keywords: frozenset[str] = _NONE


_FAMILIES = (
    Family("gemini-2.5-pro", ("low", "high")),
    Family("gemini-2.5-flash-lite", ("low", "high")),
    Family("gemini-2.5", ("low", "medium", "high")),
    Family("gemini-3-pro", ("low", "high")),
    Family("gemini-3.1-pro", ("low", "medium", "high")),
    Family("gemini-3.7", ("low", "medium", "high")),
    Family(
        "gemini-3.8",
        ("low", "medium", "high"),
        frozenset({"maxLength", "minLength", "minimum", "maximum", "minItems"}),
    ),
    Family("gemini-3", ("minimal", "low", "medium", "high")),
    Family("", ("low", "medium", "high")),
)


@lru_cache(maxsize=256)
def family(model: str) -> Family:
    """The row for a model id."""
    return next(row for row in _FAMILIES if model.startswith(row.prefix))
