"""Carries out flows with awaits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import httpx

from stepbridge.client import invoke
from stepbridge.client.flow import (
    Call,
    Command,
    Flow,
    Generate,
    Give,
    Invoke,
    ListTools,
    NextChunk,
    OpenStream,
    Rest,
)
from stepbridge.client.mcp import functions_of
from stepbridge.client.sender import AsyncSender
from stepbridge.client.session import (
    answered,
    checked_chunk,
    decoded,
    exchange_for,
    rest_request,
)
from stepbridge.exchange.command import Answer
from stepbridge.exchange.drive import AsyncDriver, Passed, Streaming
from stepbridge.policy import Settings
from stepbridge.translate.sse import EventDecoder
from stepbridge.wire import JsonObject

Result = TypeVar("Result")


class AsyncRunner:
    """Runs flows over the running loop's connections; flows of several tasks may run at once."""

    def __init__(self, client: Callable[[], httpx.AsyncClient], settings: Settings) -> None:
        self._client = client
        self._settings = settings

    async def run(self, flow: Flow[Result]) -> Result:
        """Run a flow that gives no chunks; its result."""
        reply: Any = None
        while True:
            try:
                command = flow.send(reply)
            except StopIteration as end:
                result: Result = end.value
                return result
            reply = await self._do(command)

    async def stream(self, flow: Flow[None]) -> AsyncIterator[Any]:
        """Run a flow that gives chunks. Closing the iterator closes the connection."""
        chunks: Any = None
        reply: Any = None
        try:
            while True:
                try:
                    command = flow.send(reply)
                except StopIteration:
                    return
                reply = None
                if isinstance(command, Give):
                    yield command.response
                elif isinstance(command, OpenStream):
                    chunks = self._open(command.call)
                elif isinstance(command, NextChunk):
                    reply = await anext(chunks, None)
                else:
                    reply = await self._do(command)
        finally:
            flow.close()
            if chunks is not None:
                await chunks.aclose()

    async def events(self, rest: Rest) -> AsyncIterator[JsonObject]:
        """The server-sent events that answer a plain request."""
        response = await AsyncSender(self._client(), rest.options)(rest_request(rest))
        try:
            if response.status_code >= 400:
                decoded(response.status_code, await response.aread(), response)
            async for event in _events(response.aiter_bytes()):
                yield event
        finally:
            await response.aclose()

    async def _do(self, command: Command) -> Any:
        if isinstance(command, Generate):
            return await self._generate(command.call)
        if isinstance(command, Invoke):
            return [await invoke.call_async(function, args) for function, args in command.calls]
        if isinstance(command, Rest):
            return await self._rest(command)
        if isinstance(command, ListTools):
            return [await functions_of(session) for session in command.sessions]
        raise TypeError(f"{type(command).__name__} belongs to a stream")

    async def _generate(self, call: Call) -> JsonObject:
        exchange = exchange_for(call, self._settings, stream=False)
        driver = AsyncDriver(exchange, AsyncSender(self._client(), call.options))
        result = await driver.start()
        if isinstance(result, Answer):
            return answered(result.answer, driver.response)
        response = result.response
        try:
            return decoded(response.status_code, await response.aread(), response)
        finally:
            await response.aclose()

    async def _open(self, call: Call) -> AsyncIterator[JsonObject]:
        exchange = exchange_for(call, self._settings, stream=True)
        driver = AsyncDriver(exchange, AsyncSender(self._client(), call.options))
        result = await driver.start()
        try:
            if isinstance(result, Answer):
                answered(result.answer, driver.response)
            elif isinstance(result, Passed) and result.response.status_code >= 400:
                body = await result.response.aread()
                decoded(result.response.status_code, body, result.response)
            else:
                pieces = (
                    result.pieces
                    if isinstance(result, Streaming)
                    else result.response.aiter_bytes()
                )
                async for event in _events(pieces):
                    yield checked_chunk(event)
        finally:
            await driver.aclose()

    async def _rest(self, rest: Rest) -> Any:
        response = await AsyncSender(self._client(), rest.options)(rest_request(rest))
        try:
            value = decoded(response.status_code, await response.aread(), response)
        finally:
            await response.aclose()
        return (value, response.headers) if rest.wants_headers else value


async def _events(pieces: AsyncIterator[bytes]) -> AsyncIterator[JsonObject]:
    decoder = EventDecoder()
    async for piece in pieces:
        for event in decoder.feed(piece):
            yield event
    for event in decoder.close():
        yield event
