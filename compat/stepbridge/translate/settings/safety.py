"""``safetySettings`` -> ``safety_settings``: ``{type, threshold, method}``."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.walk.enums import (
    HARM_CATEGORY,
    HARM_METHOD,
    HARM_THRESHOLD,
    Enumeration,
    chosen,
)
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Rule, Table, carried
from stepbridge.translate.walk.shapes import as_list
from stepbridge.wire import JsonObject

# The categories and thresholds of the Interactions schema (SDK: HarmCategory, SafetySetting).
_CATEGORIES = frozenset(
    {
        "hate_speech",
        "dangerous_content",
        "harassment",
        "sexually_explicit",
        "civic_integrity",
        "image_hate",
        "image_dangerous_content",
        "image_harassment",
        "image_sexually_explicit",
        "jailbreak",
    }
)
_THRESHOLDS = frozenset(
    {"block_low_and_above", "block_medium_and_above", "block_only_high", "block_none", "off"}
)


def safety_settings(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``safetySettings``. A setting without category or threshold sets nothing."""
    settings = [
        carried(item, f"{path}[{place}]", _TABLE, ledger)
        for place, item in enumerate(as_list(value, path))
    ]
    settings = [setting for setting in settings if "type" in setting and "threshold" in setting]
    if settings:
        draft.body["safety_settings"] = settings


def _known(
    to: str, enumeration: Enumeration, names: frozenset[str], symbol: str
) -> Rule[JsonObject]:
    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        name = enumeration.read(value, path)
        if name in names:
            target[to] = name
        elif name is not None:
            ledger.lost(symbol, path, value, "The Interactions schema does not have this value.")

    return rule


_TABLE: Table[JsonObject] = {
    "category": _known("type", HARM_CATEGORY, _CATEGORIES, "SafetySetting.category"),
    "threshold": _known("threshold", HARM_THRESHOLD, _THRESHOLDS, "SafetySetting.threshold"),
    "method": chosen("method", HARM_METHOD),
}
