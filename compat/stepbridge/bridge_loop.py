"""The loop of ``run_tools``: ask, call what the model wants called, ask again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from stepbridge.bridge_events import event_of
from stepbridge.client import invoke, mcp
from stepbridge.client.declare import declaration_of
from stepbridge.client.interactions.interaction import Interaction
from stepbridge.client.mcp import McpFunction
from stepbridge.client.plain import plain
from stepbridge.client.tools import function_name
from stepbridge.translate.contents.function_steps import read_result
from stepbridge.translate.tooling.functions import function_tools
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.wire import JsonObject

Function: TypeAlias = Callable[..., Any] | McpFunction


@dataclass(frozen=True, slots=True)
class Create:
    """Make a request. The reply is the interaction."""

    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Invoke:
    """Call functions, in order. The reply is the list of their response objects."""

    calls: list[tuple[Function, JsonObject]]


Loop: TypeAlias = Generator[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """The caller's lists, if any: all steps, and what was said before the answer, by turns."""

    history: list[JsonObject] | None = None
    turns: list[Any] | None = None

    def answered(self, asked: list[JsonObject], answer: Any, results: list[JsonObject]) -> None:
        """Notes an answer whose calls were answered; what was asked comes before the first."""
        if self.turns is not None:
            self.turns.extend([*map(_turn, _by_side(asked)), answer, _turn(results)])

    def ended(self, steps: list[JsonObject]) -> None:
        """Notes all steps, those of the last answer included."""
        if self.history is not None:
            self.history.extend(steps)


def tool_loop(
    steps: list[JsonObject],
    tools: Sequence[Any],
    max_calls: int,
    record: Record,
    request: dict[str, Any],
) -> Loop:
    """Yields ``Create`` and ``Invoke``; returns the last interaction."""
    functions = {_name(tool): tool for tool in tools if _is_function(tool)}
    declared = [tool for one in tools for tool in _declared(one)]
    behind = list(steps)
    asked = steps
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
        results = [_result(call, said) for call, said in zip(calls, outcomes, strict=True)]
        behind += results
        record.answered(asked, answer, results)
        asked = []
    record.ended(behind)
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


async def run_with_sessions(
    tools: Sequence[Any], loop: Callable[[list[Any]], Loop], create: Callable[..., Any]
) -> Any:
    """The same, after the sessions of MCP servers among the tools have named theirs."""
    found = [await mcp.functions_of(tool) for tool in tools if mcp.is_session(tool)]
    begun = loop(mcp.with_functions(list(tools), found))
    return await run_async(begun, create, create(**next(begun).arguments))


def _is_function(tool: Any) -> bool:
    return isinstance(tool, McpFunction) or (callable(tool) and not isinstance(tool, type))


def _name(tool: Any) -> str:
    return tool.name if isinstance(tool, McpFunction) else function_name(tool)


def _declared(tool: Any) -> list[JsonObject]:
    if isinstance(tool, McpFunction):
        declaration = tool.declaration
    elif _is_function(tool):
        declaration = declaration_of(tool)
    elif mcp.is_tool(tool):
        declaration = mcp.declaration_of(tool)
    else:
        return [plain(tool)]
    return function_tools([declaration], "tools", Ledger())


def _by_side(steps: list[JsonObject]) -> list[list[JsonObject]]:
    """The steps in turns: those of the user, those of the model, and so on."""
    return [list(run) for _, run in groupby(steps, lambda step: step.get("type") in _FROM_USER)]


def _turn(steps: list[JsonObject]) -> Interaction:
    return Interaction({"steps": steps})


_FROM_USER = frozenset({"user_input", "function_result"})


def _result(call: JsonObject, outcome: JsonObject) -> JsonObject:
    # The same words as a function response of generateContent would get.
    said = read_result({"name": call["name"], "response": outcome}, "tools", None, Ledger())
    return {"type": "function_result", "call_id": call["id"], **said}
