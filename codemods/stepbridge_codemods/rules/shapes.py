"""What contents are, as far as it can be seen: texts, items, results, turns, or a reply.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
from typing import TypeGuard

from stepbridge_codemods.objects import bindings_of, type_name
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.parts import is_part, is_result
from stepbridge_codemods.rules.pictures import is_picture
from stepbridge_codemods.rules.uploads import is_upload
from stepbridge_codemods.texts import is_text
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import How

_GROWING = frozenset({"append", "extend", "clear"})


def shape_of(plan: Plan, node: ast.expr, depth: int = 0) -> str | None:
    """``text``, ``item``, ``result``, ``turn``, ``reply``, or None when it is not known."""
    if is_text(plan, node):
        return "text"
    name = type_name(plan, node)
    if name in ("Content", "UserContent", "ModelContent"):
        return "turn"
    if isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value == "parts" for key in node.keys
    ):
        return "turn"
    if is_part(plan, node):
        return "result" if is_result(plan, node) else "item"
    value = plan.values.value(node)
    if value is not None and value.kind is Kind.CONTENT:
        return None if plan.bridges_result else "reply"
    if is_upload(plan, node) or is_picture(plan, node):
        return "item"
    if depth > 4:
        return None
    if is_picked(node):
        return "item" if shapes_in(plan, node.value, set()) == {"item"} else None
    found = set()
    for binding in bindings_of(plan, node):
        known = binding.value is not None and binding.how is How.ASSIGN
        found.add(shape_of(plan, binding.value, depth + 1) if known and binding.value else None)
    return found.pop() if len(found) == 1 else None


def is_picked(node: ast.expr) -> TypeGuard[ast.Subscript]:
    """Whether an expression is one entry of a list under a name."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and not isinstance(node.slice, ast.Slice)
    )


def mode_of(plan: Plan, node: ast.expr) -> str:
    """``steps``, ``items`` or ``results``: what a list of contents or parts is converted to."""
    shapes = shapes_in(plan, node, set())
    if not shapes:
        return "steps"
    if None in shapes:
        raise plan.cannot("SB005", node, ast.unparse(node)[:60])
    if shapes & {"turn", "reply"}:
        return "steps"
    if "result" in shapes:
        return "results" if shapes == {"result"} else "steps"
    return "items"


def shapes_in(plan: Plan, node: ast.expr, seen: set[object]) -> set[str | None]:
    if isinstance(node, ast.List | ast.Tuple):
        found: set[str | None] = set()
        for item in node.elts:
            if isinstance(item, ast.Starred):
                found |= shapes_in(plan, item.value, seen)
            else:
                found.add(shape_of(plan, item))
        return found
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return shapes_in(plan, node.left, seen) | shapes_in(plan, node.right, seen)
    if isinstance(node, ast.ListComp):
        return {shape_of(plan, node.elt)}
    if isinstance(node, ast.Call) and ast.unparse(node) == "list()":
        return set()
    if isinstance(node, ast.IfExp):
        return shapes_in(plan, node.body, seen) | shapes_in(plan, node.orelse, seen)
    variable = plan.values.variable(node)
    if variable is None or not bindings_of(plan, node):
        return {None}
    if variable in seen:
        return set()
    seen.add(variable)
    return _grown_shapes(plan, variable, seen)


def _grown_shapes(plan: Plan, variable: Variable, seen: set[object]) -> set[str | None]:
    found: set[str | None] = set()
    for binding in plan.values.stores(variable):
        if binding.how is How.ANNOTATION:
            continue
        if binding.value is None or binding.how not in (How.ASSIGN, How.AUGMENT):
            return {None}
        found |= shapes_in(plan, binding.value, seen)
    for call in growth(plan, variable):
        assert isinstance(call.func, ast.Attribute)
        for argument in call.args:
            if call.func.attr == "append":
                found.add(shape_of(plan, argument))
            else:
                found |= shapes_in(plan, argument, seen)
    return found


def growth(plan: Plan, variable: Variable) -> list[ast.Call]:
    """The calls of append, extend and clear on a list."""
    found = []
    for load in plan.values.loads(variable):
        method = plan.source.parents[load]
        call = plan.source.parents[method]
        if (
            isinstance(method, ast.Attribute)
            and method.attr in _GROWING
            and isinstance(call, ast.Call)
            and call.func is method
            and not call.keywords
        ):
            found.append(call)
    return found
