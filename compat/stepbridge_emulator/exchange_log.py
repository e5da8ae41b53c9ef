"""What arrived, in order."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """One request to a model: ``api`` is ``generateContent`` or ``interactions``.

    ``prompt`` is the canonical prompt (None when the request was refused before it could be read),
    ``error`` the body of the refusal or None.
    """

    api: str
    method: str
    path: str
    model: str
    prompt: Json | None
    status: int
    stream: bool
    error: Json | None = None

    def json(self) -> Json:
        return asdict(self)


class ExchangeLog:
    """A list that several requests may write at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Exchange] = []

    def add(self, exchange: Exchange) -> None:
        with self._lock:
            self._entries.append(exchange)

    def entries(self) -> list[Exchange]:
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
