"""What one emulator remembers between requests."""

from __future__ import annotations

from dataclasses import dataclass, field

from stepbridge_emulator.cache_store import CacheStore
from stepbridge_emulator.exchange_log import ExchangeLog
from stepbridge_emulator.failures import FailureCount
from stepbridge_emulator.file_store import FileStore
from stepbridge_emulator.store import InteractionStore


@dataclass
class State:
    """Exchanges and stored interactions.

    ``overlooked`` names fields of the canonical prompt that do not change an answer.
    """

    overlooked: frozenset[str] = frozenset()
    log: ExchangeLog = field(default_factory=ExchangeLog)
    interactions: InteractionStore = field(default_factory=InteractionStore)

    files: FileStore = field(default_factory=FileStore)
    caches: CacheStore = field(default_factory=CacheStore)
    failures: FailureCount = field(default_factory=FailureCount)

    def clear(self) -> None:
        self.failures.seen.clear()
        self.log.clear()
        self.interactions.clear()
        self.files.clear()
        self.caches.clear()

    def file_digest(self, uri: str) -> str | None:
        """SHA-256 of an uploaded file by its URI; None for an address elsewhere."""
        return self.files.digest(uri)
