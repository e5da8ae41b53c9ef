"""``thinkingConfig`` -> ``thinking_level`` and ``thinking_summaries``."""

from __future__ import annotations

from typing import Any

from stepbridge.fields.families import family, nearest_level
from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.walk.enums import THINKING_LEVEL
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply
from stepbridge.translate.walk.shapes import as_flag, as_integer, as_object


def thinking_config(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``generationConfig.thinkingConfig``. A level wins over a budget."""
    apply(as_object(value, path), path + ".", _TABLE, draft, ledger)


def _level(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    level = THINKING_LEVEL.read(value, path)
    if level is not None:
        draft.generation["thinking_level"] = level


def _budget(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    budget = as_integer(value, path)
    level = nearest_level(budget, family(draft.model).levels)
    if level is None:
        note = "A dynamic budget is what the model does when no level is given."
    else:
        draft.generation.setdefault("thinking_level", level)
        note = f"There are no token budgets; the nearest level of this model is {level}."
    ledger.approximated("ThinkingConfig.thinking_budget", path, budget, note)


def _summaries(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.generation["thinking_summaries"] = "auto" if as_flag(value, path) else "none"


_TABLE: Table[Draft] = {
    "thinking_level": _level,
    "thinking_budget": _budget,
    "include_thoughts": _summaries,
}
