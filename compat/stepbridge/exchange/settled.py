"""Requests whose fate was decided already, on their way through another shim of this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_settled: ContextVar[bool] = ContextVar("stepbridge_settled", default=False)


@contextmanager
def settled() -> Iterator[None]:
    """Requests sent inside go out as they are, also by a client that has the transport."""
    token = _settled.set(True)
    try:
        yield
    finally:
        _settled.reset(token)


def is_settled() -> bool:
    """Whether the running code sends what was decided before."""
    return _settled.get()
