"""Chunks that a loop puts into a list, one by one: the list is then one of all events."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.values.kinds import Kind


def appends(plan: Plan, loop: ast.For | ast.AsyncFor) -> list[ast.Call]:
    """The calls of a loop's body that append its chunk to a list, in every round to the end."""
    if any(isinstance(node, ast.Break | ast.Return) for node in ast.walk(loop)):
        return []
    found = []
    for statement in loop.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        method = call.func if isinstance(call, ast.Call) else None
        owner = plan.values.value(method.value) if isinstance(method, ast.Attribute) else None
        if owner is not None and owner.kind is Kind.CHUNKS and isinstance(call, ast.Call):
            found.append(call)
    return found


@use(Kind.CHUNKS, ".append")
def grown(plan: Plan, use: Use) -> None:
    """The loop has seen to what is appended."""
    call = plan.source.parents[use.parent]
    loop = plan.values.enclosing(call, ast.For, ast.AsyncFor)
    if not isinstance(loop, ast.For | ast.AsyncFor) or call not in appends(plan, loop):
        raise plan.cannot("SB015", use.parent, "chunks that are added to a list")
