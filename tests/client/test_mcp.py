"""MCP sessions among the tools: listed, declared and called as the model asks."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from stepbridge.client.mcp import functions_of, with_functions

MODEL = "gemini-2.5-flash"
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


class Session:
    """The two methods of ``mcp.ClientSession`` that matter, with pydantic-like results."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.calls: list[tuple[str, Any]] = []

    async def list_tools(self) -> Any:
        tool = SimpleNamespace(name="get_weather", description="Weather.", inputSchema=SCHEMA)
        return SimpleNamespace(tools=[tool])

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> Any:
        self.calls.append((name, arguments))
        return CallResult("rain", self.fails)


class CallResult:
    """As ``mcp.types.CallToolResult``."""

    def __init__(self, text: str, failed: bool) -> None:
        self.isError = failed
        self._text = text

    def model_dump(self, **_options: Any) -> dict[str, Any]:
        return {"content": [{"type": "text", "text": self._text}], "isError": self.isError}


def sent_results(emulator: Any) -> list[str]:
    return [str(exchange.prompt) for exchange in emulator.exchanges]


@pytest.mark.parametrize("fails", [False, True])
def test_a_session_is_called_for_the_model(client: Any, emulator: Any, fails: bool) -> None:
    session = Session(fails=fails)
    config = {"tools": [session]}

    async def run() -> Any:
        return await client.aio.models.generate_content(
            model=MODEL, contents="Please call get_weather for Paris", config=config
        )

    answer = asyncio.run(run())
    assert [name for name, _ in session.calls] == ["get_weather"]
    assert "city" in session.calls[0][1]
    assert answer.text
    assert len(answer.automatic_function_calling_history) >= 3
    assert len(emulator.exchanges) == 2
    assert "rain" in sent_results(emulator)[1]


def test_a_stream_calls_it_too(client: Any, emulator: Any) -> None:
    session = Session()

    async def run() -> str:
        chunks = await client.aio.models.generate_content_stream(
            model=MODEL, contents="Please call get_weather for Paris", config={"tools": [session]}
        )
        return "".join([chunk.text or "" async for chunk in chunks])

    assert asyncio.run(run())
    assert len(session.calls) == 1


def test_the_blocking_client_says_that_it_cannot(client: Any, emulator: Any) -> None:
    with pytest.raises(ValueError, match=r"client\.aio"):
        client.models.generate_content(model=MODEL, contents="x", config={"tools": [Session()]})
    assert not emulator.exchanges


def test_a_name_in_two_sessions_is_refused() -> None:
    sessions = [Session(), Session()]
    found = [asyncio.run(functions_of(session)) for session in sessions]
    with pytest.raises(ValueError, match="get_weather is already defined"):
        with_functions(sessions, found)
