"""The ASGI messages that the proxy reads and writes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from stepbridge.exchange.message import Headers, encode, read_headers, write_headers
from stepbridge.translate.refusals.failures import AnswerError

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


class BodyTooLargeError(Exception):
    """The request body passed the limit."""


class ClientLeftError(Exception):
    """The client closed the connection."""


class Incoming:
    """One request as it arrives: its body in pieces, then a watch for the client's leaving."""

    def __init__(self, scope: Scope, receive: Receive, max_body: int) -> None:
        self.method: str = scope["method"]
        raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8")
        query: bytes = scope["query_string"]
        self.target: str = (raw + b"?" + query if query else raw).decode("latin-1")
        self.headers: Headers = read_headers(scope["headers"])
        self._receive = receive
        self._left_to_take = max_body
        self._complete = asyncio.Event()

    @property
    def path(self) -> str:
        """The path without the query, which may hold a key."""
        return self.target.partition("?")[0]

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces()

    async def _pieces(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientLeftError
            data: bytes = message.get("body", b"")
            self._left_to_take -= len(data)
            if self._left_to_take < 0:
                raise BodyTooLargeError
            more = message.get("more_body", False)
            if data:
                yield data
        self._complete.set()

    async def read(self) -> bytes:
        """The whole body."""
        return b"".join([piece async for piece in self])

    async def client_leaves(self) -> None:
        """Return when the client has closed the connection, once its body has been read."""
        await self._complete.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass


class Outgoing:
    """The answer to one request. Remembers whether it has begun, and its status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None

    async def begin(self, status: int, headers: Headers) -> None:
        """Status and headers."""
        self.status = status
        await self._send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(name.lower(), value) for name, value in write_headers(headers)],
            }
        )

    async def write(self, data: bytes) -> None:
        """A piece of the body; returns when the client has room for more."""
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def end(self) -> None:
        """The end of the body."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        """A complete answer."""
        await self.begin(status, (*headers, ("content-length", str(len(body)))))
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    async def error(self, error: AnswerError) -> None:
        """An error in the form that generateContent gives."""
        body = encode(error.body)
        await self.whole(error.code, (("content-type", "application/json; charset=UTF-8"),), body)
