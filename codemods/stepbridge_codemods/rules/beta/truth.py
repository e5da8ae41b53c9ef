"""A comparison with None becomes a test for truth: ``output_text`` is '' where there is no text.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.edits import Piece


def put_truth(plan: Plan, test: ast.Compare, *text: Piece | ast.AST) -> None:
    """``x is None`` as ``not x``, ``x is not None`` as ``x``, a bool where a value is wanted."""
    outer = plan.source.parents[test]
    start, end = plan.source.span(test)
    enclosed = plan.source.text[:start].endswith("(") and plan.source.text.startswith(")", end)
    tight = isinstance(outer, ast.UnaryOp | ast.Compare | ast.BinOp) and not enclosed
    if isinstance(test.ops[0], ast.Is | ast.Eq):
        opening, closing = ("(", ")") if tight else ("", "")
        plan.edits.replace(test, f"{opening}not ", *text, closing)
    elif plan.context(test) == "test":
        plan.edits.replace(test, *text)
    else:
        plan.edits.replace(test, "bool(", *text, ")")
