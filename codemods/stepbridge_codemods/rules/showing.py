"""What a notebook shows: a printed answer becomes the printed interaction, and says so.

What a cell shows is read by a person and by nothing else, so the object of the new API may stand
there. A program's output may be read by other programs: there the answer keeps its legacy shape.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.plan import Plan, Use, use
from stepbridge_codemods.values.kinds import Kind

REMARK = "The notebook shows the object of the Interactions API here."
_SHOWING = frozenset({"print", "pprint", "pp", "rprint", "display", "__stepbridge_show__"})
_INSIDE = (ast.FormattedValue, ast.JoinedStr)


def is_shown(plan: Plan, node: ast.AST) -> bool:
    """Whether all that becomes of an expression is that a notebook shows it."""
    if not plan.source.path.endswith(".ipynb"):
        return False
    child, parent = node, plan.source.parents.get(node)
    while isinstance(parent, _INSIDE):
        child, parent = parent, plan.source.parents.get(parent)
    if not isinstance(parent, ast.Call) or child not in parent.args:
        return False
    return ast.unparse(parent.func).rpartition(".")[2] in _SHOWING or _is_raised(plan, parent)


def _is_raised(plan: Plan, call: ast.Call) -> bool:
    """Whether an exception ends the cell, which shows it."""
    raised = plan.source.parents.get(call)
    is_exception = isinstance(raised, ast.Raise) and raised.exc is call
    return is_exception and plan.values.enclosing(call, ast.Try) is None


def shown(plan: Plan, use: Use) -> bool:
    """Remarks on what a notebook shows; whether it does."""
    if not is_shown(plan, use.node):
        return False
    if isinstance(use.node, ast.Attribute):
        plan.mark(use.node, REMARK)
    value = plan.values.value(use.node)
    for origin in value.origins if value is not None else ():
        if isinstance(origin, ast.Call):
            plan.mark(origin.func, REMARK)
    return True


@use((Kind.RESPONSE, Kind.USAGE, Kind.FINISH, Kind.CANDIDATE, Kind.CONTENT, Kind.CALLS), "format")
def in_text(plan: Plan, use: Use) -> None:
    """An object in an f-string that is printed."""
    if not shown(plan, use):
        raise plan.cannot("SB001", use.node, f"{use.kind} in a text")
