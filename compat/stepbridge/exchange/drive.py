"""Carries out an exchange's commands over responses that look like httpx's.

``send`` takes an ``HttpRequest`` and returns an open response with ``status_code``, ``headers``,
``is_stream_consumed``, ``stream``, ``read``/``iter_bytes``/``close``, or their async counterparts.
Whatever it raises goes to the caller, after the upstream response is closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from stepbridge.exchange.command import (
    Answer,
    Begin,
    BreakOff,
    Command,
    Consult,
    Emit,
    Head,
    Lost,
    Read,
    ReadAll,
    Send,
    Untouched,
)
from stepbridge.exchange.exchange import Exchange
from stepbridge.exchange.message import HttpRequest, read_headers


@dataclass(frozen=True, slots=True)
class Passed:
    """The upstream response, for the caller as it is."""

    response: Any


@dataclass(frozen=True, slots=True)
class Streaming:
    """A streamed answer: its beginning, the upstream response, and the pieces that follow.

    ``pieces`` must be closed (``close`` or ``aclose``) when it is not read to its end.
    """

    begin: Begin
    response: Any
    pieces: Any


Result: TypeAlias = Passed | Answer | Streaming


class SyncDriver:
    """Runs one exchange with blocking calls; also the iterator of a streamed answer's pieces.

    ``broken`` is raised, with a message, behind the last piece of an answer that broke off; None
    for a caller that looks for errors among the chunks.
    """

    def __init__(
        self,
        exchange: Exchange,
        send: Callable[[HttpRequest], Any],
        broken: type[Exception] | None = None,
    ) -> None:
        self._commands = exchange.commands()
        self._send = send
        self._broken = broken
        self.response: Any = None
        self._body: Iterator[bytes] | None = None

    def start(self) -> Result:
        """Run until there is something for the caller."""
        try:
            command = self._until_told(None)
        except BaseException:
            self.close()
            raise
        if isinstance(command, Untouched):
            return Passed(self.response)
        if isinstance(command, Begin):
            return Streaming(command, self.response, self)
        assert isinstance(command, Answer)
        self._close_response()
        return command

    def __iter__(self) -> Iterator[bytes]:
        try:
            while (command := self._until_told(None)) is not None:
                if data := _piece(command, self._broken):
                    yield data
        finally:
            self.close()

    def close(self) -> None:
        """Close the exchange and the upstream response."""
        self._commands.close()
        self._close_response()

    def _until_told(self, reply: Any) -> Command | None:
        while True:
            try:
                command = self._commands.send(reply)
            except StopIteration:
                return None
            if isinstance(command, Read):
                reply = self._read()
            elif isinstance(command, ReadAll):
                reply = self._read_all()
            elif isinstance(command, Send):
                reply = self._open(command.request)
            elif isinstance(command, Consult):
                reply = command.question()
            else:
                return command

    def _read_all(self) -> bytes:
        if _is_bare(self.response):
            return b"".join(self.response.stream)
        body: bytes = self.response.read()
        return body

    def _read(self) -> bytes | None:
        if self._body is None:
            self._body = self.response.iter_bytes()
        return next(self._body, None)

    def _open(self, request: HttpRequest) -> Head:
        self._close_response()
        self.response = self._send(request)
        self._body = None
        return _head(self.response)

    def _close_response(self) -> None:
        if self.response is not None:
            self.response.close()


class AsyncDriver:
    """The same with awaits.

    ``lost`` are exceptions that mean a broken upstream connection: while a stream is read, the
    caller is told of them in the stream, for a driver whose caller cannot be raised to.
    """

    def __init__(
        self,
        exchange: Exchange,
        send: Callable[[HttpRequest], Awaitable[Any]],
        broken: type[Exception] | None = None,
        lost: tuple[type[Exception], ...] = (),
    ) -> None:
        self._commands = exchange.commands()
        self._send = send
        self._broken = broken
        self._lost = lost
        self.response: Any = None
        self._body: Any = None

    async def start(self) -> Result:
        """Run until there is something for the caller."""
        try:
            command = await self._until_told(None)
        except BaseException:
            await self.aclose()
            raise
        if isinstance(command, Untouched):
            return Passed(self.response)
        if isinstance(command, Begin):
            return Streaming(command, self.response, self)
        assert isinstance(command, Answer)
        await self._close_response()
        return command

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while (command := await self._until_told(None)) is not None:
                if data := _piece(command, self._broken):
                    yield data
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Close the exchange and the upstream response."""
        self._commands.close()
        await self._close_response()

    async def _until_told(self, reply: Any) -> Command | None:
        while True:
            try:
                command = self._commands.send(reply)
            except StopIteration:
                return None
            if isinstance(command, Read):
                reply = await self._read()
            elif isinstance(command, ReadAll):
                reply = await self._read_all()
            elif isinstance(command, Send):
                reply = await self._open(command.request)
            elif isinstance(command, Consult):
                reply = await _in_thread(command.question)
            else:
                return command

    async def _read_all(self) -> bytes:
        if _is_bare(self.response):
            return b"".join([piece async for piece in self.response.stream])
        body: bytes = await self.response.aread()
        return body

    async def _read(self) -> bytes | Lost | None:
        if self._body is None:
            self._body = self.response.aiter_bytes()
        try:
            data: bytes | None = await anext(self._body, None)
        except self._lost as error:
            return Lost(f"the connection to the server was lost ({type(error).__name__})")
        return data

    async def _open(self, request: HttpRequest) -> Head:
        await self._close_response()
        self.response = await self._send(request)
        self._body = None
        return _head(self.response)

    async def _close_response(self) -> None:
        if self.response is not None:
            await self.response.aclose()


def _piece(command: Command, broken: type[Exception] | None) -> bytes:
    """The bytes that a streamed answer goes on with; raises ``broken`` where it breaks off."""
    if isinstance(command, Emit):
        return command.data
    assert isinstance(command, BreakOff)
    if broken is not None:
        raise broken(command.message)
    return b""


def _is_bare(response: Any) -> bool:
    """Whether an answer's bytes are its body. To read it as httpx does costs more than to translate
    it; an error is kept in the response, where callers look for it."""
    return (
        response.status_code < 400
        and not response.is_stream_consumed
        and "content-encoding" not in response.headers
    )


def _head(response: Any) -> Head:
    return Head(response.status_code, read_headers(response.headers.raw))


async def _in_thread(question: Callable[[], Any]) -> Any:
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # another event loop than asyncio's
        return question()
    return await asyncio.to_thread(question)
