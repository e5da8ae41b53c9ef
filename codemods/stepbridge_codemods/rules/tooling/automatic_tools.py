"""Tools that are neither written out nor functions of the module."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import ManualError, Plan

_MCP = ("mcp", "fastmcp")


def unknown_tool(plan: Plan, node: ast.expr) -> ManualError:
    """Why a tool cannot be declared: an MCP session, or something called automatically."""
    reason = "SB019" if _has_sessions(plan) else "SB012"
    return plan.cannot(reason, node, ast.unparse(node)[:60])


def _has_sessions(plan: Plan) -> bool:
    """Whether a file imports an MCP client: what is no function is then taken for a session."""
    for node in ast.walk(plan.source.tree):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        if any(name.partition(".")[0] in _MCP for name in names):
            return True
    return False
