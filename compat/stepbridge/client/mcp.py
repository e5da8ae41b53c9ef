"""Sessions of MCP servers among the tools: their tools are declared to the model and called for it.

A session is known by its shape (``mcp.ClientSession``); the package itself is not needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject


@dataclass(frozen=True, slots=True)
class McpFunction:
    """One tool of an MCP server, and the session to call it by."""

    name: str
    declaration: JsonObject
    session: Any

    async def invoke(self, args: Mapping[str, Any]) -> JsonObject:
        """The response object for one call: ``{"result": ...}``, or ``{"error": ...}``."""
        answer = await self.session.call_tool(name=self.name, arguments=dict(args))
        failed = getattr(answer, "is_error", getattr(answer, "isError", False))
        # Named as the package's own attributes are, which is what the official SDK sends.
        said = answer.model_dump(mode="json", exclude_none=True)
        return {"error" if failed else "result": said}


def is_session(tool: Any) -> bool:
    """Whether a tool is a session of an MCP server."""
    return hasattr(tool, "list_tools") and hasattr(tool, "call_tool")


def is_tool(tool: Any) -> bool:
    """Whether a tool is one that an MCP server listed (``mcp.types.Tool``)."""
    has_schema = hasattr(tool, "inputSchema") or hasattr(tool, "input_schema")
    return has_schema and hasattr(tool, "name")


def declaration_of(tool: Any) -> JsonObject:
    """The function declaration for a tool of an MCP server (``mcp.types.Tool``)."""
    schema = getattr(tool, "input_schema", None) or getattr(tool, "inputSchema", None) or {}
    declaration: JsonObject = {"name": tool.name, "parametersJsonSchema": plain(schema)}
    if tool.description:
        declaration["description"] = tool.description
    return declaration


async def functions_of(session: Any) -> list[McpFunction]:
    """All tools of a session. Raises what the session raises."""
    listed = await session.list_tools()
    return [McpFunction(tool.name, declaration_of(tool), session) for tool in listed.tools]


def with_functions(tools: list[Any], found: list[list[McpFunction]]) -> list[Any]:
    """``tools`` with each session replaced by its functions, which ``found`` holds in order.

    Raises ValueError for a name that two sessions have.
    """
    names = [function.name for functions in found for function in functions]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"Tool {twice} is already defined for the request.")
    waiting = iter(found)
    replaced: list[Any] = []
    for tool in tools:
        replaced += next(waiting) if is_session(tool) else [tool]
    return replaced
