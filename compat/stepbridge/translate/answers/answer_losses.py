"""What an answer held and the other API has no place for."""

from __future__ import annotations

from stepbridge.fields.row import Fidelity
from stepbridge.translate.walk.ledger import Ledger


class LossLog(Ledger):
    """A ledger for answers: each place counts once, however many events of a stream repeat it.

    Paths are places in the answer as it arrived (``steps[2].result``).
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[tuple[str, str]] = set()

    def _add(
        self, symbol: str, path: str, value: str, fidelity: Fidelity, note: str | None
    ) -> None:
        if (symbol, path) not in self._seen:
            self._seen.add((symbol, path))
            super()._add(symbol, path, value, fidelity, note)
