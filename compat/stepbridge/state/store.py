"""What is kept of a conversation, and the store in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import ClassVar, Protocol

# As long as the service keeps interactions of paid projects.
KEPT_SECONDS = 55 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Entry:
    """The interaction that ends a known conversation, and the ids of the calls it made."""

    interaction_id: str
    call_ids: tuple[str, ...] = ()


class Store(Protocol):
    """Entries by the digest of the conversation they end. Safe to use from several threads.

    ``blocks``: whether its calls wait for a disk or a network. ``errors``: what they raise when it
    cannot be reached.
    """

    blocks: ClassVar[bool]
    errors: ClassVar[tuple[type[Exception], ...]]

    def first(self, keys: Sequence[str]) -> tuple[str, Entry] | None:
        """The first of ``keys`` that is known, with its entry."""

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry; a later one under the same key replaces it."""

    def drop(self, key: str) -> None:
        """Forget an entry, if it is known."""


class MemoryStore:
    """The latest ``limit`` entries of this process; the one used longest ago goes first."""

    blocks: ClassVar[bool] = False
    errors: ClassVar[tuple[type[Exception], ...]] = ()

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._lock = Lock()
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    def first(self, keys: Sequence[str]) -> tuple[str, Entry] | None:
        with self._lock:
            for key in keys:
                entry = self._entries.get(key)
                if entry is not None:
                    self._entries.move_to_end(key)
                    return key, entry
        return None

    def put(self, key: str, entry: Entry) -> None:
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > self._limit:
                self._entries.popitem(last=False)

    def drop(self, key: str) -> None:
        with self._lock:
            self._entries.pop(key, None)
