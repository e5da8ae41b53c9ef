"""Carries out flows with awaits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import httpx

from stepbridge.client import flow as flows
from stepbridge.client import invoke, session
from stepbridge.client.mcp import functions_of
from stepbridge.client.sender import AsyncSender
from stepbridge.exchange.command import Answer
from stepbridge.exchange.drive import AsyncDriver, Streaming
from stepbridge.policy import Settings
from stepbridge.translate.sse import EventDecoder
from stepbridge.wire import JsonObject

Result = TypeVar("Result")


class AsyncRunner:
    """Runs flows over the running loop's connections; flows of several tasks may run at once."""

    def __init__(self, client: Callable[[], httpx.AsyncClient], settings: Settings) -> None:
        self._client = client
        self._settings = settings

    async def run(self, flow: flows.Flow[Result]) -> Result:
        """Run a flow that gives no chunks; its result."""
        reply: Any = None
        while True:
            try:
                command = flow.send(reply)
            except StopIteration as end:
                result: Result = end.value
                return result
            reply = await self._do(command)

    async def stream(self, flow: flows.Flow[None]) -> AsyncIterator[Any]:
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
                if isinstance(command, flows.Give):
                    yield command.response
                elif isinstance(command, flows.OpenStream):
                    chunks = self._open(command.call)
                elif isinstance(command, flows.NextChunk):
                    reply = await anext(chunks, None)
                else:
                    reply = await self._do(command)
        finally:
            flow.close()
            if chunks is not None:
                await chunks.aclose()

    async def events(self, rest: flows.Rest) -> AsyncIterator[JsonObject]:
        """The server-sent events that answer a plain request."""
        response = await AsyncSender(self._client(), rest.options)(session.rest_request(rest))
        try:
            if response.status_code >= 400:
                await self._read(response)
            async for event in _decoded(response.aiter_bytes(), EventDecoder()):
                yield event
        finally:
            await response.aclose()

    async def _do(self, command: flows.Command) -> Any:
        if isinstance(command, flows.Generate):
            return await self._generate(command.call)
        if isinstance(command, flows.Invoke):
            return [await invoke.call_async(function, args) for function, args in command.calls]
        if isinstance(command, flows.Rest):
            return await self._rest(command)
        if isinstance(command, flows.ListTools):
            return [await functions_of(one) for one in command.sessions]
        raise TypeError(f"{type(command).__name__} belongs to a stream")

    async def _generate(self, call: flows.Call) -> JsonObject:
        exchange = session.exchange_for(call, self._settings, stream=False)
        driver = AsyncDriver(exchange, AsyncSender(self._client(), call.options))
        result = await driver.start()
        if isinstance(result, Answer):
            return session.answered(result.answer, driver.response)
        response = result.response
        return session.with_headers(await self._read(response), response.headers.items())

    async def _open(self, call: flows.Call) -> AsyncIterator[JsonObject]:
        exchange = session.exchange_for(call, self._settings, stream=True)
        driver = AsyncDriver(exchange, AsyncSender(self._client(), call.options))
        result = await driver.start()
        try:
            if isinstance(result, Answer):
                session.answered(result.answer, driver.response)
                return
            if isinstance(result, Streaming):
                pieces, headers = result.pieces, result.begin.headers
            else:
                response = result.response
                if response.status_code >= 400:
                    await self._read(response)
                pieces, headers = response.aiter_bytes(), response.headers.items()
            async for chunk in _decoded(pieces, session.ChunkDecoder(headers)):
                yield chunk
        finally:
            await driver.aclose()

    async def _rest(self, rest: flows.Rest) -> Any:
        response = await AsyncSender(self._client(), rest.options)(session.rest_request(rest))
        value = await self._read(response)
        return (value, response.headers) if rest.wants_headers else value

    async def _read(self, response: httpx.Response) -> JsonObject:
        try:
            return session.decoded(response.status_code, await response.aread(), response)
        finally:
            await response.aclose()


async def _decoded(
    pieces: AsyncIterator[bytes], decoder: EventDecoder | session.ChunkDecoder
) -> AsyncIterator[JsonObject]:
    async for piece in pieces:
        for event in decoder.feed(piece):
            yield event
    for event in decoder.close():
        yield event
