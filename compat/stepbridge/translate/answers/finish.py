"""Why an answer ended: interaction status <-> finish reason.

Interactions has no finish reason. Its status says the same for ordinary endings; an answer that was
withheld is an error with a code of the blocked family (``stepbridge.translate.answers.blocked``).
"""

from __future__ import annotations

from typing import NamedTuple

CONTINUES = "requires_continuation"

# Statuses of an answer that is not there yet: no finish reason at all.
UNFINISHED = frozenset({"in_progress", "queued", None})

_REASONS = {
    "completed": "STOP",
    "requires_action": "STOP",
    "incomplete": "MAX_TOKENS",
    CONTINUES: "CONTINUATION",
    "cancelled": "OTHER",
    "budget_exceeded": "OTHER",
    "failed": "OTHER",
}

# Endings that only the status tells apart; the message keeps it.
_EXPLAINED = frozenset({"cancelled", "budget_exceeded", "failed"})

_STATUSES = {
    "STOP": "completed",
    "MAX_TOKENS": "incomplete",
    "CONTINUATION": CONTINUES,
}


class Ending(NamedTuple):
    """A legacy ``finishReason`` and, where the reason alone says too little, ``finishMessage``."""

    reason: str | None
    message: str | None = None


def ending(status: str | None) -> Ending:
    """The legacy ending for an interaction status; an unknown status ends as OTHER."""
    if status in UNFINISHED:
        return Ending(None)
    assert status is not None
    reason = _REASONS.get(status, "OTHER")
    explained = status in _EXPLAINED or status not in _REASONS
    return Ending(reason, f"Interaction status: {status}" if explained else None)


def status(reason: str | None, *, calls: bool) -> str:
    """The interaction status for a finish reason; ``calls`` when the answer asks for a function.

    A reason of the blocked family, and any other that Interactions does not know, is ``failed``.
    """
    if reason in (None, "", "FINISH_REASON_UNSPECIFIED"):
        return "in_progress"
    if reason == "STOP" and calls:
        return "requires_action"
    return _STATUSES.get(str(reason), "failed")
