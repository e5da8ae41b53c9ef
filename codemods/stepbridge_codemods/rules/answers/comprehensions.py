"""What is collected from the steps of an answer: a comprehension, on one line where it fits."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import WIDTH

Clauses = tuple[str, ...]
"""What opens a comprehension, its clauses, and what closes it. ``{0}`` is the answer."""


def collect(plan: Plan, node: ast.AST, answer: ast.expr | str, clauses: Clauses) -> None:
    """Puts a comprehension in place of a node, one clause a line where it is too long for one."""
    base = answer if isinstance(answer, str) else ast.unparse(answer)
    opening, *middle, closing = (clause.replace("'", plan.quote) for clause in clauses)
    before, after = _joined(plan, node, opening, middle, closing, len(base)).split("{0}")
    pieces: tuple[Piece | ast.AST, ...] = (before, answer, after)
    plan.edits.replace(node, *pieces)


def _joined(
    plan: Plan, node: ast.AST, opening: str, middle: list[str], closing: str, extra: int
) -> str:
    source = plan.source
    start, end = source.span(node)
    flat = f"{opening}{' '.join(middle)}{closing}"
    behind = len(source.text[end:].partition("\n")[0].rstrip())
    if start - source.line_start(start) + len(flat) + extra + min(behind, 8) <= WIDTH + 3:
        return flat
    newline, indent = source.newline, source.indent(start)
    lines = "".join(f"{newline}{indent}{source.hanging}{clause}" for clause in middle)
    return f"{opening}{lines}{newline}{indent}{closing}"
