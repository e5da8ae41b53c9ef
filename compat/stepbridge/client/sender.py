"""Sends requests over httpx, trying again where that may help."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx

from stepbridge.client.options import ClientOptions
from stepbridge.exchange.message import HttpRequest

# A connection that cannot be made will not be made by waiting; an answer may take long.
_CONNECT_SECONDS = 30.0
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def client_arguments(options: ClientOptions, given: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments for ``httpx.Client``; those that the user gave win."""
    return {"limits": _LIMITS, "timeout": timeout_of(options), "follow_redirects": True, **given}


def timeout_of(options: ClientOptions) -> httpx.Timeout:
    """The whole timeout where one is set; else only connecting is limited."""
    if options.timeout is not None:
        return httpx.Timeout(options.timeout)
    return httpx.Timeout(None, connect=_CONNECT_SECONDS)


class Sender:
    """Sends for one set of options, and returns the open response."""

    def __init__(self, client: httpx.Client, options: ClientOptions) -> None:
        self._client = client
        self._options = options

    def __call__(self, request: HttpRequest) -> httpx.Response:
        """The response, its body unread. Raises httpx's errors when the last try fails."""
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._client.send(
                    _built(self._client, request, self._options), stream=True
                )
            except _NOT_SENT:
                wait = self._options.retry.delay(attempt, None, None)
                if wait is None:
                    raise
            else:
                wait = _wait_after(response, attempt, self._options)
                if wait is None:
                    return response
                response.close()
            time.sleep(wait)


class AsyncSender:
    """The same with awaits."""

    def __init__(self, client: httpx.AsyncClient, options: ClientOptions) -> None:
        self._client = client
        self._options = options

    async def __call__(self, request: HttpRequest) -> httpx.Response:
        """The response, its body unread. Raises httpx's errors when the last try fails."""
        attempt = 0
        while True:
            attempt += 1
            try:
                built = _built(self._client, request, self._options)
                response = await self._client.send(built, stream=True)
            except _NOT_SENT:
                wait = self._options.retry.delay(attempt, None, None)
                if wait is None:
                    raise
            else:
                wait = _wait_after(response, attempt, self._options)
                if wait is None:
                    return response
                await response.aclose()
            await asyncio.sleep(wait)


def _built(
    client: httpx.Client | httpx.AsyncClient, request: HttpRequest, options: ClientOptions
) -> httpx.Request:
    return client.build_request(
        request.method,
        request.url,
        headers=request.headers,
        content=request.body,
        timeout=timeout_of(options),
    )


def _wait_after(response: httpx.Response, attempt: int, options: ClientOptions) -> float | None:
    if response.status_code < 400:
        return None
    retry_after = response.headers.get("retry-after")
    return options.retry.delay(attempt, response.status_code, retry_after)
