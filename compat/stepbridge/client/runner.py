"""Carries out flows with blocking calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import httpx

from stepbridge.client import flow as flows
from stepbridge.client import invoke, session
from stepbridge.client.sender import Sender
from stepbridge.exchange.command import Answer
from stepbridge.exchange.drive import Streaming, SyncDriver
from stepbridge.policy import Settings
from stepbridge.translate.sse import EventDecoder
from stepbridge.wire import JsonObject

Result = TypeVar("Result")


class Runner:
    """Runs flows over one connection pool; flows of several threads may run at once."""

    def __init__(self, client: httpx.Client, settings: Settings) -> None:
        self._client = client
        self._settings = settings

    def run(self, flow: flows.Flow[Result]) -> Result:
        """Run a flow that gives no chunks; its result."""
        reply: Any = None
        try:
            while True:
                reply = self._do(flow.send(reply))
        except StopIteration as end:
            result: Result = end.value
            return result

    def stream(self, flow: flows.Flow[None]) -> Iterator[Any]:
        """Run a flow that gives chunks. Closing the iterator closes the connection."""
        chunks: Iterator[JsonObject] = iter(())
        reply: Any = None
        try:
            while True:
                command = flow.send(reply)
                reply = None
                if isinstance(command, flows.Give):
                    yield command.response
                elif isinstance(command, flows.OpenStream):
                    chunks = self._open(command.call)
                elif isinstance(command, flows.NextChunk):
                    reply = next(chunks, None)
                else:
                    reply = self._do(command)
        except StopIteration:
            return
        finally:
            flow.close()
            getattr(chunks, "close", _nothing)()

    def events(self, rest: flows.Rest) -> Iterator[JsonObject]:
        """The server-sent events that answer a plain request."""
        response = Sender(self._client, rest.options)(session.rest_request(rest))
        try:
            if response.status_code >= 400:
                self._read(response)
            yield from _decoded(response.iter_bytes(), EventDecoder())
        finally:
            response.close()

    def _do(self, command: flows.Command) -> Any:
        if isinstance(command, flows.Generate):
            return self._generate(command.call)
        if isinstance(command, flows.Invoke):
            return [invoke.call(function, args) for function, args in command.calls]
        if isinstance(command, flows.Rest):
            return self._rest(command)
        if isinstance(command, flows.ListTools):
            raise ValueError("MCP sessions are asynchronous: use client.aio")
        raise TypeError(f"{type(command).__name__} belongs to a stream")

    def _generate(self, call: flows.Call) -> JsonObject:
        exchange = session.exchange_for(call, self._settings, stream=False)
        driver = SyncDriver(exchange, Sender(self._client, call.options))
        result = driver.start()
        if isinstance(result, Answer):
            return session.answered(result.answer, driver.response)
        response = result.response
        return session.with_headers(self._read(response), response.headers.items())

    def _open(self, call: flows.Call) -> Iterator[JsonObject]:
        exchange = session.exchange_for(call, self._settings, stream=True)
        driver = SyncDriver(exchange, Sender(self._client, call.options))
        result = driver.start()
        try:
            if isinstance(result, Answer):
                session.answered(result.answer, driver.response)
                return
            if isinstance(result, Streaming):
                pieces, headers = result.pieces, result.begin.headers
            else:
                response = result.response
                if response.status_code >= 400:
                    self._read(response)
                pieces, headers = response.iter_bytes(), response.headers.items()
            yield from _decoded(pieces, session.ChunkDecoder(headers))
        finally:
            driver.close()

    def _rest(self, rest: flows.Rest) -> Any:
        response = Sender(self._client, rest.options)(session.rest_request(rest))
        value = self._read(response)
        return (value, response.headers) if rest.wants_headers else value

    def _read(self, response: httpx.Response) -> JsonObject:
        try:
            return session.decoded(response.status_code, response.read(), response)
        finally:
            response.close()


def _decoded(
    pieces: Iterator[bytes], decoder: EventDecoder | session.ChunkDecoder
) -> Iterator[JsonObject]:
    for piece in pieces:
        yield from decoder.feed(piece)
    yield from decoder.close()


def _nothing() -> None:
    return None
