"""A generateContent request in the making."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Rule
from stepbridge.wire import JsonObject


@dataclass(slots=True)
class LegacyDraft:
    """What the parts of an Interactions request have said so far, by their legacy homes."""

    body: JsonObject = field(default_factory=dict)
    generation: JsonObject = field(default_factory=dict)
    thinking: JsonObject = field(default_factory=dict)
    image: JsonObject = field(default_factory=dict)
    tool_config: JsonObject = field(default_factory=dict)
    modalities: list[str] = field(default_factory=list)
    formats: list[JsonObject] = field(default_factory=list)
    model: str = ""
    stream: bool = False


def no_counterpart(symbol: str, *harmless: Any) -> Rule[Any]:
    """A field that only Interactions has."""

    def rule(value: Any, path: str, target: Any, ledger: Ledger) -> None:
        if value not in harmless:
            ledger.lost_secret(symbol, path)

    return rule
