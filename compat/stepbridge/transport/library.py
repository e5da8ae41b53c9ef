"""The HTTP library of a request: httpx or its fork httpx2, whichever built it.

A transport that inherits from one library's base classes is refused by the other, so the classes
that a response needs are made here, once per library, from the request's own package.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from stepbridge.exchange.message import Headers, HttpRequest, read_headers, write_headers


@dataclass(frozen=True, slots=True)
class Library:
    """What the transport takes from an HTTP library."""

    module: Any
    sync_stream: type[Any]
    async_stream: type[Any]
    _url: Callable[[str], Any]

    def request(self, message: HttpRequest, like: Any) -> Any:
        """A request of this library with the timeouts and other extensions of ``like``."""
        url = message.url
        request = self.module.Request(
            message.method,
            # To parse a URL costs a tenth of a call. One with a query may hold a key: not kept.
            self.module.URL(url) if "?" in url else self._url(url),
            headers=write_headers((*message.headers, _length_of(message.body))),
            stream=self.module.ByteStream(message.body),
            extensions=like.extensions,
        )
        request.read()  # as every request is that a client makes
        return request

    def response(self, status: int, headers: Headers, body: bytes, like: Any) -> Any:
        """A whole response with the extensions of ``like``."""
        return self.streamed(
            status, (*headers, _length_of(body)), self.module.ByteStream(body), like
        )

    def streamed(self, status: int, headers: Headers, stream: Any, like: Any) -> Any:
        """A response whose body is ``stream``, an instance of one of the stream classes."""
        return self.module.Response(
            status, headers=write_headers(headers), stream=stream, extensions=_extensions(like)
        )


_libraries: dict[str, Library] = {}


def library_of(request: Any) -> Library:
    """The library that ``request`` belongs to."""
    name = _package_of(type(request))
    library = _libraries.get(name)
    if library is None:
        library = _libraries[name] = _make(sys.modules[name])
    return library


def message_of(request: Any) -> HttpRequest:
    """A library request, whose body has been read, as plain data."""
    return HttpRequest(
        method=request.method,
        url=str(request.url),
        headers=read_headers(request.headers.raw),
        body=request.content,
    )


def _package_of(kind: type[Any]) -> str:
    for base in kind.__mro__:
        package = base.__module__.partition(".")[0]
        if package in ("httpx", "httpx2"):
            return package
    raise TypeError(f"not a request of httpx or httpx2: {kind.__module__}.{kind.__qualname__}")


def _length_of(body: bytes) -> tuple[str, str]:
    return "Content-Length", str(len(body))


def _extensions(response: Any) -> dict[str, Any]:
    # The HTTP version and the network stream are still true; everything else is too.
    return {} if response is None else dict(response.extensions)


def _make(module: Any) -> Library:
    class PieceStream(module.SyncByteStream):  # type: ignore[misc]
        """A response body out of an iterator of bytes, with its own closing."""

        def __init__(self, pieces: Any) -> None:
            self._pieces = pieces

        def __iter__(self) -> Iterator[bytes]:
            return iter(self._pieces)

        def close(self) -> None:
            self._pieces.close()

    class AsyncPieceStream(module.AsyncByteStream):  # type: ignore[misc]
        """The same for async."""

        def __init__(self, pieces: Any) -> None:
            self._pieces = pieces

        def __aiter__(self) -> AsyncIterator[bytes]:
            iterator: AsyncIterator[bytes] = aiter(self._pieces)
            return iterator

        async def aclose(self) -> None:
            await self._pieces.aclose()

    return Library(module, PieceStream, AsyncPieceStream, lru_cache(64)(module.URL))
