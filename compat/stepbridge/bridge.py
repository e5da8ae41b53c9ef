"""The functions that rewritten code may import, for what cannot be settled by reading the code.

Each is a border between generateContent shapes and Interactions shapes. They take objects of the
official SDK, of ``stepbridge.Client`` and plain dicts alike, and can be dropped by hand once both
sides of the border speak the same API.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from stepbridge.bridge_events import AnswerReader, event_of
from stepbridge.bridge_loop import (
    Create,
    Loop,
    Record,
    run,
    run_async,
    run_with_sessions,
    tool_loop,
)
from stepbridge.client.contents import contents_to_wire
from stepbridge.client.interactions.interaction import Interaction
from stepbridge.client.mcp import is_session
from stepbridge.client.plain import plain
from stepbridge.client.views import GenerateContentResponse
from stepbridge.fields.row import Fidelity
from stepbridge.policy import Decision, Outcome, Settings, UnsupportedFieldError
from stepbridge.policy.observer import default_observer
from stepbridge.translate.steps import from_contents
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.wire import JsonObject

DEFAULT_MAX_CALLS = 10
"""Requests that ``run_tools`` makes at most: the official default of automatic function calling."""


def to_input(contents: Any, *, settings: Settings | None = None) -> list[JsonObject]:
    """``contents`` of generateContent as ``input`` for ``interactions.create``: a list of steps.

    Takes whatever ``generate_content`` takes, and steps as well (dicts with a ``type`` of steps, or
    ``interaction.steps``), which stay as they are, so that a history may hold both.

    Raises ``UnsupportedFieldError`` for a field that Interactions cannot carry, unless ``settings``
    (default: the STEPBRIDGE_* variables) say ``unsupported="drop"``: then it warns. ValueError and
    TypeError for what are no contents.
    """
    if not isinstance(contents, (list, tuple)) or not contents:
        return _translated(contents_to_wire(contents), settings)
    steps: list[JsonObject] = []
    for are_steps, items in groupby(contents, _is_step):
        if are_steps:
            steps += map(event_of, items)
        else:
            steps += _translated(contents_to_wire(list(items)), settings)
    return steps


def as_response(interaction: Any, *, schema: Any = None) -> GenerateContentResponse:
    """An interaction as the response that legacy code reads: ``.text``, ``.candidates``, ...

    ``interaction`` is an ``Interaction`` of the official SDK or of ``stepbridge.Client``, or a
    dict; a legacy response is given back as it is. ``schema`` is what ``response_schema`` was,
    for ``.parsed``. Raises ``APIError`` for an interaction that failed.
    """
    if hasattr(interaction, "candidates"):
        response: GenerateContentResponse = interaction
        return response
    return AnswerReader(schema).whole(event_of(interaction))


def chunks(stream: Any, *, schema: Any = None) -> Any:
    """A stream of Interactions events as the chunks that legacy code reads.

    ``stream`` is what ``interactions.create(stream=True)`` gave; for an asynchronous one the result
    is an asynchronous iterator. Raises ``APIError`` for an error event and for a stream that ended
    before its answer was complete. Closing the iterator closes the stream.
    """
    return (
        _chunks_async(stream, schema) if hasattr(stream, "__aiter__") else _chunks(stream, schema)
    )


def run_tools(
    client: Any,
    *,
    tools: Sequence[Any],
    max_calls: int = DEFAULT_MAX_CALLS,
    history: list[JsonObject] | None = None,
    turns: list[Any] | None = None,
    **request: Any,
) -> Any:
    """``interactions.create`` with Python functions among the tools, called as the model asks.

    ``client`` is a client of the official SDK or ``stepbridge.Client``, or its ``aio``: then the
    result is awaitable, and coroutine functions and sessions of MCP servers (``mcp.ClientSession``)
    may be tools. Functions are declared by their signature and docstring, those of a session as
    its server lists them; an exception of a function is told to the model. ``input`` may be text,
    content, steps or anything that ``to_input`` takes. Ends with the first answer that calls
    nothing, or after ``max_calls`` requests with an answer whose calls are left to the caller.

    ``history``, a list, receives all steps, as JSON: the input, and all that was said after it,
    the answer included. ``turns``, a list, receives what was said before the answer if functions
    were called: objects with ``steps``, by turns of the two sides
    (``automatic_function_calling_history``).

    Returns the last ``Interaction``. Raises ValueError for ``stream=True``, for ``max_calls``
    below one and for a session without ``client.aio``, KeyError when the model calls a function
    that is not there.
    """
    if request.get("stream"):
        raise ValueError("run_tools does not stream; loop over interactions.create instead")
    if max_calls < 1:
        raise ValueError("max_calls must be at least 1")
    create: Callable[..., Any] = client.interactions.create
    steps = _input_steps(request.pop("input", None))

    def begun(tools: Sequence[Any]) -> Loop:
        return tool_loop(steps, tools, max_calls, Record(history, turns), request)

    if any(map(is_session, tools)):
        if not hasattr(client, "aclose"):
            raise ValueError("a session of an MCP server needs client.aio")
        return run_with_sessions(tools, begun, create)
    loop = begun(tools)
    first: Create = next(loop)
    answer = create(**first.arguments)
    if inspect.isawaitable(answer):
        return run_async(loop, create, answer)
    return run(loop, create, answer)


def _chunks(stream: Any, schema: Any) -> Iterator[GenerateContentResponse]:
    reader = AnswerReader(schema)
    try:
        for event in stream:
            yield from reader.feed(event_of(event))
        yield from reader.finish()
    finally:
        getattr(stream, "close", _nothing)()


async def _chunks_async(stream: Any, schema: Any) -> AsyncIterator[GenerateContentResponse]:
    reader = AnswerReader(schema)
    try:
        async for event in stream:
            for response in reader.feed(event_of(event)):
                yield response
        for response in reader.finish():
            yield response
    finally:
        name = "aclose" if hasattr(stream, "aclose") else "close"
        closed: Any = getattr(stream, name, _nothing)()
        if inspect.isawaitable(closed):
            await closed


def _translated(contents: list[JsonObject], settings: Settings | None) -> list[JsonObject]:
    ledger = Ledger()
    steps = from_contents(contents, ledger=ledger)
    lost = [loss for loss in ledger.losses if loss.fidelity is Fidelity.LOST]
    chosen = settings or Settings.from_environment()
    refused = bool(lost) and chosen.unsupported != "drop"
    carried = Outcome.DROPPED if lost else Outcome.TRANSLATED
    outcome = Outcome.REFUSED if refused else carried
    default_observer()(
        Decision(outcome, _NO_MODEL, False, tuple(ledger.losses), {"contents": contents})
    )
    if refused:
        raise UnsupportedFieldError(lost)
    return steps


def _is_step(item: Any) -> bool:
    kind = item.get("type") if isinstance(item, Mapping) else getattr(item, "type", None)
    return isinstance(kind, str) and not hasattr(item, "parts")


def _input_steps(value: Any) -> list[JsonObject]:
    if isinstance(value, Interaction):
        raise TypeError("pass interaction.steps, not the interaction")
    steps = to_input(value)
    if steps and all(step.get("type") in _CONTENT for step in steps):
        return [{"type": "user_input", "content": steps}]
    return [dict(plain(step)) for step in steps]


_CONTENT = frozenset({"text", "image", "audio", "video", "document"})
_NO_MODEL = ""  # contents alone do not say for which model they are


def _nothing() -> None:
    return None
