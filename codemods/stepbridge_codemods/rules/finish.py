"""finish_reason becomes the status of the interaction.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import member
from stepbridge_codemods.plan import Plan, Use, use
from stepbridge_codemods.rules.results import origin_drafts, rename
from stepbridge_codemods.rules.showing import is_shown, remark
from stepbridge_codemods.values.kinds import Kind

_STATUS: dict[str, tuple[str, ...]] = {"STOP": ("completed",), "MAX_TOKENS": ("incomplete",)}


@use(Kind.CANDIDATE, ".finish_reason")
def finish_reason(plan: Plan, use: Use) -> None:
    """``candidate.finish_reason`` is ``interaction.status``."""
    rename(plan, use.parent, "status")


@use(Kind.FINISH, "bind", "test")
def kept(plan: Plan, use: Use) -> None:
    """A status stands where the reason stood."""


@use(Kind.FINISH, "compare")
def compared(plan: Plan, use: Use) -> None:
    """A comparison with one reason is a comparison with the statuses that stand for it."""
    test = use.parent
    assert isinstance(test, ast.Compare)
    _rewrite(plan, test, use.node)


@use(Kind.FINISH, ".name", ".value")
def spelled(plan: Plan, use: Use) -> None:
    """``finish_reason.name == "STOP"``."""
    if is_shown(plan, use.parent):
        remark(plan, use.parent)
        plan.edits.replace(use.parent, use.node)
        return
    test = plan.source.parents[use.parent]
    if not isinstance(test, ast.Compare) or test.left is not use.parent or len(test.ops) != 1:
        raise plan.cannot("SB001", use.parent, "finish_reason")
    _rewrite(plan, test, use.node)


def _rewrite(plan: Plan, test: ast.Compare, reason: ast.expr) -> None:
    operator, right = test.ops[0], test.comparators[0]
    if not isinstance(operator, ast.Eq | ast.NotEq | ast.Is | ast.IsNot):
        raise plan.cannot("SB001", test, "finish_reason")
    name = member(plan, right, "FinishReason") or ""
    statuses = _STATUS.get(name.removeprefix("FinishReason."))
    if statuses is None:
        raise plan.cannot("SB001", test, f"finish_reason {name or ast.unparse(right)}")
    if name.endswith("STOP") and any(d.calls_functions for d in origin_drafts(plan, reason)):
        statuses = (*statuses, "requires_action")
    equal = isinstance(operator, ast.Eq | ast.Is)
    quoted = [f"{plan.quote}{status}{plan.quote}" for status in statuses]
    if len(quoted) == 1:
        condition = f" {'==' if equal else '!='} {quoted[0]}"
    else:
        condition = f" {'in' if equal else 'not in'} ({', '.join(quoted)})"
    plan.edits.replace(test, reason, condition)
