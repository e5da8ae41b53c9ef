"""Entries of ``tools`` that the SDK rejects."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.objects import TYPES
from stepbridge_codemods.planning.lint import Fix, Problem, creates, lint
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.request import entries, text_of, type_of, written
from stepbridge_codemods.rules.beta.slots import given
from stepbridge_codemods.rules.lint.schema import PLAIN_TOOLS
from stepbridge_codemods.values.infer import Values


@lint
def tools(values: Values) -> Iterator[Problem]:
    """Each entry of a list of tools that is written out."""
    for call in creates(values):
        is_agent = given(values, call, "agent") is not None
        for node in written(values, given(values, call, "tools")):
            yield from _tool(values, node)
            if type_of(node) == "mcp_server":
                yield from _server(entries(node), is_agent=is_agent)


def _tool(values: Values, node: ast.expr) -> Iterator[Problem]:
    if isinstance(node, ast.Call) and (values.qualified(node.func) or "").startswith(TYPES):
        yield Problem("wrong.types_tool", node, _plain_object(node))
    elif isinstance(node, ast.Name) and values.function(node) is not None:
        yield Problem("wrong.callable_tool", node)
    elif isinstance(node, ast.Dict):
        found = entries(node)
        if "type" not in found and found and None not in node.keys:
            yield Problem("wrong.tool_without_type", node, _typed(node, found))


def _server(found: dict[str, ast.expr], *, is_agent: bool) -> Iterator[Problem]:
    """Managed agents take any name."""
    allowed = found.get("allowed_tools")
    if isinstance(allowed, ast.List) and any(map(text_of, allowed.elts)):
        yield Problem("wrong.allowed_tools_strings", allowed)
    if "-" in text_of(found.get("name")) and not is_agent:
        yield Problem("wrong.mcp_server_name", found["name"])


def _plain_object(node: ast.Call) -> Fix | None:
    """``types.Tool(google_search=types.GoogleSearch())``."""
    if len(node.keywords) != 1 or node.args:
        return None
    keyword = node.keywords[0]
    value = keyword.value
    empty = isinstance(value, ast.Call) and not value.args and not value.keywords
    if keyword.arg not in PLAIN_TOOLS or not (empty or _is_empty(value)):
        return None
    return _replaced(node, keyword.arg or "")


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) and not node.keys


def _replaced(node: ast.expr, kind: str) -> Fix:
    def fix(plan: Plan) -> None:
        plan.edits.replace(node, f'{{"type": "{kind}"}}'.replace('"', plan.quote))

    return fix


def _typed(node: ast.Dict, found: dict[str, ast.expr]) -> Fix | None:
    if len(found) == 1:
        kind, value = next(iter(found.items()))
        return _replaced(node, kind) if kind in PLAIN_TOOLS and _is_empty(value) else None
    if "name" not in found or not found.keys() <= {"name", "description", "parameters"}:
        return None

    def fix(plan: Plan) -> None:
        first = node.keys[0]
        assert first is not None
        start = plan.source.span(first)[0]
        line = plan.source.line_start(start)
        own = not plan.source.text[line:start].strip()
        gap = f",{plan.source.newline}{plan.source.indent(start)}" if own else ", "
        plan.edits.put(start, start, f'"type": "function"{gap}'.replace('"', plan.quote))

    return fix
