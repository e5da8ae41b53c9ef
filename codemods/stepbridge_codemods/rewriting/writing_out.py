"""Values written out where they are used, because their definition has to stay as it is."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import TYPES
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, How
from stepbridge_codemods.values.shown import is_only_shown

_LONGEST = 300
"""Characters; what is longer is not said twice."""

_READERS = frozenset({"print", "len", "bool", "repr", "str", "display", "type"})
_HOLDING = (ast.List, ast.Tuple, ast.Dict, ast.Starred, ast.FormattedValue)
_PLAIN = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.keyword, ast.JoinedStr),
    *(ast.FormattedValue, ast.expr_context, ast.Attribute, ast.UnaryOp, ast.USub),
)


def written_out(plan: Plan, node: ast.expr) -> ast.expr:
    """What a name stands for, where the plan is to write that in its place; else the name."""
    if not isinstance(node, ast.Name):
        return node
    variable = plan.values.variable(node)
    if variable is None or variable not in plan.inlined or is_text(plan, node):
        return node
    bindings = list(plan.values.names.reads.get(node, ()))
    value = bindings[0].value if len(bindings) == 1 and bindings[0].how is How.ASSIGN else None
    if value is None or not _is_short(plan, value):
        return node
    if _may_change(plan, node) or not all(_means_the_same(plan, n, node) for n in ast.walk(value)):
        return node
    # The names in it are read where it is defined, too: their definitions have to stay as well.
    inner = (plan.values.variable(n) for n in ast.walk(value) if isinstance(n, ast.Name))
    plan.inlined |= {one for one in inner if one is not None}
    return value


def _is_short(plan: Plan, value: ast.expr) -> bool:
    start, end = plan.source.span(value)
    return end - start <= _LONGEST


def _may_change(plan: Plan, node: ast.Name) -> bool:
    """Whether any read of the variable could put something into what it holds."""
    variable = plan.values.variable(node)
    loads = plan.values.loads(variable) if variable is not None else []
    return not all(is_harmless(plan, load) for load in loads)


def is_harmless(plan: Plan, load: ast.expr) -> bool:
    """Whether a value is put into another, asked whether it holds something, shown, or handed to
    the SDK.
    """
    if plan.context(load) in ("test", "is None") or is_only_shown(plan.values, load):
        return True
    parent = plan.source.parents[load]
    if isinstance(parent, ast.keyword):
        parent = plan.source.parents[parent]
    if not isinstance(parent, ast.Call):
        return isinstance(parent, _HOLDING)
    function = parent.func
    if getattr(function, "id", "") in _READERS or _is_of_types(plan, parent):
        return True
    return isinstance(function, ast.Attribute) and plan.values.value(function.value) is not None


def _is_of_types(plan: Plan, call: ast.Call) -> bool:
    return (plan.values.qualified(call.func) or "").startswith(TYPES)


def _means_the_same(plan: Plan, node: ast.AST, place: ast.Name) -> bool:
    """Whether a part of a definition means at another place what it means where it stands."""
    if isinstance(node, ast.Call):
        return _is_of_types(plan, node)
    if not isinstance(node, ast.Name):
        return isinstance(node, _PLAIN)
    bindings = plan.values.names.reads.get(node, frozenset())
    home = plan.values.names.scope_of[node].home(node.id)
    if home is None or not bindings:
        return False
    others = [b for b in home.bindings.get(node.id, []) if b not in bindings]
    if not others:
        return len(bindings) == 1
    return _in_one_run(plan, node, place) and not any(
        _position(node) < _position(b.target) < _position(place) for b in others
    )


def _in_one_run(plan: Plan, node: ast.Name, place: ast.Name) -> bool:
    """Whether one place comes after the other once, with nothing repeated around them."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While)
    return all(plan.values.enclosing(one, *kinds) is None for one in (node, place))


def _position(node: ast.AST | Binding) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
