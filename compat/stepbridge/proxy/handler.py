"""Answers one request: translated where it can be, passed through where not."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx

from stepbridge.exchange import Exchange, Framing, HttpRequest, Route, find
from stepbridge.exchange.command import Answer
from stepbridge.exchange.drive import AsyncDriver, Passed
from stepbridge.exchange.framing import CONTENT_TYPES, error_value
from stepbridge.exchange.message import Headers, encode, header, read_headers
from stepbridge.policy import Decision, UnsupportedFieldError
from stepbridge.policy.decision import Observer
from stepbridge.proxy import metrics
from stepbridge.proxy.asgi import (
    BodyTooLargeError,
    ClientLeftError,
    Incoming,
    Outgoing,
    Receive,
    Scope,
    Send,
)
from stepbridge.proxy.config import ProxyConfig
from stepbridge.proxy.credentials import with_key
from stepbridge.proxy.upstream import Upstream, end_to_end
from stepbridge.translate.refusals.failures import AnswerError

_LOGGER = logging.getLogger("stepbridge.proxy")
_BREAKS = (httpx.HTTPError, httpx.StreamError)


class BrokenOffError(Exception):
    """The upstream answer stopped in the middle, as the client has been told."""


@dataclass
class Course:
    """What became of one request, for the log and the metrics."""

    started: float = field(default_factory=time.perf_counter)
    route: str = "passed"
    first_byte: float | None = None

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


class Handler:
    """An ASGI application for everything that is not the proxy's own."""

    def __init__(self, upstream: Upstream, config: ProxyConfig, observe: Observer) -> None:
        self._upstream = upstream
        self._settings = config.settings
        self._max_body = config.max_body
        self._api_key = config.api_key
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # the Live API: a client has to go to the server itself
            await send({"type": "websocket.close", "code": 1008})
            return
        incoming = Incoming(scope, receive, self._max_body)
        if self._api_key is not None:
            incoming.target, incoming.headers = with_key(
                incoming.target, incoming.headers, self._api_key
            )
        course = Course()
        outgoing = TimedOutgoing(send, course)
        metrics.IN_FLIGHT.inc()
        try:
            await self._answer(incoming, outgoing, course)
        finally:
            metrics.IN_FLIGHT.dec()
            _report(incoming, outgoing, course)

    async def _answer(self, incoming: Incoming, outgoing: Outgoing, course: Course) -> None:
        try:
            self._check(incoming)
            await _unless_client_leaves(incoming, self._route(incoming, outgoing, course))
        except AnswerError as error:
            await outgoing.error(error)
        except BodyTooLargeError:
            if outgoing.status is None:
                await outgoing.error(_too_large(self._max_body))
        except ClientLeftError:
            metrics.CLIENTS_LEFT.inc()
        except (*_BREAKS, BrokenOffError) as error:
            metrics.UPSTREAM_ERRORS.labels(type(error).__name__).inc()
            # An answer that has begun is left without its end, which closes the connection: there
            # is no other way to tell the client.
            if outgoing.status is None:
                await outgoing.error(_unreachable(error))

    def _check(self, incoming: Incoming) -> None:
        # An absolute target would name another server than ours.
        if not incoming.target.startswith("/"):
            raise AnswerError(400, "INVALID_ARGUMENT", "the request target must be a path")
        length = header(incoming.headers, "content-length") or "0"
        if length.isdecimal() and int(length) > self._max_body:
            raise _too_large(self._max_body)

    async def _route(self, incoming: Incoming, outgoing: Outgoing, course: Course) -> None:
        route = find(incoming.method, incoming.target, self._settings)
        if route is None:
            await self._pass_through(incoming, outgoing)
        else:
            await self._translate(route, incoming, outgoing, course)

    async def _pass_through(self, incoming: Incoming, outgoing: Outgoing) -> None:
        has_body = any(
            name.lower() in ("content-length", "transfer-encoding") for name, _ in incoming.headers
        )
        if not has_body:
            await incoming.read()
        response = await self._upstream.stream(
            incoming.method,
            incoming.target,
            incoming.headers,
            aiter(incoming) if has_body else None,
        )
        await _relay(response, outgoing)

    async def _translate(
        self, route: Route, incoming: Incoming, outgoing: Outgoing, course: Course
    ) -> None:
        def observe(decision: Decision) -> None:
            course.route = decision.outcome.value
            self._observe(decision)

        body = await incoming.read()
        request = HttpRequest(incoming.method, incoming.target, incoming.headers, body)
        try:
            exchange = Exchange(request, route, self._settings, observe)
        except UnsupportedFieldError as error:
            await outgoing.whole(400, _JSON, _refusal(route, error))
            return
        driver = AsyncDriver(exchange, self._upstream.send, BrokenOffError, _BREAKS)
        try:
            await _carry(driver, outgoing)
        finally:
            await driver.aclose()


class TimedOutgoing(Outgoing):
    """Notes when the answer begins."""

    def __init__(self, send: Send, course: Course) -> None:
        super().__init__(send)
        self._course = course

    async def begin(self, status: int, headers: Headers) -> None:
        self._course.first_byte = self._course.seconds
        await super().begin(status, headers)


_JSON: Headers = (("content-type", CONTENT_TYPES[Framing.WHOLE]),)


async def _carry(driver: AsyncDriver, outgoing: Outgoing) -> None:
    result = await driver.start()
    if isinstance(result, Passed):
        await _relay(result.response, outgoing)
    elif isinstance(result, Answer):
        answer = result.answer
        await outgoing.whole(answer.status, end_to_end(answer.headers), answer.body)
    else:
        await outgoing.begin(result.begin.status, end_to_end(result.begin.headers))
        async for piece in result.pieces:
            await outgoing.write(piece)
        await outgoing.end()


async def _relay(response: httpx.Response, outgoing: Outgoing) -> None:
    """Hand a response on byte for byte, as its bytes arrive."""
    try:
        await outgoing.begin(response.status_code, end_to_end(read_headers(response.headers.raw)))
        async for piece in response.aiter_raw():
            await outgoing.write(piece)
        await outgoing.end()
    finally:
        await response.aclose()


async def _unless_client_leaves(incoming: Incoming, work: Coroutine[Any, Any, None]) -> None:
    """Run ``work`` to its end, or until the client has gone; then it is cancelled."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(incoming.client_leaves())
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientLeftError
        working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


def _too_large(limit: int) -> AnswerError:
    return AnswerError(413, "INVALID_ARGUMENT", f"the request body is larger than {limit} bytes")


def _unreachable(error: Exception) -> AnswerError:
    if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
        return AnswerError(504, "DEADLINE_EXCEEDED", "stepbridge: the upstream server timed out")
    name = type(error).__name__
    return AnswerError(503, "UNAVAILABLE", f"stepbridge: the upstream server failed ({name})")


def _refusal(route: Route, error: UnsupportedFieldError) -> bytes:
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [
                {"field": loss.path, "description": f"[{loss.field_id}] {loss.note}"}
                for loss in error.losses
            ],
        }
    ]
    answer = AnswerError(400, "INVALID_ARGUMENT", str(error), details)
    return encode(error_value(route.framing, answer.body))


def _report(incoming: Incoming, outgoing: Outgoing, course: Course) -> None:
    status = str(outgoing.status or "none")
    metrics.REQUESTS.labels(course.route, status).inc()
    metrics.DURATION.labels(course.route).observe(course.seconds)
    if course.first_byte is not None:
        metrics.FIRST_BYTE.labels(course.route).observe(course.first_byte)
    _LOGGER.info(
        "%s %s %s %s %.3fs",
        incoming.method,
        incoming.path,
        status,
        course.route,
        course.seconds,
    )
