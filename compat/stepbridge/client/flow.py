"""What a call asks of the code that does its I/O.

Every call is written once, as a generator that yields these and is sent their replies; a blocking
and an asynchronous runner carry them out.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from stepbridge.client.options import ClientOptions
from stepbridge.wire import JsonObject

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Call:
    """A generateContent request: model, body, options."""

    model: str
    body: JsonObject
    options: ClientOptions


@dataclass(frozen=True, slots=True)
class Generate:
    """Make a call. The reply is the whole answer."""

    call: Call


@dataclass(frozen=True, slots=True)
class OpenStream:
    """Make a call and begin to read its stream; an earlier one has ended. No reply."""

    call: Call


@dataclass(frozen=True, slots=True)
class NextChunk:
    """Read one chunk of the stream. The reply is the chunk, or None at the end."""


@dataclass(frozen=True, slots=True)
class Give:
    """Give the caller a chunk of a streamed answer. No reply."""

    response: Any


@dataclass(frozen=True, slots=True)
class Invoke:
    """Call Python functions, in order. The reply is the list of their response objects."""

    calls: list[tuple[Any, JsonObject]]


@dataclass(frozen=True, slots=True)
class ListTools:
    """Ask the sessions of MCP servers for their tools. The reply holds a list for each session."""

    sessions: list[Any]


@dataclass(frozen=True, slots=True)
class Rest:
    """Send a plain request below the API version. The reply is the decoded answer.

    ``path`` may be an absolute URL. ``content`` is sent in place of JSON. With ``wants_headers``
    the reply is the pair of answer and headers.
    """

    method: str
    path: str
    options: ClientOptions
    body: JsonObject | None = None
    content: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    wants_headers: bool = False


Command: TypeAlias = Generate | OpenStream | NextChunk | Give | Invoke | ListTools | Rest
Flow: TypeAlias = Generator[Command, Any, Result]
