"""Sessions of MCP servers among the tools: ``stepbridge.run_tools`` calls what they list.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.paths import Path

_SESSIONS = frozenset({"mcp.ClientSession", "mcp.client.session.ClientSession"})
_CLIENTS = frozenset(
    {
        "fastmcp.Client",
        "fastmcp.client.Client",
        "mcp.Client",
        "mcp.client.Client",
        "mcp.client.client.Client",
    }
)
_ENTERING = frozenset({"enter_async_context", "enter_context"})


def is_session(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a session of an MCP server, whatever happens."""
    return is_certain(plan, _SESSION, node)


def _is_client(plan: Plan, node: ast.expr, path: Path) -> bool:
    return not path and _makes(plan, node, _CLIENTS)


def _gives_session(plan: Plan, node: ast.expr, path: Path) -> bool:
    if path:
        return False
    if isinstance(node, ast.Attribute):
        return node.attr == "session" and is_certain(plan, _CLIENT, node.value)
    return _makes(plan, node, _SESSIONS)


def _makes(plan: Plan, node: ast.expr, names: frozenset[str]) -> bool:
    """Whether a call makes an instance, or enters one that it is given."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in _ENTERING and node.args:
        return _makes(plan, node.args[0], names)
    return plan.values.qualified(function) in names


_CLIENT = Sort(
    "a client that has a session",
    _is_client,
    lambda plan, node: plan.values.qualified(node) in _CLIENTS,
    entered=True,
)
_SESSION = Sort(
    "a session of an MCP server",
    _gives_session,
    lambda plan, node: plan.values.qualified(node) in _SESSIONS,
    entered=True,
)
