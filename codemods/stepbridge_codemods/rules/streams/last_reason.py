"""Why the answer of a stream ended: the last chunk had the reason, and the closing event has it.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.conditions import holding
from stepbridge_codemods.rules.streams.delta_types import Piece, Pieces, Round
from stepbridge_codemods.values.kinds import Kind

_END: Pieces = frozenset({Piece.END})
_EQUAL = (ast.Eq, ast.Is, ast.In)


def reads_reason(around: Round, node: ast.AST) -> bool:
    """Whether a reason is read somewhere in a node."""
    return any(
        u.kind is Kind.CANDIDATE and u.context == ".finish_reason" for u in around.within(node)
    )


def only_once(around: Round, statement: ast.stmt) -> bool:
    """Whether a statement was reached by the last chunk alone: a reason was found there."""
    return any(reads_reason(around, test) for test in holding(around.plan.source, statement))


def is_for_later(around: Round, statement: ast.stmt, loop: ast.AST) -> bool:
    """Whether a statement keeps the reason for what comes after the loop; it was None before."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(target, ast.Name) or not isinstance(statement, ast.Assign):
        return False
    variable = around.plan.values.variable(target)
    if len(statement.targets) > 1 or variable is None:
        return False
    within = set(ast.walk(loop))
    return not any(load in within for load in around.plan.values.loads(variable))


def is_needed_alone(around: Round, body: list[ast.stmt], loop: ast.AST) -> bool:
    """Whether a block does nothing but keep the reason for later."""
    return all(reads_reason(around, one) and is_for_later(around, one, loop) for one in body)


def reason_in(around: Round, node: ast.AST) -> ast.Attribute:
    """The reason itself in ``candidate.finish_reason.name``."""
    assert isinstance(node, ast.Attribute)
    owner = around.kind(node.value)
    return node if owner is not Kind.FINISH else reason_in(around, node.value)


def choice_of(around: Round, node: ast.expr) -> ast.IfExp | None:
    """``candidate.finish_reason if chunk.candidates else None``: there is one in the last round."""
    outer = around.plan.source.parents[node]
    if not isinstance(outer, ast.IfExp) or outer.body is not node:
        return None
    asked = around.asked(outer.test)
    return outer if asked is not None and asked >= _END else None


def compared(around: Round, node: ast.expr) -> bool:
    """Whether a condition compares the reason with others, and holds in the last round only."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return False
    is_reason = around.kind(node.left) is Kind.FINISH and not isinstance(node.left, ast.Name)
    right = node.comparators[0]
    is_none = isinstance(right, ast.Constant) and right.value is None
    return is_reason and isinstance(node.ops[0], _EQUAL) and not is_none
