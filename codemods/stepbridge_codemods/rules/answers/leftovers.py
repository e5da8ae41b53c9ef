"""What a part is where it was found to be no function call: text, where nothing else can come."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.answers.results import drafts_in
from stepbridge_codemods.rules.streams.streams import guarded
from stepbridge_codemods.values.kinds import Kind


def is_left_over(plan: Plan, node: ast.AST, part: ast.expr) -> bool:
    """Whether a text is read where only text is left: ``if part.function_call: ... else: ...``."""
    if any(draft.runs_tools or draft.makes_media for draft in drafts_in(plan)):
        return False
    asked = f"{ast.unparse(part)}.function_call"
    child: ast.AST = node
    parent = plan.source.parents.get(node)
    while parent is not None and not isinstance(parent, ast.For | ast.FunctionDef):
        test = ast.unparse(parent.test) if isinstance(parent, ast.If | ast.IfExp) else ""
        if isinstance(parent, ast.If) and child in parent.orelse and test == asked:
            return True
        if isinstance(parent, ast.IfExp) and child is parent.orelse and test == asked:
            return True
        child, parent = parent, plan.source.parents.get(parent)
    return False


def reads_left_over(plan: Plan) -> bool:
    """Whether any text of a part is read without being asked for."""
    for use in plan.uses:
        node = use.parent
        if use.kind is not Kind.PART or use.context != ".text" or not isinstance(node, ast.expr):
            continue
        asks = plan.context(node) in ("test", "is None")
        if not asks and not guarded(plan, node, ast.unparse(use.node), "text"):
            return True
    return False
