"""Token counts came with every chunk; they come once, with the event that closes the interaction.

Where the last one is kept it makes no difference. What is done with each is done once, and told.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.values.kinds import ELEMENTS, Kind

_REMARK = "Token counts came with every chunk; they come once, at the end of the stream."
_LOOPS = (ast.For, ast.AsyncFor)


def tell_of_usage(plan: Plan) -> None:
    """Marks reads of a chunk's token counts that something is done with in each round."""
    for use in plan.uses:
        if use.kind is Kind.CHUNK and use.context == ".usage_metadata" and _is_repeated(plan, use):
            plan.mark(use.parent, _REMARK)


def _is_repeated(plan: Plan, use: Use) -> bool:
    statement = plan.source.parents[use.parent]
    while not isinstance(statement, ast.stmt):
        statement = plan.source.parents[statement]
    if not _is_in_loop(plan, statement):
        return False
    body = statement.body if isinstance(statement, ast.If) else [statement]
    return not all(map(_keeps_the_last, body))


def _keeps_the_last(statement: ast.stmt) -> bool:
    """Whether a statement only names something anew, so that the last round counts."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return isinstance(statement, ast.Pass)
    name = ast.unparse(statement.targets[0])
    inner = [node for node in ast.walk(statement.value) if isinstance(node, ast.expr)]
    return not any(isinstance(node, ast.Call) or ast.unparse(node) == name for node in inner)


def _is_in_loop(plan: Plan, node: ast.AST) -> bool:
    """Whether a node stands in a loop over chunks."""
    loop = plan.values.enclosing(node, *_LOOPS)
    while loop is not None:
        value = plan.values.value(loop.iter)  # type: ignore[attr-defined]
        if value is not None and ELEMENTS.get(value.kind) is Kind.CHUNK:
            return True
        loop = plan.values.enclosing(loop, *_LOOPS)
    return False
