"""Server-sent events of ``:streamGenerateContent`` read line by line.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.rest.request import address_of
from stepbridge_codemods.values.kinds import Kind

LINES = frozenset({".iter_lines", ".aiter_lines", ".content", ".readlines"})
_ADVICE = 'send "stream": True and read step.delta events'


def is_streamed(plan: Plan, node: ast.expr) -> bool:
    """Whether a value comes from a call of the streaming method."""
    value = plan.values.value(node)
    calls = [o for o in value.origins if isinstance(o, ast.Call)] if value is not None else []
    addresses = [address_of(plan.values, call) for call in calls]
    return any(one is not None and one.method.startswith("stream") for one in addresses)


def check_lines(plan: Plan, use: Use) -> None:
    """Gives up where the lines of a stream are not parsed in sight."""
    parsed = [one for one in plan.uses if one.kind is Kind.ANSWER and is_streamed(plan, one.node)]
    if not is_streamed(plan, use.node) or not parsed:
        raise plan.cannot("SB015", use.parent, _ADVICE)


def end_at_done(plan: Plan, call: ast.Call) -> None:
    """The stream ends with ``data: [DONE]``, which is no JSON."""
    statement = plan.values.enclosing(call, ast.stmt)
    loop = plan.values.enclosing(call, ast.For, ast.AsyncFor, ast.While)
    if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr) or loop is None:
        raise plan.cannot("SB015", call, _ADVICE)
    if statement in plan.visited:
        return
    plan.visited.add(statement)
    start = plan.source.span(statement)[0]
    indent, newline = plan.source.indent(start), plan.source.newline
    done = "'[DONE]', b'[DONE]'".replace("'", plan.quote)
    head = f".strip() in ({done}):{newline}{indent}    break{newline}{indent}"
    plan.edits.put(start, start, "if ", plan.text(call.args[0]), head)


def rewrite_chunk(plan: Plan, node: ast.expr, path: tuple[object, ...], whole: ast.expr) -> None:
    """A path into one chunk becomes a path into one event."""
    quote = plan.quote
    if path == ("candidates", 0, "content", "parts", 0, "text"):
        text = ".get('delta', {}).get('text', '')".replace("'", quote)
        plan.edits.replace(whole, node, text)
    elif path == ("candidates",) and plan.context(whole) == "test":
        plan.edits.replace(whole, node, f".get({quote}delta{quote})")
    elif path[:1] != ("error",):
        raise plan.cannot("SB015", whole, "chunks are events: text is in step.delta")
