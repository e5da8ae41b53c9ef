"""What differs from model to model, as tables. The translator and the codemods read them.

Sources: the thinking page of the official documentation (levels), and live reports by users
(levels of the 2.5 family, schema keywords). A model that no row names gets the last row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

DYNAMIC = -1
"""The token budget that leaves the choice to the model."""

_NONE: frozenset[str] = frozenset()
_LADDER = ("minimal", "low", "medium", "high", "xhigh")
# Largest token budget of each level.
_BUDGETS = ((0, "minimal"), (2048, "low"), (8192, "medium"))

BUDGETS = tuple(limit for limit, _ in _BUDGETS)
"""Where one level ends and the next begins, in tokens."""


@dataclass(frozen=True, slots=True)
class Family:
    """Models whose id starts with ``prefix``.

    ``levels`` are the thinking levels that the server accepts, from least to most.
    ``refused_keywords`` are schema keywords that make it answer 400 in ``response_format``.
    """

    prefix: str
    levels: tuple[str, ...]
    refused_keywords: frozenset[str] = _NONE


FAMILIES = (
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
    return next(row for row in FAMILIES if model.startswith(row.prefix))


def plain_model(model: str) -> str:
    """``models/gemini-3.5-flash`` and Vertex resource names -> ``gemini-3.5-flash``.

    Tuned models keep their full name: they have no other.
    """
    if model.startswith("models/") or "/publishers/google/models/" in model:
        return model.rpartition("/")[2]
    return model


def nearest_level(budget: int, levels: tuple[str, ...]) -> str | None:
    """The thinking level nearest to a token budget among those that a model takes.

    None when the budget was dynamic (-1), which is what a model does by itself.
    """
    if budget == DYNAMIC:
        return None
    wanted = next((level for limit, level in _BUDGETS if budget <= limit), "high")
    place = _LADDER.index(wanted)
    return min(levels, key=lambda level: abs(_LADDER.index(level) - place))
