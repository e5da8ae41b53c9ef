"""What an answer held and the other API has no place for."""

from __future__ import annotations

from typing import Any

from stepbridge.fields.row import Fidelity
from stepbridge.translate.loss import Loss

_LONGEST = 80
_BINARY_KEYS = frozenset({"data", "signature", "thoughtSignature"})


def summary(value: Any) -> str:
    """A short form of a JSON value: at most 80 characters, never media, never a signature."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(str(key) for key in value)) + "}"
    if isinstance(value, list):
        return f"[{len(value)} items]"
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def row_id(symbol: str) -> str:
    """The id of a row of the field map, or of the row that refuses what the map does not know."""
    # Imported late: an answer without a loss never needs the map.
    from stepbridge import fields

    try:
        return fields.of(symbol).id
    except LookupError:
        return fields.of("unknown").id


class LossLog:
    """Collects the losses of one answer, each place once, in the order in which they were met.

    Paths are places in the answer as it arrived (``steps[2].result``), values are summaries.
    """

    __slots__ = ("_seen", "items")

    def __init__(self) -> None:
        self.items: list[Loss] = []
        self._seen: set[str] = set()

    def lost(self, symbol: str, path: str, value: Any, note: str) -> None:
        """Record a value that was left out."""
        self._add(symbol, path, value, Fidelity.LOST, note)

    def approximated(self, symbol: str, path: str, value: Any, note: str) -> None:
        """Record a value that arrives in another form."""
        self._add(symbol, path, value, Fidelity.APPROXIMATE, note)

    def _add(self, symbol: str, path: str, value: Any, fidelity: Fidelity, note: str) -> None:
        if path in self._seen:
            return
        self._seen.add(path)
        hidden = path.rsplit(".", 1)[-1] in _BINARY_KEYS
        shown = "(binary)" if hidden else summary(value)
        self.items.append(Loss(row_id(symbol), path, shown, fidelity, note))
