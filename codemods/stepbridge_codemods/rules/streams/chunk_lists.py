"""All chunks of a stream in a list are all events of it; the last one closes the interaction.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.streams.streams import looped
from stepbridge_codemods.values.kinds import Kind


@use(Kind.CHUNKS, "bind", "test")
def named(plan: Plan, use: Use) -> None:
    """A list of events stands where the list of chunks stood, neither of them empty."""


@use(Kind.CHUNKS, "for")
def gone_through(plan: Plan, use: Use) -> None:
    """A loop over the list reads it as it would read the stream."""
    looped(plan, use)


@use(Kind.CHUNKS, "[]")
def item(plan: Plan, use: Use) -> None:
    """Only the last chunk has a counterpart; there are more events than chunks."""
    assert isinstance(use.parent, ast.Subscript)
    if ast.unparse(use.parent.slice) != "-1":
        raise plan.cannot("SB015", use.parent, "one of the chunks")


@use(Kind.CHUNKS, "arg")
def counted(plan: Plan, use: Use) -> None:
    """Whether there were any is asked as before; how many is another number."""
    call = use.parent
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "len":
        raise plan.cannot("SB002", use.node, ast.unparse(call)[:60])
    if not _asks_for_any(plan, call):
        raise plan.cannot("SB002", use.node, ast.unparse(call)[:60])


def _asks_for_any(plan: Plan, call: ast.Call) -> bool:
    """``len(chunks) > 0``, or a condition by itself."""
    test = plan.source.parents[call]
    if not isinstance(test, ast.Compare):
        return plan.context(call) == "test"
    right = test.comparators[0]
    is_zero = isinstance(right, ast.Constant) and right.value == 0
    return is_zero and len(test.ops) == 1 and isinstance(test.ops[0], ast.Gt | ast.NotEq | ast.Eq)
