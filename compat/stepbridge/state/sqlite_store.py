"""Entries in an SQLite file, shared by threads and processes of one machine."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from stepbridge.state.store import KEPT_SECONDS, Entry

_SCHEMA = """
create table if not exists conversation (
    key text primary key, interaction text not null, calls text not null, at integer not null
) without rowid;
create index if not exists conversation_at on conversation (at);
"""
_BUSY_SECONDS = 5.0
# How many writes come between two clearances of old entries.
_CLEAR_EVERY = 1000


class SqliteStore:
    """A file; made when it is not there. Each thread has a connection of its own.

    Entries older than ``kept_seconds`` are forgotten. Raises ``sqlite3.Error`` when the file cannot
    be opened or is no database.
    """

    blocks: ClassVar[bool] = True
    errors: ClassVar[tuple[type[Exception], ...]] = (sqlite3.Error,)

    def __init__(self, path: str | Path, *, kept_seconds: int = KEPT_SECONDS) -> None:
        self._path = str(path)
        self._kept_seconds = kept_seconds
        self._local = threading.local()
        self._writes = 0
        self._connection().executescript(_SCHEMA)

    def first(self, keys: Sequence[str]) -> tuple[str, Entry] | None:
        marks = ",".join("?" * len(keys))
        oldest = int(time.time()) - self._kept_seconds
        found = self._connection().execute(
            f"select key, interaction, calls from conversation where key in ({marks}) and at >= ?",
            (*keys, oldest),
        )
        entries = {key: Entry(name, tuple(json.loads(calls))) for key, name, calls in found}
        return next(((key, entries[key]) for key in keys if key in entries), None)

    def put(self, key: str, entry: Entry) -> None:
        now = int(time.time())
        calls = json.dumps(entry.call_ids)
        connection = self._connection()
        connection.execute(
            "insert or replace into conversation values (?, ?, ?, ?)",
            (key, entry.interaction_id, calls, now),
        )
        if self._writes % _CLEAR_EVERY == 0:
            oldest = now - self._kept_seconds
            connection.execute("delete from conversation where at < ?", (oldest,))
        self._writes += 1

    def drop(self, key: str) -> None:
        self._connection().execute("delete from conversation where key = ?", (key,))

    def _connection(self) -> sqlite3.Connection:
        # A connection must not be used in a process that was forked after it was made.
        owner = os.getpid()
        if getattr(self._local, "owner", None) != owner:
            connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            connection.execute("pragma journal_mode = wal")
            # A write that a power cut loses costs one full resend.
            connection.execute("pragma synchronous = normal")
            self._local.connection, self._local.owner = connection, owner
        kept: sqlite3.Connection = self._local.connection
        return kept
