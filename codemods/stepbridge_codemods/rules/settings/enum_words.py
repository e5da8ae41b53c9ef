"""Members of an enum in the words of Interactions, also where they are chosen at run time.

The enums of the SDK are strings, so what is done to a text is done to a member as well.
"""

from __future__ import annotations

import ast
from functools import cache

from stepbridge_codemods.certainty.absent import may_be_none
from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import TYPES, is_none, member
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Atom, atom
from stepbridge_codemods.values.paths import Path

_UNSPECIFIED = "UNSPECIFIED"
_READ = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BoolOp, ast.IfExp)


def word(plan: Plan, node: ast.expr, enum: str, prefix: str = "") -> Atom | None:
    """The word for a member of an enum, or for its text, without its prefix.

    None where nothing is specified. Raises SB007 where it is not known to be either.
    """
    name = member(plan, node, enum)
    if name is not None:
        if name.upper().endswith(_UNSPECIFIED):
            return None
        return plan.quoted(name.upper().removeprefix(prefix).lower())
    if isinstance(node, ast.IfExp):
        pieces = _choice(plan, node, enum, prefix)
        if pieces is not None:
            return atom(*pieces)
    if not isinstance(node, _READ):
        raise plan.cannot("SB007", node, enum)
    return _at_run_time(plan, node, enum, prefix)


def is_there(plan: Plan, node: ast.expr, enum: str) -> bool:
    """Whether an expression certainly says something: it is a text or a member, and never None."""
    return _is_member(plan, node, enum) and not may_be_none(plan, node)


def _is_member(plan: Plan, node: ast.expr, enum: str) -> bool:
    """Whether an expression is a text, a member of an enum, or None, whatever happens."""
    return is_text(plan, node) or is_certain(plan, _member_of(enum), node)


@cache
def _member_of(enum: str) -> Sort:
    def shows(plan: Plan, node: ast.expr, path: Path) -> bool:
        if path or not isinstance(node, ast.expr):
            return False
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str)
        named = isinstance(node, ast.Attribute) and plan.values.qualified(node)
        return bool(named) and str(named).startswith(f"{TYPES}{enum}.")

    def names(plan: Plan, node: ast.expr) -> bool:
        is_str = isinstance(node, ast.Name) and node.id == "str"
        return is_str or plan.values.qualified(node) == f"{TYPES}{enum}"

    return Sort(f"a member of {enum}", shows, names, seen_only=False, optional=True)


def _choice(
    plan: Plan, node: ast.IfExp, enum: str, prefix: str
) -> tuple[str | ast.AST, ...] | None:
    """``"low" if fast else "high"``; None where a choice is no member that is named."""
    parts: list[tuple[str | ast.AST, ...]] = []
    for one in (node.body, node.orelse):
        if isinstance(one, ast.IfExp):
            inner = _choice(plan, one, enum, prefix)
            if inner is None:
                return None
            parts.append(("(", *inner, ")") if one is node.body else inner)
            continue
        name = member(plan, one, enum)
        if is_none(one) or (name is not None and name.upper().endswith(_UNSPECIFIED)):
            parts.append(("None",))
        elif name is not None:
            parts.append(plan.quoted(name.upper().removeprefix(prefix).lower()).parts)
        else:
            return None
    return (*parts[0], " if ", node.test, " else ", *parts[1])


def _at_run_time(plan: Plan, node: ast.expr, enum: str, prefix: str) -> Atom:
    """``level.lower()``: whatever the SDK takes here is a text, a member, or None."""
    cut = f".removeprefix({plan.quote}{prefix.lower()}{plan.quote})" if prefix else ""
    ending = f".lower(){cut}"
    whole = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
    if is_there(plan, node, enum):
        return atom(node, ending) if whole else atom("(", node, ")", ending)
    if isinstance(node, ast.Name | ast.Attribute):
        return atom(node, ending, " if ", node, " else None")
    if isinstance(node, ast.BoolOp | ast.Call | ast.Subscript):
        return atom("(", node, f" or {plan.quote * 2}){ending} or None")
    return atom("((", node, f") or {plan.quote * 2}){ending} or None")
