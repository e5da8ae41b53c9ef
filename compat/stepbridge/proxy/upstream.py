"""The one server that the proxy calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from stepbridge.exchange.message import Headers, HttpRequest, without
from stepbridge.upstream import AsyncUpstream, UpstreamOptions

# RFC 9110 7.6.1: for one connection only; and what the next connection has of its own.
_HOP_BY_HOP = frozenset(
    {
        "connection",
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


class Upstream:
    """Sends requests to the configured server, path and query exactly as given.

    ``api_key`` replaces the client's own keys. Errors are httpx's.
    """

    def __init__(self, base: str, *, timeout: float, api_key: str | None) -> None:
        parts = urlsplit(base)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._prefix = parts.path.rstrip("/")
        self._api_key = api_key
        self._timeout = httpx.Timeout(timeout, connect=_CONNECT_TIMEOUT, pool=None).as_dict()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
        options = UpstreamOptions({"limits": limits})
        self._connections = AsyncUpstream(options)
        self._proxied = options.proxy_for(parts.scheme, parts.hostname or "") is not None

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
        if self._api_key is not None:
            target = _without_key(target)
            kept = without(kept, frozenset({"authorization", "x-goog-api-key"}))
            kept = (*kept, ("x-goog-api-key", self._api_key))
        exact = self._prefix + target
        extensions: dict[str, Any] = {"timeout": self._timeout}
        if not self._proxied:
            # httpx would tidy up a URL; behind a forward proxy it has to write its own targets.
            extensions["target"] = exact.encode("latin-1")
        request = httpx.Request(
            method,
            self._origin + exact if self._proxied else self._origin,
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept],
            content=content,
            extensions=extensions,
        )
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


def _without_key(target: str) -> str:
    path, _, query = target.partition("?")
    kept = [pair for pair in query.split("&") if unquote(pair.partition("=")[0]) != "key"]
    return f"{path}?{'&'.join(kept)}" if any(kept) else path
