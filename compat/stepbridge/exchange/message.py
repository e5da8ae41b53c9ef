"""HTTP messages as plain data, free of any HTTP library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from stepbridge.wire import JsonObject

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Header fields in order, names as they came; a character is a byte of the wire (Latin-1)."""

RawHeaders: TypeAlias = list[tuple[bytes, bytes]]
"""The same as HTTP libraries have them on the wire."""


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Headers of the wire as text, every byte kept."""
    return tuple([(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw])


def write_headers(headers: Headers) -> RawHeaders:
    """And back."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


# Nothing that is written here came from anywhere but a JSON parser, so it holds no circle.
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

_decode = json.JSONDecoder().decode


def encode(value: object) -> bytes:
    """Compact JSON in ASCII."""
    return _encode(value).encode("ascii")


def decoded(body: bytes) -> Any:
    """The JSON in ``body``; None when it is none, or nested deeper than Python goes."""
    try:
        return _decode(body.decode())
    except (RecursionError, ValueError):
        pass
    try:
        return json.loads(body)  # other encodings, byte order marks
    except (RecursionError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request. ``url`` is absolute or a target (path and query), percent-encoded.

    A caller in this process may give its JSON as ``value`` and leave ``body`` empty.
    """

    method: str
    url: str
    headers: Headers
    body: bytes = b""
    value: JsonObject | None = None

    def written(self) -> HttpRequest:
        """The request with its body in bytes."""
        if self.value is None:
            return self
        return HttpRequest(self.method, self.url, self.headers, encode(self.value))

    def __repr__(self) -> str:
        # Headers, query and body may hold keys and people's words.
        return f"HttpRequest({self.method} {self.url.partition('?')[0]}, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """One whole answer, as the caller gets it; ``value`` is its JSON, ``body`` writes that."""

    status: int
    headers: Headers
    value: Any

    @property
    def body(self) -> bytes:
        return encode(self.value)

    def __repr__(self) -> str:
        return f"HttpAnswer({self.status})"


def header(headers: Headers, name: str) -> str | None:
    """The first value of header ``name`` (in lower case), or None."""
    for key, value in headers:
        if key.lower() == name:
            return value
    return None


def without(headers: Headers, names: frozenset[str]) -> Headers:
    """``headers`` less those in ``names`` (in lower case)."""
    return tuple([pair for pair in headers if pair[0].lower() not in names])
