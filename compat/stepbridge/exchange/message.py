"""HTTP messages as plain data, free of any HTTP library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Header fields in order, names as they came."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request. ``url`` is absolute or a target (path and query), percent-encoded."""

    method: str
    url: str
    headers: Headers
    body: bytes

    def __repr__(self) -> str:
        # Headers, query and body may hold keys and people's words.
        return f"HttpRequest({self.method} {self.url.partition('?')[0]}, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """One whole answer, as the legacy caller gets it."""

    status: int
    headers: Headers
    body: bytes

    def __repr__(self) -> str:
        return f"HttpAnswer({self.status}, {len(self.body)} bytes)"


def header(headers: Headers, name: str) -> str | None:
    """The first value of header ``name`` (in lower case), or None."""
    for key, value in headers:
        if key.lower() == name:
            return value
    return None


def without(headers: Headers, names: frozenset[str]) -> Headers:
    """``headers`` less those in ``names`` (in lower case)."""
    return tuple(pair for pair in headers if pair[0].lower() not in names)
