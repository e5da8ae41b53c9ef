"""``created`` and ``updated``: text in ISO 8601 where the beta's SDK gave datetime objects.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Import, Plan, Use, use
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.syntax import imported

_DATES = frozenset(
    {"isoformat", "strftime", "timestamp", "astimezone", "date", "time", "tzinfo", "timetuple"}
    | {"year", "month", "day", "hour", "minute", "second", "microsecond", "weekday"}
)


def is_date(values: Values, node: ast.expr) -> bool:
    """Whether what reads a value takes it for a datetime, also through one name."""
    parent = values.source.parents[node]
    if isinstance(parent, ast.Attribute):
        return parent.attr in _DATES or (parent.attr == "replace" and _by_keyword(values, parent))
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, ast.Sub)
    if isinstance(parent, ast.Compare):
        order = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
        sides = [parent.left, *parent.comparators]
        both = all(isinstance(side, ast.Attribute) and side.attr in _FIELDS for side in sides)
        return isinstance(parent.ops[0], order) and not both
    if isinstance(parent, ast.FormattedValue):
        return parent.format_spec is not None and "%" in ast.unparse(parent.format_spec)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        variable = values.variable(parent.targets[0])
        loads = values.loads(variable) if variable is not None else []
        return any(is_date(values, load) for load in loads)
    return False


_FIELDS = frozenset({"created", "updated"})


def _by_keyword(values: Values, method: ast.Attribute) -> bool:
    call = values.source.parents[method]
    return isinstance(call, ast.Call) and bool(call.keywords)


@use(Kind.INTERACTION, ".created", ".updated")
def dates(plan: Plan, use: Use) -> None:
    """The text is read where a date is wanted."""
    assert isinstance(use.parent, ast.expr)
    if not is_date(plan.values, use.parent):
        return
    start, end = plan.source.span(use.parent)
    name = "datetime"
    known = plan.values.names.module.bindings.get("datetime", [])
    if any(imported(binding, plan.source) == "datetime" for binding in known):
        name = "datetime.datetime"
    else:
        plan.imports.add(Import("datetime", "datetime"))
    plan.edits.put(start, end, f"{name}.fromisoformat(", (start, end), ")")
