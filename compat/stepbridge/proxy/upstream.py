"""The one server that the proxy calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from stepbridge.exchange.message import Headers, HttpRequest, without, write_headers
from stepbridge.upstream import AsyncUpstream, UpstreamOptions

# RFC 9110 7.6.1: for one connection only; and what the next connection has of its own.
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_CONNECT_TIMEOUT = 10.0


class _ExactUrl(httpx.URL):
    """A URL of the configured server, whose target is sent as it was written: httpx tidies up."""

    def __init__(self, origin: httpx.URL, target: bytes) -> None:
        super().__init__(origin)
        self._target = target

    @property
    def raw_path(self) -> bytes:
        return self._target


class Upstream:
    """Sends requests to the configured server, path and query exactly as given.

    Errors are httpx's.
    """

    def __init__(self, base: str, *, timeout: float) -> None:
        parts = urlsplit(base)
        self._origin = httpx.URL(f"{parts.scheme}://{parts.netloc}")
        self._prefix = parts.path.rstrip("/")
        self._timeout = httpx.Timeout(timeout, connect=_CONNECT_TIMEOUT, pool=None).as_dict()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
        self._connections = AsyncUpstream(UpstreamOptions({"limits": limits}))

    async def send(self, message: HttpRequest) -> httpx.Response:
        """Send a request whose URL is a target. The response is open."""
        headers = without(message.headers, frozenset({"content-length"}))
        return await self._send(message.method, message.url, headers, message.body)

    async def stream(
        self, method: str, target: str, headers: Headers, body: AsyncIterator[bytes] | None
    ) -> httpx.Response:
        """Send a request whose body is passed on as it arrives."""
        return await self._send(method, target, headers, body)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._connections.aclose()

    async def _send(
        self, method: str, target: str, headers: Headers, content: Any
    ) -> httpx.Response:
        named = _connection_names(headers)
        kept = without(headers, _HOP_BY_HOP | named | {"host"})
        request = httpx.Request(
            method,
            self._origin,
            headers=write_headers(kept),
            content=content,
            extensions={"timeout": self._timeout},
        )
        request.url = _ExactUrl(self._origin, (self._prefix + target).encode("latin-1"))
        transport = self._connections.transport_for(httpx, request.url)
        response: httpx.Response = await transport.handle_async_request(request)
        return response


def end_to_end(headers: Headers) -> Headers:
    """The headers of a response that are meant for the client."""
    return without(headers, _HOP_BY_HOP | _connection_names(headers))


def _connection_names(headers: Headers) -> frozenset[str]:
    return frozenset(
        name.strip().lower()
        for key, value in headers
        if key.lower() == "connection"
        for name in value.split(",")
    )
