"""A transport for httpx and httpx2 that carries generateContent calls on the Interactions API."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from stepbridge.exchange import Exchange, find
from stepbridge.exchange.command import Answer
from stepbridge.exchange.drive import AsyncDriver, Passed, Result, SyncDriver
from stepbridge.exchange.kept import check_store
from stepbridge.exchange.message import HttpRequest
from stepbridge.exchange.settled import is_settled
from stepbridge.policy import COUNTERS, Settings
from stepbridge.policy.decision import Observer
from stepbridge.policy.observer import default_observer
from stepbridge.transport.library import Library, library_of, message_of
from stepbridge.upstream import AsyncUpstream, SyncUpstream, UpstreamOptions

if TYPE_CHECKING:
    import httpx

    class _Transport(httpx.BaseTransport, httpx.AsyncBaseTransport):
        """For type checkers alone: a real base would be of one library."""
else:
    _Transport = object


class InteractionsTransport(_Transport):
    """Give one to ``httpx.Client(transport=...)`` or to the official SDK, in both
    ``client_args`` and ``async_client_args`` of ``HttpOptions``.

    It serves synchronous and asynchronous clients of httpx and httpx2 at once, and inherits from
    neither. Calls of generateContent and streamGenerateContent go to Interactions, anything else
    passes through byte for byte.

    ``inner`` is the transport below (of the client's own library and kind); by default one is made
    from ``upstream``, or as the library itself would make it. ``observe`` is told every decision
    (default: announced, and audited where STEPBRIDGE_AUDIT names a file).

    Raises ``UnsupportedFieldError`` from a request under ``Settings(unsupported="error")``;
    connection errors and timeouts are the library's own.
    """

    def __init__(
        self,
        inner: Any = None,
        settings: Settings | None = None,
        *,
        upstream: UpstreamOptions | None = None,
        observe: Observer | None = None,
    ) -> None:
        options = upstream or UpstreamOptions()
        self.inner = inner
        self.settings = settings if settings is not None else Settings.from_environment()
        check_store(self.settings)
        self._observe = observe or default_observer()
        self._sync = SyncUpstream(options)
        self._async = AsyncUpstream(options)

    def default_verify(self, context: Any) -> None:
        """Use a TLS context for connections made from now on, unless one was chosen already."""
        for upstream in (self._sync, self._async):
            upstream.options = upstream.options.with_default_verify(context)

    def handle_request(self, request: Any) -> Any:
        """One request of a synchronous client."""
        library = library_of(request)
        inner = self.inner
        if inner is None:
            inner = self._sync.transport_for(library.module, request.url)
        route = self._route(request)
        if route is None:
            COUNTERS.add("passed")
            return inner.handle_request(request)
        request.read()
        message = message_of(request)
        exchange = self._exchange(message, route)
        send = _sender(library, request, message, inner.handle_request)
        driver = SyncDriver(exchange, send, library.module.RemoteProtocolError)
        result = driver.start()
        return _response(result, library, library.sync_stream, driver.response)

    async def handle_async_request(self, request: Any) -> Any:
        """One request of an asynchronous client."""
        library = library_of(request)
        inner = self.inner
        if inner is None:
            inner = self._async.transport_for(library.module, request.url)
        route = self._route(request)
        if route is None:
            COUNTERS.add("passed")
            return await inner.handle_async_request(request)
        await request.aread()
        message = message_of(request)
        exchange = self._exchange(message, route)
        send = _sender(library, request, message, inner.handle_async_request)
        driver = AsyncDriver(exchange, send, library.module.RemoteProtocolError)
        result = await driver.start()
        return _response(result, library, library.async_stream, driver.response)

    def _route(self, request: Any) -> Any:
        """How a request is carried; None to pass it through."""
        return None if is_settled() else find(request.method, str(request.url), self.settings)

    def _exchange(self, message: HttpRequest, route: Any) -> Any:
        """What carries a request that has a route."""
        return Exchange(message, route, self.settings, self._observe)

    def close(self) -> None:
        """Close the synchronous connections, or ``inner`` when it was given."""
        self._sync.close()
        close = getattr(self.inner, "close", None)
        if close is not None:
            close()

    async def aclose(self) -> None:
        """Close the asynchronous connections, or ``inner`` when it was given."""
        await self._async.aclose()
        aclose = getattr(self.inner, "aclose", None)
        if aclose is not None:
            await aclose()

    def __enter__(self) -> InteractionsTransport:
        enter = getattr(self.inner, "__enter__", None)
        if enter is not None:
            enter()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._sync.close()
        leave = getattr(self.inner, "__exit__", None)
        if leave is not None:
            leave(exc_type, exc_value, traceback)

    async def __aenter__(self) -> InteractionsTransport:
        enter = getattr(self.inner, "__aenter__", None)
        if enter is not None:
            await enter()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self._async.aclose()
        leave = getattr(self.inner, "__aexit__", None)
        if leave is not None:
            await leave(exc_type, exc_value, traceback)


def _sender(
    library: Library, request: Any, written: HttpRequest, handle: Callable[[Any], Any]
) -> Callable[[HttpRequest], Any]:
    """Sends messages below the shim; the caller's own request goes as the object that it is."""

    def send(message: HttpRequest) -> Any:
        return handle(request if message is written else library.request(message, request))

    return send


def _response(result: Result, library: Library, stream: type[Any], upstream: Any) -> Any:
    if isinstance(result, Passed):
        return result.response
    if isinstance(result, Answer):
        answer = result.answer
        return library.response(answer.status, answer.headers, answer.body, upstream)
    begin = result.begin
    return library.streamed(begin.status, begin.headers, stream(result.pieces), upstream)
