"""Streams of Interactions events."""

from __future__ import annotations

from typing import Any, Self

from stepbridge.client.async_runner import AsyncRunner
from stepbridge.client.closing import AsyncClosing, Closing
from stepbridge.client.flow import Rest
from stepbridge.client.interactions.node import Node
from stepbridge.client.interactions.resume import next_hop
from stepbridge.client.runner import Runner
from stepbridge.wire import JsonObject


def _resumed(rest: Rest, event: JsonObject, resumes: bool) -> Rest | None:
    if not resumes or event.get("event_type") != "interaction.completed":
        return None
    return next_hop(rest, event.get("interaction") or {})


class Stream(Closing):
    """Events as they arrive. Close it, or use it in ``with``, when it is not read to its end."""

    def __init__(self, runner: Runner, rest: Rest, *, resumes: bool) -> None:
        self._events = self._read(runner, rest, resumes)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        return next(self._events)

    def close(self) -> None:
        """Closes the connection."""
        self._events.close()

    def _read(self, runner: Runner, rest: Rest, resumes: bool) -> Any:
        hop: Rest | None = rest
        while hop is not None:
            following = None
            for event in runner.events(hop):
                yield Node(event)
                following = _resumed(rest, event, resumes) or following
            hop = following


class AsyncStream(AsyncClosing):
    """The same with awaits."""

    def __init__(self, runner: AsyncRunner, rest: Rest, *, resumes: bool) -> None:
        self._events = self._read(runner, rest, resumes)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        return await anext(self._events)

    async def aclose(self) -> None:
        """Closes the connection."""
        await self._events.aclose()

    close = aclose  # what the official stream calls it

    async def _read(self, runner: AsyncRunner, rest: Rest, resumes: bool) -> Any:
        hop: Rest | None = rest
        while hop is not None:
            following = None
            async for event in runner.events(hop):
                yield Node(event)
                following = _resumed(rest, event, resumes) or following
            hop = following
