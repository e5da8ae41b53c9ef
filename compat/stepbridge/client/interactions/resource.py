"""``client.interactions``: the Interactions API itself, light on CPU."""

from __future__ import annotations

from typing import Any

from stepbridge.client.async_runner import AsyncRunner
from stepbridge.client.flow import Flow, Rest
from stepbridge.client.interactions.events import AsyncStream, Stream
from stepbridge.client.interactions.interaction import Interaction
from stepbridge.client.interactions.request import create_request, stored
from stepbridge.client.interactions.resume import create, may_resume
from stepbridge.client.options import ClientOptions
from stepbridge.client.runner import Runner
from stepbridge.wire import JsonObject


class Interactions:
    """Calls with the arguments of ``google.genai.Client().interactions``.

    Answers are views over their JSON: no model is built, nothing is decoded or copied.
    """

    def __init__(self, runner: Runner, options: ClientOptions) -> None:
        self._runner = runner
        self._options = options

    def create(self, *, automatic_continuation: bool | None = None, **arguments: Any) -> Any:
        """An ``Interaction``, or with ``stream=True`` a ``Stream`` of its events.

        Takes ``model`` or ``agent``, ``input`` and the other fields of the request, and per call
        ``timeout`` (seconds), ``extra_headers``, ``extra_query``, ``extra_body`` and
        ``api_version``. Raises ``APIError``; TypeError for an unknown argument.
        """
        rest = create_request(self._options, arguments)
        resumes = may_resume(arguments, automatic_continuation)
        if arguments.get("stream"):
            return Stream(self._runner, rest, resumes=resumes)
        return self._runner.run(create(rest, resumes=resumes))

    def get(
        self,
        id: str,
        *,
        include_input: bool | None = None,
        stream: bool = False,
        last_event_id: str | None = None,
        **call: Any,
    ) -> Any:
        """A stored interaction, or a ``Stream`` that goes on after ``last_event_id``."""
        rest = _get(self._options, id, include_input, stream, last_event_id, call)
        if stream:
            return Stream(self._runner, rest, resumes=False)
        return self._runner.run(_interaction(rest))

    def cancel(self, id: str, **call: Any) -> Interaction:
        """Stops an interaction that runs in the background."""
        return self._runner.run(_interaction(stored(self._options, "POST", id, "/cancel", **call)))

    def delete(self, id: str, **call: Any) -> None:
        """Deletes a stored interaction."""
        self._runner.run(_nothing(stored(self._options, "DELETE", id, "", **call)))


class AsyncInteractions:
    """The same with awaits."""

    def __init__(self, runner: AsyncRunner, options: ClientOptions) -> None:
        self._runner = runner
        self._options = options

    async def create(self, *, automatic_continuation: bool | None = None, **arguments: Any) -> Any:
        """See ``Interactions.create``; a stream is ``async for event in await create(...)``."""
        rest = create_request(self._options, arguments)
        resumes = may_resume(arguments, automatic_continuation)
        if arguments.get("stream"):
            return AsyncStream(self._runner, rest, resumes=resumes)
        return await self._runner.run(create(rest, resumes=resumes))

    async def get(
        self,
        id: str,
        *,
        include_input: bool | None = None,
        stream: bool = False,
        last_event_id: str | None = None,
        **call: Any,
    ) -> Any:
        """A stored interaction, or an ``AsyncStream`` that goes on after ``last_event_id``."""
        rest = _get(self._options, id, include_input, stream, last_event_id, call)
        if stream:
            return AsyncStream(self._runner, rest, resumes=False)
        return await self._runner.run(_interaction(rest))

    async def cancel(self, id: str, **call: Any) -> Interaction:
        """Stops an interaction that runs in the background."""
        rest = stored(self._options, "POST", id, "/cancel", **call)
        return await self._runner.run(_interaction(rest))

    async def delete(self, id: str, **call: Any) -> None:
        """Deletes a stored interaction."""
        await self._runner.run(_nothing(stored(self._options, "DELETE", id, "", **call)))


def _get(
    options: ClientOptions,
    id: str,
    include_input: bool | None,
    stream: bool,
    last_event_id: str | None,
    call: dict[str, Any],
) -> Rest:
    asked = {
        "include_input": include_input,
        "stream": stream or None,
        "last_event_id": last_event_id,
    }
    query = {key: value for key, value in asked.items() if value is not None}
    query |= call.pop("extra_query", None) or {}
    return stored(options, "GET", id, "", extra_query=query, **call)


def _interaction(rest: Rest) -> Flow[Interaction]:
    answer: JsonObject = yield rest
    return Interaction(answer)


def _nothing(rest: Rest) -> Flow[None]:
    yield rest
