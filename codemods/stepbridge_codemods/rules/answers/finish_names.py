"""The name of a finish reason, where code keeps it, looks it up or tells it on.

The reasons of the SDK are strings: one that is looked up or compared may be its name alone.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Import, Plan, Use
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.answers.finish_forms import Form, form_of
from stepbridge_codemods.rules.answers.showing import remark
from stepbridge_codemods.values.absence import may_be_none
from stepbridge_codemods.values.infer import is_nothing
from stepbridge_codemods.values.kinds import Kind

BLOCKING = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"}
    | {"IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"}
    | {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"}
)
"""Reasons of answers that are no answers any more."""
BLOCKED = "An answer that is blocked raises an exception or has status failed; it had this reason."
_OTHER = "The reason why an answer was blocked is OTHER here, where that raises no exception."
STRING_METHODS = (
    *("lower", "upper", "title", "capitalize", "casefold", "replace", "split"),
    *("startswith", "endswith", "strip", "ljust", "rjust", "center"),
)
_NAME = "finish_reason_name"
_MEMBER = "as_finish_reason"
_FUNCTION = Given(
    _NAME,
    f'''def {_NAME}(status):
    """Return what generateContent calls the reason why an answer ended with a status."""
    names = {{"completed": "STOP", "requires_action": "STOP", "incomplete": "MAX_TOKENS"}}
    return names.get(status, "OTHER")
''',
)


_OF_STATUS = Given(
    _MEMBER,
    f'''def {_MEMBER}(status):
    """Return the reason that generateContent gave for an answer that ended with a status."""
    names = {{"completed": "STOP", "requires_action": "STOP", "incomplete": "MAX_TOKENS"}}
    return types.FinishReason(names.get(status, "OTHER")) if status else None
''',
)


def is_made_text(call: ast.Call) -> bool:
    """``str(reason)``."""
    return isinstance(call.func, ast.Name) and call.func.id == "str" and len(call.args) == 1


def mixed_reads(plan: Plan, node: ast.expr) -> list[ast.expr]:
    """The reads of the variable that a reason is kept in, where that may hold other things."""
    bound = plan.source.parents[node]
    target = bound.targets[0] if isinstance(bound, ast.Assign) else None
    variable = plan.values.variable(target) if target is not None else None
    reads = plan.values.loads(variable) if variable is not None else []
    return [one for one in reads if (held := plan.values.value(one)) and held.kind is Kind.MIXED]


def by_name(plan: Plan, use: Use) -> None:
    """Puts the name in place of a reason, or the SDK's own object where that is needed."""
    node = use.node
    while isinstance(node, ast.IfExp) and plan.values.is_said(node.test):
        node = node.body
    form = form_of(plan, node)
    if form is Form.NAME and may_be_none(plan.values, node):
        _name_or_none(plan, node)
    elif form is Form.NAME or _is_looked_up(plan, node):
        _call(plan, node, node, "")
    elif form is Form.UNKNOWN:
        raise plan.cannot("SB001", use.parent, "finish_reason")
    elif may_be_none(plan.values, node):
        _member(plan, node)
    elif use.context == "format" and _is_plain(use.parent):
        _call(plan, node, node, f"{plan.quote}FinishReason.{plan.quote} + ")
    elif isinstance(use.parent, ast.Call) and is_made_text(use.parent):
        opening = f"({plan.quote}FinishReason.{plan.quote} + "
        _call(plan, use.parent, node, opening, ")")
    else:
        _member(plan, node)


def _name_or_none(plan: Plan, node: ast.expr) -> None:
    """A name that is only given one where there is a reason."""
    chosen = isinstance(node, ast.IfExp) and is_nothing(node.orelse)
    if chosen and not may_be_none(plan.values, node.body):  # type: ignore[attr-defined]
        _call(plan, node.body, node.body, "")  # type: ignore[attr-defined]
        return
    if not isinstance(node, ast.Name):
        raise plan.cannot("SB001", node, "the name of a reason or None")
    around = plan.source.parents[node]
    loose = isinstance(
        around, ast.Dict | ast.keyword | ast.Call | ast.List | ast.Tuple | ast.Return
    )
    before, after = ("", "") if loose else ("(", ")")
    _call(plan, node, node, before, f" if {node.id} else None{after}")


def _member(plan: Plan, node: ast.expr) -> None:
    """Makes the object anew from the status; the bridge keeps it, where only that is safe."""
    if plan.options.safe:
        raise plan.cannot("SB001", node, "finish_reason")
    remark(plan, node, _OTHER)
    give(plan, _OF_STATUS, node)
    plan.imports.add(Import("google.genai", "types"))
    plan.edits.replace(node, f"{_MEMBER}(", node, ")")


def _call(plan: Plan, node: ast.expr, reason: ast.expr, opening: str, closing: str = "") -> None:
    if any(name in plan.source.text for name in BLOCKING):
        remark(plan, reason, BLOCKED)
    give(plan, _FUNCTION, node)
    plan.edits.replace(node, f"{opening}{_NAME}(", reason, f"){closing}")


def _is_plain(node: ast.AST) -> bool:
    is_field = isinstance(node, ast.FormattedValue)
    return is_field and node.conversion in (-1, 115) and node.format_spec is None  # type: ignore[attr-defined]


def _is_looked_up(plan: Plan, node: ast.expr) -> bool:
    """``MEANING[reason]``, ``MEANING.get(reason)``, ``match reason:``, compared with a member."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Subscript):
        return parent.slice is node
    if isinstance(parent, ast.Match):
        return parent.subject is node
    if isinstance(parent, ast.Compare):
        return all(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in parent.ops)
    function = parent.func if isinstance(parent, ast.Call) else None
    is_get = isinstance(function, ast.Attribute) and function.attr == "get"
    return is_get and isinstance(parent, ast.Call) and parent.args[:1] == [node]
