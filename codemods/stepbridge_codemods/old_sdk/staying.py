"""Calls that go to google-genai and stay there: something in them has no counterpart beyond."""

from __future__ import annotations

from dataclasses import replace

from stepbridge import fields
from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.values.kinds import OLD_SERVED, Kind

NO_COUNTERPART = "SB006"
_OWN = frozenset({".text", ".parts", ".resolve", "._error", ".name", ".value"})
_CHANGED = frozenset({"Candidate.citation_metadata"})
"""Read by the same name, but what is in it has other names."""
_LEFT = "Left alone because"
_MOVED = "Goes to google-genai and stays on generateContent there, because"


def can_stay(component: Component) -> bool:
    """Whether all that is read from the answers is read the same way in google-genai."""
    return all(
        kind in OLD_SERVED
        or kind in (Kind.OLD_MODEL, Kind.OLD_CHAT)
        or context[:1] != "."
        or context in _OWN
        or _is_known(f"{kind}{context}")
        for _, kind, context, _ in component.uses
    )


def _is_known(symbol: str) -> bool:
    if symbol in _CHANGED:
        return False
    try:
        fields.of(symbol)
    except KeyError:
        return False
    return True


def told_as_moved(found: Finding, component: Component) -> Finding:
    """The finding of what is in the way, for a call that moved all the same."""
    if found.tier is not Tier.MANUAL or not component.stays:
        return found
    return replace(found, note=found.note.replace(_LEFT, _MOVED), applied=True)
