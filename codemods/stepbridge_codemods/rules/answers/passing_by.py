"""Loops over parts that pass by what they do not ask for: thoughts among the steps change nothing.

A thought is a step of its own also where thoughts are not shown, and generateContent had no part
for it. Code that counts parts, or does something with what is left, must not come upon it.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.answers.results import drafts_in
from stepbridge_codemods.rules.answers.showing import is_shown
from stepbridge_codemods.values.kinds import Kind


def passes_thoughts_by(plan: Plan) -> bool:
    """Whether all that a group does to single parts is done to parts it asked for before.

    Or thoughts are shown, and were parts as well.
    """
    if any(draft.shows_thoughts for draft in drafts_in(plan)):
        return True
    for use in plan.uses:
        if use.kind is not Kind.PARTS:
            continue
        if use.context == "for" and not _asks_first(plan, use.parent):
            return False
        if use.context == "arg" and not is_shown(plan, use.node):
            return False
    return True


def _asks_first(plan: Plan, loop: ast.AST) -> bool:
    target = getattr(loop, "target", None)
    if not isinstance(target, ast.Name):
        return False
    asked = _Asked(target.id)
    if isinstance(loop, ast.For | ast.AsyncFor):
        return not loop.orelse and asked.in_all_of(loop.body)
    if not isinstance(loop, ast.comprehension):
        return False
    if any(asked.in_test(test) for test in loop.ifs):
        return True
    whole = plan.source.parents[loop]
    call = plan.source.parents[whole]
    asks = isinstance(call, ast.Call) and ast.unparse(call.func) == "any"
    return asks and asked.in_test(getattr(whole, "elt", ast.Constant(None)))


class _Asked:
    """Where a part is asked for something that no thought has; ``held`` are names for that."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.held: set[str] = set()

    def in_all_of(self, body: list[ast.stmt]) -> bool:
        """Whether a block does nothing but ask, and what follows from a yes."""
        for statement in body:
            if isinstance(statement, ast.If):
                if self._leaves_others(statement):
                    return True
                if not self.in_test(statement.test) or not self.in_all_of(statement.orelse):
                    return False
            elif isinstance(statement, ast.Assign) and self._reads(statement.value):
                self.held |= {one.id for one in statement.targets if isinstance(one, ast.Name)}
            elif not isinstance(statement, ast.Pass | ast.Continue):
                return False
        return True

    def _leaves_others(self, statement: ast.If) -> bool:
        """``if not part.function_call: continue``."""
        test = statement.test
        if not isinstance(test, ast.UnaryOp) or not isinstance(test.op, ast.Not):
            return False
        goes_on = isinstance(statement.body[0], ast.Continue) and not statement.orelse
        return goes_on and self.in_test(test.operand)

    def in_test(self, test: ast.expr) -> bool:
        """Whether a condition holds for no thought: ``part.function_call`` does not."""
        if isinstance(test, ast.BoolOp):
            holds = any if isinstance(test.op, ast.And) else all
            return holds(self.in_test(one) for one in test.values)
        if isinstance(test, ast.NamedExpr):
            return self.in_test(test.value)
        if isinstance(test, ast.Compare):
            is_none = ast.unparse(test.comparators[-1]) == "None"
            asks = len(test.ops) == 1 and isinstance(test.ops[0], ast.IsNot) and is_none
            return asks and self._reads(test.left)
        return self._reads(test)

    def _reads(self, node: ast.expr) -> bool:
        """``part.function_call``, or a name for that."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return node.value.id == self.part
        return isinstance(node, ast.Name) and node.id in self.held
