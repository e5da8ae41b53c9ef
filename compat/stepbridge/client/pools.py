"""Connections of the asynchronous side: a pool for each event loop that uses the client."""

from __future__ import annotations

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

import httpx


class Pools:
    """A connection cannot outlive its event loop, so ``asyncio.run`` twice means two pools."""

    def __init__(self, own_client: httpx.AsyncClient | None, arguments: dict[str, Any]) -> None:
        self._own_client = own_client
        self._arguments = arguments
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = (
            WeakKeyDictionary()
        )

    def client(self) -> httpx.AsyncClient:
        """The client for the running loop, or the one that the user gave."""
        if self._own_client is not None:
            return self._own_client
        loop = asyncio.get_running_loop()
        found = self._clients.get(loop)
        if found is None:
            found = self._clients[loop] = httpx.AsyncClient(**self._arguments)
        return found

    async def aclose(self) -> None:
        """Closes the running loop's connections; the user's own client is left open."""
        found = self._clients.pop(asyncio.get_running_loop(), None)
        if found is not None:
            await found.aclose()
