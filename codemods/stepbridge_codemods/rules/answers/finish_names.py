"""The name of a finish reason, where code keeps it, looks it up or tells it on.

The reasons of the SDK are strings: one that is looked up or compared may be its name alone.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.answers.showing import remark
from stepbridge_codemods.values.scopes import How

BLOCKING = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"}
    | {"IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"}
    | {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"}
)
"""Reasons of answers that are no answers any more."""
BLOCKED = "An answer that is blocked raises an exception or has status failed; it had this reason."
STRING_METHODS = (
    *("lower", "upper", "title", "capitalize", "casefold", "replace", "split"),
    *("startswith", "endswith", "strip", "ljust", "rjust", "center"),
)
_NAME = "finish_reason_name"
_FUNCTION = Given(
    _NAME,
    f'''def {_NAME}(status):
    """Return what generateContent calls the reason why an answer ended with a status."""
    names = {{"completed": "STOP", "requires_action": "STOP", "incomplete": "MAX_TOKENS"}}
    return names.get(status, "OTHER")
''',
)


def is_made_text(call: ast.Call) -> bool:
    """``str(reason)``."""
    return isinstance(call.func, ast.Name) and call.func.id == "str" and len(call.args) == 1


def by_name(plan: Plan, use: Use) -> None:
    """Puts the name in place of a reason; gives up where the SDK's own object is needed."""
    node = use.node
    if _is_name(plan, node) or _is_looked_up(plan, node):
        _call(plan, node, node, "")
    elif use.context == "format" and _is_plain(use.parent):
        _call(plan, node, node, f"{plan.quote}FinishReason.{plan.quote} + ")
    elif isinstance(use.parent, ast.Call) and is_made_text(use.parent):
        opening = f"({plan.quote}FinishReason.{plan.quote} + "
        _call(plan, use.parent, node, opening, ")")
    else:
        raise plan.cannot("SB001", use.parent, "finish_reason")


def _call(plan: Plan, node: ast.expr, reason: ast.expr, opening: str, closing: str = "") -> None:
    if any(name in plan.source.text for name in BLOCKING):
        remark(plan, reason, BLOCKED)
    give(plan, _FUNCTION, node)
    plan.edits.replace(node, f"{opening}{_NAME}(", reason, f"){closing}")


def _is_plain(node: ast.AST) -> bool:
    is_field = isinstance(node, ast.FormattedValue)
    return is_field and node.conversion in (-1, 115) and node.format_spec is None  # type: ignore[attr-defined]


def _is_name(plan: Plan, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression is the name of a reason: ``reason.name``, or a name for that."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("name", "value")
    if isinstance(node, ast.IfExp):
        kept = [one for one in (node.body, node.orelse) if plan.values.value(one) is not None]
        return all(_is_name(plan, one, depth) for one in kept)
    bindings = plan.values.names.reads.get(node, ()) if isinstance(node, ast.Name) else ()
    given = [b.value for b in bindings if b.how is How.ASSIGN and b.value is not None]
    known = bool(bindings) and len(given) == len(bindings) and depth < 4
    return known and all(_is_name(plan, one, depth + 1) for one in given)


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
