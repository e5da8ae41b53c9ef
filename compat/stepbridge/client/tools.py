"""Tools as callers pass them: tool objects, dicts, and Python functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stepbridge.client import mcp
from stepbridge.client.declare import declaration_of
from stepbridge.client.mcp import McpFunction
from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject

Function = Callable[..., Any] | McpFunction


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Tools on the wire, and what can be called of them by name: Python functions, MCP tools.

    ``answered_by_caller`` is True when there are declarations besides: then nothing is called
    automatically.
    """

    declarations: list[JsonObject] = field(default_factory=list)
    functions: dict[str, Function] = field(default_factory=dict)
    answered_by_caller: bool = False


def toolbox_of(tools: Any) -> Toolbox:
    """Reads a list of tools. Raises TypeError for a tool that is none."""
    if not tools:
        return Toolbox()
    functions: dict[str, Function] = {}
    declared: list[JsonObject] = []
    others: list[JsonObject] = []
    answered_by_caller = False
    for tool in tools:
        if isinstance(tool, McpFunction):
            functions[tool.name] = tool
            declared.append(tool.declaration)
            continue
        if callable(tool) and not isinstance(tool, type):
            name = function_name(tool)
            functions[name] = tool
            declared.append(declaration_of(tool))
            continue
        wire = _tool_to_wire(tool)
        own = wire.pop("functionDeclarations", None) or wire.pop("function_declarations", None)
        if own:
            answered_by_caller = True
            declared += own
        if wire:
            others.append(wire)
    # All functions in one tool, at the end: as the official SDK merges them.
    declarations = [*others, {"functionDeclarations": declared}] if declared else others
    return Toolbox(declarations, functions, answered_by_caller)


def function_name(function: Callable[..., Any]) -> str:
    """The name that the model knows a function by."""
    name = getattr(function, "__name__", None)
    if not isinstance(name, str):
        raise TypeError(f"a tool function needs a name; {type(function).__name__} has none")
    return name


def _tool_to_wire(tool: Any) -> JsonObject:
    if not isinstance(tool, Mapping) and not hasattr(tool, "model_dump"):
        raise TypeError(f"{type(tool).__name__} is not a tool")
    if mcp.is_tool(tool):
        return {"functionDeclarations": [mcp.declaration_of(tool)]}
    wire: JsonObject = dict(plain(tool))
    return wire
