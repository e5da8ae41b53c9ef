"""How long a cache lives: numbers and times of the old SDK as google-genai takes them."""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.old_sdk.reach import reach
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Doc, atom

_SECONDS = {"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
_NAIVE = ("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today")


def lifetime(plan: Plan, node: ast.expr) -> Doc:
    """``ttl``: seconds or a timedelta become ``"300s"``."""
    seconds = _seconds(plan, node)
    if seconds is not None:
        handled = plan.facts.setdefault("handled", set())
        assert isinstance(handled, set)
        handled.update(ast.walk(node))
        return plan.quoted(f"{seconds:g}s")
    if _is_timedelta(plan, node) or any(_is_timedelta(plan, n) for n in _values(plan, node)):
        return atom(f"f{plan.quote}{{", *_owner(node), f".total_seconds()}}s{plan.quote}")
    if any(isinstance(_number(n), int | float) for n in _values(plan, node)):
        return atom(f"f{plan.quote}{{", node, f"}}s{plan.quote}")
    raise plan.cannot("SB007", node, "ttl")


def expiry(plan: Plan, node: ast.expr) -> Doc:
    """``expire_time``: the old SDK read a time without a zone as UTC."""
    calls = [n for n in reach(plan.values, [node]) if isinstance(n, ast.Call)]
    naive = [c for c in calls if plan.values.qualified(c.func) in _NAIVE and not _zoned(c)]
    if not naive:
        return atom(node)
    return atom(*_owner(node), f".isoformat() + {plan.quote}Z{plan.quote}")


def _owner(node: ast.expr) -> list[str | ast.AST]:
    """An expression as it stands in front of a method."""
    plain = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
    return [node] if plain else ["(", node, ")"]


def _zoned(call: ast.Call) -> bool:
    return bool(call.args or call.keywords)


def _values(plan: Plan, node: ast.expr) -> list[ast.expr]:
    return [b.value for b in bindings_of(plan, node) if b.value is not None]


def _number(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _is_timedelta(plan: Plan, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and (plan.values.qualified(node.func) == "datetime.timedelta")


def _seconds(plan: Plan, node: ast.expr) -> float | None:
    """The seconds of a number, or of a timedelta that is spelled out."""
    number = _number(node)
    if isinstance(number, int | float):
        return number
    if not isinstance(node, ast.Call) or not _is_timedelta(plan, node) or node.args:
        return None
    parts = [(k.arg or "", _number(k.value)) for k in node.keywords]
    total = 0.0
    for unit, amount in parts:
        if unit not in _SECONDS or not isinstance(amount, int | float):
            return None
        total += _SECONDS[unit] * amount
    return total
