"""Answers that come in several hops.

The service may stop at a limit of its own with status ``requires_continuation`` and a token. The
client asks again with that token; the hops together are one answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stepbridge.translate.answers import usage
from stepbridge.translate.answers.finish import CONTINUES
from stepbridge.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Continuation:
    """What the next hop sends: ``continuation_token``, and the interaction that owns it."""

    token: str
    interaction_id: str


def continuation_of(interaction: JsonObject) -> Continuation | None:
    """The continuation that an Interaction asks for; None when its answer is whole."""
    token = interaction.get("continuation_token")
    if interaction.get("status") != CONTINUES or not token:
        return None
    return Continuation(str(token), str(interaction.get("id") or ""))


def joined(hops: Sequence[JsonObject]) -> JsonObject:
    """The Interactions of all hops as one: steps in order, usage summed, the rest of the last."""
    if len(hops) == 1:
        return hops[0]
    total = None
    steps: list[JsonObject] = []
    for hop in hops:
        total = usage.add(total, hop.get("usage"))
        steps += hop.get("steps") or []
    whole = {**hops[-1], "steps": steps}
    if total is not None:
        whole["usage"] = total
    return whole
