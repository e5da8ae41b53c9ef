"""The loop of ``run_tools``: ask, call what the model wants called, ask again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from stepbridge.bridge_events import event_of
from stepbridge.client import invoke
from stepbridge.client.declare import declaration_of
from stepbridge.client.plain import plain
from stepbridge.client.tools import function_name
from stepbridge.translate.contents.function_steps import read_result
from stepbridge.translate.tooling.functions import function_tools
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.wire import JsonObject

Function: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Create:
    """Make a request. The reply is the interaction."""

    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Invoke:
    """Call functions, in order. The reply is the list of their response objects."""

    calls: list[tuple[Function, JsonObject]]


Loop: TypeAlias = Generator[Any, Any, Any]


def tool_loop(
    steps: list[JsonObject],
    tools: Sequence[Any],
    max_calls: int,
    history: list[JsonObject] | None,
    request: dict[str, Any],
) -> Loop:
    """Yields ``Create`` and ``Invoke``; returns the last interaction."""
    functions = {function_name(tool): tool for tool in tools if _is_function(tool)}
    declared = [tool for one in tools for tool in _declared(one)]
    behind = list(steps)
    for left in range(max_calls - 1, -1, -1):
        answer = yield Create({**request, "input": list(behind), "tools": declared})
        made = [event_of(step) for step in answer.steps or ()]
        behind += made
        calls = [step for step in made if step.get("type") == "function_call"]
        if not calls or left == 0:
            break
        outcomes = yield Invoke(
            [(functions[call["name"]], call.get("arguments") or {}) for call in calls]
        )
        behind += [_result(call, said) for call, said in zip(calls, outcomes, strict=True)]
    if history is not None:
        history += behind
    return answer


def run(loop: Loop, create: Callable[..., Any], answer: Any) -> Any:
    """Carries a loop on, blocking, with the reply to its first request."""
    reply = answer
    try:
        while True:
            command = loop.send(reply)
            if isinstance(command, Create):
                reply = create(**command.arguments)
            else:
                reply = [invoke.call(function, args) for function, args in command.calls]
    except StopIteration as end:
        return end.value


async def run_async(loop: Loop, create: Callable[..., Any], answer: Awaitable[Any]) -> Any:
    """The same with awaits."""
    reply = await answer
    while True:
        try:
            command = loop.send(reply)
        except StopIteration as end:
            return end.value
        if isinstance(command, Create):
            reply = await create(**command.arguments)
        else:
            reply = [await invoke.call_async(function, args) for function, args in command.calls]


def _is_function(tool: Any) -> bool:
    return callable(tool) and not isinstance(tool, type)


def _declared(tool: Any) -> list[JsonObject]:
    if _is_function(tool):
        return function_tools([declaration_of(tool)], "tools", Ledger())
    return [plain(tool)]


def _result(call: JsonObject, outcome: JsonObject) -> JsonObject:
    # The same words as a function response of generateContent would get.
    said = read_result({"name": call["name"], "response": outcome}, "tools", None, Ledger())
    return {"type": "function_result", "call_id": call["id"], **said}
