"""What was decided about one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from stepbridge.fields.row import Fidelity
from stepbridge.translate.loss import Loss
from stepbridge.wire import JsonObject


class Outcome(StrEnum):
    """How a generateContent request left, or why it did not."""

    TRANSLATED = "translated"
    LEGACY = "legacy"
    DROPPED = "dropped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """One request's fate. ``body`` is the legacy request, for auditing; it is never logged.

    ``fallback`` is True when the Interactions server refused first.
    """

    outcome: Outcome
    model: str
    stream: bool
    losses: tuple[Loss, ...]
    body: JsonObject
    fallback: bool = False

    def __repr__(self) -> str:
        fields = ",".join(loss.field_id for loss in self.losses)
        return f"Decision({self.outcome.value}, model={self.model!r}, losses=[{fields}])"

    @property
    def lost(self) -> tuple[Loss, ...]:
        """The losses that decide: fields which have no place in Interactions."""
        return tuple(loss for loss in self.losses if loss.fidelity is Fidelity.LOST)


Observer: TypeAlias = Callable[[Decision], None]
"""Is told of each decision before anything is sent."""
