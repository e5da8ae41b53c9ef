"""``run_tools`` with a session of a real MCP server: a process of its own, over stdio."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import stepbridge

mcp = pytest.importorskip("mcp", reason="the SDK of the Model Context Protocol is not installed")

FLASH = "gemini-2.5-flash"
SERVER = '''
from mcp.server.mcpserver import MCPServer

server = MCPServer("tides")


@server.tool()
def tide(harbour: str) -> str:
    """Height of the tide."""
    if not harbour:
        raise ValueError("which harbour?")
    return f"4.2 metres, {len(harbour)}"


server.run("stdio")
'''


@pytest.fixture
def server(tmp_path: Path) -> Any:
    from mcp.client.stdio import StdioServerParameters

    program = tmp_path / "server.py"
    program.write_text(SERVER)
    where = {"PYTHONPATH": os.pathsep.join(sys.path)}
    return StdioServerParameters(command=sys.executable, args=[str(program)], env=where)


async def with_session(server: Any, ask: Any) -> Any:
    from mcp.client.stdio import stdio_client

    async with (
        stdio_client(server) as (read, write),
        mcp.ClientSession(read, write) as session,
    ):
        await session.initialize()
        return await ask(session)


def test_a_session_means_what_it_meant(client: Any, emulator: Any, server: Any) -> None:
    """The same tools are declared, the same result is sent, the same answer comes."""

    async def legacy(session: Any) -> Any:
        return await client.aio.models.generate_content(
            model=FLASH, contents="Tide?", config={"tools": [session]}
        )

    before = asyncio.run(with_session(server, legacy))
    asked = [exchange.prompt for exchange in emulator.exchanges]
    emulator.reset()
    steps: list[Any] = []

    async def new(session: Any) -> Any:
        return await stepbridge.run_tools(
            client.aio, model=FLASH, input="Tide?", tools=[session], store=False, history=steps
        )

    after = asyncio.run(with_session(server, new))
    assert after.output_text == before.text
    assert [exchange.prompt for exchange in emulator.exchanges] == asked
    (result,) = [step for step in steps if step["type"] == "function_result"]
    assert "4.2 metres" in json.loads(result["result"])["result"]["content"][0]["text"]


def test_functions_and_sessions_stand_side_by_side(client: Any, emulator: Any, server: Any) -> None:
    def depth(harbour: str) -> float:
        """Depth of the water."""
        return 12.5

    async def ask(session: Any) -> Any:
        return await stepbridge.run_tools(
            client.aio, model=FLASH, input="Call depth.", tools=[session, depth], store=False
        )

    asyncio.run(with_session(server, ask))
    declared = str(emulator.exchanges[0].prompt)
    assert "depth" in declared
    assert "tide" in declared


def test_a_session_needs_an_asynchronous_client(client: Any, server: Any) -> None:
    async def ask(session: Any) -> None:
        with pytest.raises(ValueError, match="aio"):
            stepbridge.run_tools(client, model=FLASH, input="Tide?", tools=[session])

    asyncio.run(with_session(server, ask))
