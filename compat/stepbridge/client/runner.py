"""Carries out flows with blocking calls."""

from __future__ import annotations

from collections.abc import Iterator
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
from stepbridge.client.sender import Sender
from stepbridge.client.session import (
    answered,
    checked_chunk,
    decoded,
    exchange_for,
    rest_request,
)
from stepbridge.exchange.command import Answer
from stepbridge.exchange.drive import Passed, Streaming, SyncDriver
from stepbridge.policy import Settings
from stepbridge.translate.sse import EventDecoder
from stepbridge.wire import JsonObject

Result = TypeVar("Result")


class Runner:
    """Runs flows over one connection pool; flows of several threads may run at once."""

    def __init__(self, client: httpx.Client, settings: Settings) -> None:
        self._client = client
        self._settings = settings

    def run(self, flow: Flow[Result]) -> Result:
        """Run a flow that gives no chunks; its result."""
        reply: Any = None
        try:
            while True:
                reply = self._do(flow.send(reply))
        except StopIteration as end:
            result: Result = end.value
            return result

    def stream(self, flow: Flow[None]) -> Iterator[Any]:
        """Run a flow that gives chunks. Closing the iterator closes the connection."""
        chunks: Iterator[JsonObject] = iter(())
        reply: Any = None
        try:
            while True:
                command = flow.send(reply)
                reply = None
                if isinstance(command, Give):
                    yield command.response
                elif isinstance(command, OpenStream):
                    chunks = self._open(command.call)
                elif isinstance(command, NextChunk):
                    reply = next(chunks, None)
                else:
                    reply = self._do(command)
        except StopIteration:
            return
        finally:
            flow.close()
            getattr(chunks, "close", _nothing)()

    def events(self, rest: Rest) -> Iterator[JsonObject]:
        """The server-sent events that answer a plain request."""
        response = Sender(self._client, rest.options)(rest_request(rest))
        try:
            if response.status_code >= 400:
                decoded(response.status_code, response.read(), response)
            yield from _events(response.iter_bytes())
        finally:
            response.close()

    def _do(self, command: Command) -> Any:
        if isinstance(command, Generate):
            return self._generate(command.call)
        if isinstance(command, Invoke):
            return [invoke.call(function, args) for function, args in command.calls]
        if isinstance(command, Rest):
            return self._rest(command)
        if isinstance(command, ListTools):
            raise ValueError("MCP sessions are asynchronous: use client.aio")
        raise TypeError(f"{type(command).__name__} belongs to a stream")

    def _generate(self, call: Call) -> JsonObject:
        exchange = exchange_for(call, self._settings, stream=False)
        driver = SyncDriver(exchange, Sender(self._client, call.options))
        result = driver.start()
        if isinstance(result, Answer):
            return answered(result.answer, driver.response)
        response = result.response
        try:
            return decoded(response.status_code, response.read(), response)
        finally:
            response.close()

    def _open(self, call: Call) -> Iterator[JsonObject]:
        exchange = exchange_for(call, self._settings, stream=True)
        driver = SyncDriver(exchange, Sender(self._client, call.options))
        result = driver.start()
        try:
            if isinstance(result, Answer):
                answered(result.answer, driver.response)
            elif isinstance(result, Passed) and result.response.status_code >= 400:
                decoded(result.response.status_code, result.response.read(), result.response)
            else:
                pieces = (
                    result.pieces if isinstance(result, Streaming) else result.response.iter_bytes()
                )
                for event in _events(pieces):
                    yield checked_chunk(event)
        finally:
            driver.close()

    def _rest(self, rest: Rest) -> Any:
        response = Sender(self._client, rest.options)(rest_request(rest))
        try:
            value = decoded(response.status_code, response.read(), response)
        finally:
            response.close()
        return (value, response.headers) if rest.wants_headers else value


def _events(pieces: Iterator[bytes]) -> Iterator[JsonObject]:
    decoder = EventDecoder()
    for piece in pieces:
        yield from decoder.feed(piece)
    yield from decoder.close()


def _nothing() -> None:
    return None
