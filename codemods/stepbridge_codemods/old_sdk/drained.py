"""A stream that is looped over to its end, and then read as a whole: its text, its usage.

The old SDK kept the chunks. Now the loop collects the text, and its last chunk has the usage.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.old_sdk.clients import free_name, insert_before
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Values

Loop = ast.For | ast.AsyncFor
_LEAVING = ast.Break
READS = frozenset({".text", ".usage_metadata", ".resolve"})
"""What may be read behind the loop."""


def loop_of(values: Values, looped: Iterable[ast.AST], reads: Iterable[ast.AST]) -> Loop | None:
    """The one loop that goes through all of a stream before each of the reads."""
    loops = list(looped)
    loop = loops[0] if len(loops) == 1 else None
    if not isinstance(loop, Loop) or not isinstance(loop.target, ast.Name) or loop.orelse:
        return None
    if any(isinstance(inner, _LEAVING) for inner in ast.walk(loop)):
        return None
    variable = values.variable(loop.target)
    stored = values.stores(variable) if variable is not None else []
    alone = len(stored) == 1
    return loop if alone and all(_is_behind(values, loop, read) for read in reads) else None


def _is_behind(values: Values, loop: Loop, read: ast.AST) -> bool:
    """Whether a read only comes after the loop: its statement follows in the same block."""
    parents = values.source.parents
    block = next(
        body
        for name in ("body", "orelse", "finalbody")
        if loop in (body := getattr(parents[loop], name, None) or [])
    )
    node: ast.AST | None = read
    while node is not None and node not in block:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return False
        node = parents.get(node)
    return node is not None and block.index(node) > block.index(loop)


def lower_drained(plan: Plan, drained: dict[Loop, list[ast.Attribute]]) -> None:
    """Collects the text where it is read behind a loop, and reads the rest from its last chunk.

    The text is named after the stream: both are set anew together.
    """
    for loop, reads in drained.items():
        assert isinstance(loop.target, ast.Name)
        texts = [read for read in reads if read.attr == "text"]
        for read in reads:
            if read.attr == "usage_metadata":
                plan.edits.replace(read.value, loop.target.id)
        if not texts:
            continue
        stream = texts[0].value
        owner = stream.id if isinstance(stream, ast.Name) else "full"
        name = free_name(plan.values, f"{owner}_text")
        empty = plan.quote * 2
        insert_before(plan, loop, f"{name} = {empty}")
        insert_before(plan, loop.body[0], f"{name} += {loop.target.id}.text or {empty}")
        for read in texts:
            plan.edits.replace(read, name)
