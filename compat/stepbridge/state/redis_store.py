"""Entries on a Redis server, shared by processes of several machines (extra ``redis``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from stepbridge.state.store import KEPT_SECONDS, Entry

_PREFIX = "stepbridge:"
_TIMEOUT = 2.0


def _redis() -> Any:
    try:
        import redis
    except ImportError:
        raise RuntimeError(
            "a redis:// store needs the redis package: pip install 'stepbridge[redis]'"
        ) from None
    return redis


class RedisStore:
    """A server by URL (``redis://``, ``rediss://``, ``unix://``); entries expire by themselves.

    Raises ``RuntimeError`` when the redis package is not installed, ``ValueError`` for a URL that
    it does not read. The server is first called when it is needed.
    """

    blocks: ClassVar[bool] = True
    errors: ClassVar[tuple[type[Exception], ...]] = (OSError, ValueError)

    def __init__(self, url: str, *, kept_seconds: int = KEPT_SECONDS) -> None:
        redis = _redis()
        type(self).errors = (redis.RedisError, OSError, ValueError)
        self._kept_seconds = kept_seconds
        self._client: Any = redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT
        )

    def first(self, keys: Sequence[str]) -> tuple[str, Entry] | None:
        values = self._client.mget([_PREFIX + key for key in keys]) if keys else []
        for key, value in zip(keys, values, strict=True):
            if value is not None:
                name, calls = json.loads(value)
                return key, Entry(name, tuple(calls))
        return None

    def put(self, key: str, entry: Entry) -> None:
        value = json.dumps([entry.interaction_id, entry.call_ids])
        self._client.set(_PREFIX + key, value, ex=self._kept_seconds)

    def drop(self, key: str) -> None:
        self._client.delete(_PREFIX + key)
