"""What asked whether something is there asks for the type of what stands in its place."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan


def type_test(plan: Plan, node: ast.expr, types: tuple[str, ...], *subject: str | ast.expr) -> None:
    """``part.text`` as a condition, or compared with None, is a test of ``part.type``."""
    test: ast.AST = node
    equal = True
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Compare):
        test, equal = parent, isinstance(parent.ops[0], ast.IsNot)
    elif isinstance(parent, ast.UnaryOp):
        test, equal = parent, False
    names = [f"{plan.quote}{name}{plan.quote}" for name in types]
    if len(names) == 1:
        condition = f".type {'==' if equal else '!='} {names[0]}"
    else:
        condition = f".type {'in' if equal else 'not in'} ({', '.join(names)})"
    outer = plan.source.parents[test]
    if isinstance(outer, ast.UnaryOp | ast.Compare):
        raise plan.cannot("SB001", test)
    plan.edits.replace(test, *subject, condition)
