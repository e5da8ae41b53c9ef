"""Which store the settings name."""

from __future__ import annotations

from threading import Lock
from urllib.parse import urlsplit

from stepbridge.state.store import MemoryStore, Store

_NETWORK = frozenset({"redis", "rediss", "unix"})
_lock = Lock()
_stores: dict[str, Store] = {}


def store_for(name: str) -> Store:
    """The store called ``name``: nothing for memory, a Redis URL, else the path of an SQLite file.

    One store a name and process. Raises ``ValueError`` or ``RuntimeError`` for a name that leads
    nowhere, ``sqlite3.Error`` for a file that cannot be used.
    """
    with _lock:
        store = _stores.get(name)
        if store is None:
            store = _stores[name] = _open(name)
        return store


def _open(name: str) -> Store:
    if not name:
        return MemoryStore()
    if "://" in name and urlsplit(name).scheme in _NETWORK:
        from stepbridge.state.redis_store import RedisStore

        return RedisStore(name)
    from stepbridge.state.sqlite_store import SqliteStore

    return SqliteStore(name)
