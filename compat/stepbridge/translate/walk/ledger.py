"""Keeps the account of one translation: every field that does not arrive as it was sent."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from stepbridge import fields
from stepbridge.fields.row import Fidelity
from stepbridge.translate.loss import Loss

_LONGEST_TEXT = 32
NOT_SHOWN = "(not shown)"


class Ledger:
    """Losses in the order in which they were met."""

    __slots__ = ("losses",)

    def __init__(self) -> None:
        self.losses: list[Loss] = []

    def lost(self, symbol: str, path: str, value: Any, note: str | None = None) -> None:
        """A field that was left out. Without a note, the field map's own is given."""
        self._add(symbol, path, summary(value), Fidelity.LOST, note)

    def lost_secret(self, symbol: str, path: str, note: str | None = None) -> None:
        """A field that was left out and whose value must not be shown."""
        self._add(symbol, path, NOT_SHOWN, Fidelity.LOST, note)

    def approximated(self, symbol: str, path: str, value: Any, note: str) -> None:
        """A field that was sent in another form."""
        self._add(symbol, path, summary(value), Fidelity.APPROXIMATE, note)

    def unknown(self, path: str, value: Any) -> None:
        """A key that no table knows. Its value may be anything, so only its kind is told."""
        self._add("unknown", path, _kind(value), Fidelity.LOST, None)

    def _add(
        self, symbol: str, path: str, value: str, fidelity: Fidelity, note: str | None
    ) -> None:
        field_id, row_note = _row(symbol)
        self.losses.append(Loss(field_id, path, value, fidelity, note or row_note))


@lru_cache(maxsize=1024)
def _row(symbol: str) -> tuple[str, str]:
    try:
        row = fields.of(symbol)
    except LookupError:
        row = fields.of("unknown")
    return row.id, row.note


def summary(value: Any) -> str:
    """A value in a few words: scalars and short strings as they are, the rest by kind and size."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
        return value
    return _kind(value)


def _kind(value: Any) -> str:
    match value:
        case str():
            return f"text of {len(value)} characters"
        case dict():
            return f"object of {len(value)}"
        case list():
            return f"list of {len(value)}"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case _:
            return type(value).__name__
