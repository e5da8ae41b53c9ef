"""Token counts, both ways.

``Interaction.usage`` and ``GenerateContentResponse.usageMetadata`` count the same things under
other names. The legacy service leaves out a count that is zero; so does this.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.walk.names import NAMES
from stepbridge.wire import JsonObject

_COUNTS = {
    "total_input_tokens": "promptTokenCount",
    "total_output_tokens": "candidatesTokenCount",
    "total_tokens": "totalTokenCount",
    "total_cached_tokens": "cachedContentTokenCount",
    "total_thought_tokens": "thoughtsTokenCount",
    "total_tool_use_tokens": "toolUsePromptTokenCount",
}
_DETAILS = {
    "input_tokens_by_modality": "promptTokensDetails",
    "cached_tokens_by_modality": "cacheTokensDetails",
    "output_tokens_by_modality": "candidatesTokensDetails",
    "tool_use_tokens_by_modality": "toolUsePromptTokensDetails",
}
# Early servers called thoughts reasoning.
_ALIASES = {"total_reasoning_tokens": "total_thought_tokens"}
# The client library computes it; it repeats total_input_tokens of the first hop.
_DERIVED = frozenset({"initial_input_tokens"})
_KNOWN = _COUNTS.keys() | _DETAILS.keys() | _ALIASES.keys() | _DERIVED


def from_interactions(usage: JsonObject, losses: LossLog, path: str = "usage") -> JsonObject:
    """``Interaction.usage`` -> ``usageMetadata``."""
    counts = {_ALIASES.get(key, key): value for key, value in usage.items()}
    legacy: JsonObject = {name: counts[key] for key, name in _COUNTS.items() if counts.get(key)}
    for key, name in _DETAILS.items():
        if counts.get(key):
            legacy[name] = [_legacy_detail(detail) for detail in counts[key]]
    for key in usage.keys() - _KNOWN:
        if usage[key]:
            note = "usageMetadata has no such count."
            losses.lost(f"interaction.{key}", f"{path}.{key}", usage[key], note)
    return legacy


def to_interactions(usage: JsonObject, losses: LossLog, path: str = "usageMetadata") -> JsonObject:
    """``usageMetadata`` -> ``Interaction.usage``; every total is there, as on the live service."""
    totals: JsonObject = {key: usage.get(name, 0) or 0 for key, name in _COUNTS.items()}
    for key, name in _DETAILS.items():
        if usage.get(name):
            totals[key] = [_detail(detail) for detail in usage[name]]
    known = {*_COUNTS.values(), *_DETAILS.values(), "serviceTier"}
    for name in usage.keys() - known:
        note = "Interaction.usage has no such count."
        losses.lost(
            f"GenerateContentResponseUsageMetadata.{NAMES[name]}",
            f"{path}.{name}",
            usage[name],
            note,
        )
    return totals


def add(first: JsonObject | None, second: JsonObject | None) -> JsonObject | None:
    """The sum of two ``Interaction.usage`` objects: the hops of one continued answer."""
    if first is None or second is None:
        return first or second
    total = {**first}
    for key, value in second.items():
        if isinstance(value, int) and key not in _DERIVED:
            total[key] = int(total.get(key) or 0) + value
        elif isinstance(value, list):
            total[key] = _merged(total.get(key) or [], value)
    return total


def _merged(first: Iterable[JsonObject], second: Iterable[JsonObject]) -> list[JsonObject]:
    merged: dict[Any, JsonObject] = {}
    for entry in (*first, *second):
        name, count = ("type", "count") if "count" in entry else ("modality", "tokens")
        known = merged.setdefault(entry.get(name), {name: entry.get(name), count: 0})
        known[count] += entry.get(count) or 0
    return list(merged.values())


def _legacy_detail(detail: JsonObject) -> JsonObject:
    return {
        "modality": str(detail.get("modality", "modality_unspecified")).upper(),
        "tokenCount": detail.get("tokens") or 0,
    }


def _detail(detail: JsonObject) -> JsonObject:
    return {
        "modality": str(detail.get("modality", "text")).lower(),
        "tokens": detail.get("tokenCount") or 0,
    }
