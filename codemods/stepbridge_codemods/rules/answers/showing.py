"""What is only shown: a printed answer becomes the printed interaction, and says so.

What is printed, logged or displayed is read by a person, so the object of the new API may stand
there. Asked for safe changes only, the answer keeps its legacy shape over the bridge.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.values.kinds import RESULTS, Kind
from stepbridge_codemods.values.shown import is_only_shown

REMARK = "The object of the Interactions API is shown here: the same answer in another text."
_WITH_OWN_RULES = frozenset(
    {Kind.MIXED, Kind.STREAM, Kind.FEEDBACK, Kind.SEARCH_ENTRY, Kind.CONTENT} | {Kind.FINISH}
)


def is_shown(plan: Plan, node: ast.AST) -> bool:
    """Whether all that becomes of an expression is that a person reads it, and may look new."""
    return not plan.options.safe and is_only_shown(plan.values, node)


def shown(plan: Plan, use: Use) -> bool:
    """Remarks on what is shown; whether it is."""
    if not is_shown(plan, use.node):
        return False
    remark(plan, use.node)
    return True


def remark(plan: Plan, node: ast.AST, text: str = REMARK) -> None:
    """Says something at a read, and at the calls that its value came from."""
    if isinstance(node, ast.Attribute):
        plan.mark(_read_told(plan, node), text)
    value = plan.values.value(node)
    for origin in value.origins if value is not None else ():
        if isinstance(origin, ast.Call):
            plan.mark(origin.func, text)


def _read_told(plan: Plan, node: ast.Attribute) -> ast.expr:
    """The read that has a finding: of the name of a finish reason, the reason."""
    value = plan.values.value(node.value)
    return node.value if value is not None and value.kind is Kind.FINISH else node


@use(tuple(RESULTS - _WITH_OWN_RULES), "format", "other")
@use(Kind.CONTENT, "format")
def in_text(plan: Plan, use: Use) -> None:
    """An object in a text, or in a list of things, that is printed."""
    if not shown(plan, use):
        raise plan.cannot("SB001", use.node, f"{use.kind} {use.context}")
