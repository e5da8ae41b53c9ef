"""What an exchange asks of the code that moves its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from stepbridge.exchange.message import Headers, HttpAnswer, HttpRequest


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request, after closing the response before it. The reply is a ``Head``."""

    request: HttpRequest


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers of the response to a ``Send``."""

    status: int
    headers: Headers


@dataclass(frozen=True, slots=True)
class ReadAll:
    """Read the current response to its end. The reply is its decoded body."""


@dataclass(frozen=True, slots=True)
class Read:
    """Read what has arrived of the current response. The reply is bytes, or None at its end, or a
    ``Lost`` from a driver that tells the caller about lost connections in the stream itself."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection to the server broke while a response was read."""

    message: str


@dataclass(frozen=True, slots=True)
class Untouched:
    """Hand the current response to the caller as it is. The last command."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Give the caller a whole answer. The last command."""

    answer: HttpAnswer


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a streamed answer to the caller; ``Emit`` follows."""

    status: int
    headers: Headers


@dataclass(frozen=True, slots=True)
class Emit:
    """Pass bytes of a streamed answer on to the caller now."""

    data: bytes


@dataclass(frozen=True, slots=True)
class BreakOff:
    """End a streamed answer so that nobody takes it for a whole one: old clients pass over an error
    among the chunks. The last command."""

    message: str


@dataclass(frozen=True, slots=True)
class Consult:
    """Call something that may wait for a disk or a network. The reply is its result."""

    question: Callable[[], Any]


Command: TypeAlias = Send | ReadAll | Read | Untouched | Answer | Begin | Emit | BreakOff | Consult
