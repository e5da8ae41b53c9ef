"""What contents are, as far as it can be seen: texts, items, results, turns, lists, or a reply.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeGuard

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.certainty.records import made_with
from stepbridge_codemods.certainty.texts import are_texts, is_sent_text
from stepbridge_codemods.objects import bindings_of, is_none, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.contents.kept_lists import kept_in, table_of
from stepbridge_codemods.rules.contents.parts import call_of, is_part, is_result
from stepbridge_codemods.rules.contents.passed import (
    called_function,
    handed_on,
    is_written_in_view,
    unpacked,
    values_of,
)
from stepbridge_codemods.rules.contents.pictures import are_pictures, is_picture
from stepbridge_codemods.rules.contents.uploads import are_uploads, is_upload
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.inside import is_empty
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding, Function, How

_GROWING = {"append": 1, "extend": 1, "insert": 2, "clear": 0, "pop": 1}
"""Methods of lists, and how many arguments they take at most."""

CALLING = frozenset({"call", "result"})
"""Shapes that become steps of their own."""

_CONTENTS = frozenset({"Content", "UserContent", "ModelContent"})


def _sort(name: str, shows: Callable[[Plan, ast.expr], bool]) -> Sort:
    """Objects that are converted where they are written: an annotation alone is not enough."""
    return Sort(
        name,
        lambda plan, node, path: not path and shows(plan, node),
        lambda plan, node: False,
        annotated=False,
        optional=True,
    )


def _is_turn(plan: Plan, node: ast.expr) -> bool:
    if isinstance(node, ast.Dict):
        return any(isinstance(key, ast.Constant) and key.value == "parts" for key in node.keys)
    return type_name(plan, node) in _CONTENTS


def _is_item(plan: Plan, node: ast.expr) -> bool:
    return is_part(plan, node) and not is_result(plan, node) and call_of(plan, node) is None


_SORTS = {
    "turn": _sort("a content", _is_turn),
    "item": _sort("a part", _is_item),
    "call": _sort("a call", lambda plan, node: call_of(plan, node) is not None),
    "result": _sort("a function response", lambda p, node: is_part(p, node) and is_result(p, node)),
}


def shape_of(plan: Plan, node: ast.expr) -> str | None:
    """``text``, ``item``, ``call``, ``result``, ``turn``, ``list``, ``reply``, None if unknown."""
    if is_sent_text(plan, node):
        return "text"
    value = plan.values.value(node)
    if value is not None and value.kind is Kind.CONTENT:
        return None if plan.bridges_result else "reply"
    if is_upload(plan, node) or is_picture(plan, node):
        return "item"
    for shape, sort in _SORTS.items():
        if is_certain(plan, sort, node):
            # An answer that keeps its legacy shape holds no steps.
            return None if shape == "call" and plan.bridges_result else shape
    if isinstance(node, ast.IfExp):
        both = {shape_of(plan, node.body), shape_of(plan, node.orelse)}
        return "item" if both == {"item", "text"} else None
    if isinstance(node, ast.Name) and _is_text_or_part(plan, node):
        return "item"
    if is_picked(node):
        return "item" if shapes_in(plan, node.value, set()) == {"item"} else None
    return "list" if _is_list(plan, node) else None


def _is_text_or_part(plan: Plan, node: ast.Name) -> bool:
    """Whether a name is a text here and a part there, each written in view."""
    asked = plan.facts.setdefault("names asked about", set())
    assert isinstance(asked, set)
    bindings = bindings_of(plan, node)
    if node in asked or not bindings or not all(is_written_in_view(plan, b) for b in bindings):
        return False
    asked.add(node)
    given = [value for binding in bindings for value in values_of(plan, binding)]
    found = {shape_of(plan, value) for value in given if value is not None}
    asked.discard(node)
    return None not in given and found == {"item", "text"}


def _is_list(plan: Plan, node: ast.expr) -> bool:
    """Whether an element of contents is a list of texts and parts itself, which is a turn."""
    if isinstance(node, ast.Name):
        bindings = bindings_of(plan, node)
        values = [b.value if b.how is How.ASSIGN else None for b in bindings]
        is_one = bool(values) and all(isinstance(v, ast.List | ast.ListComp) for v in values)
    else:
        is_one = isinstance(node, ast.List | ast.ListComp)
    shapes = shapes_in(plan, node, set()) if is_one else set()
    return bool(shapes) and shapes <= {"text", "item"}


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
    if shapes & {"turn", "reply", "list"}:
        return "steps"
    if shapes & CALLING:
        return "results" if shapes <= CALLING else "steps"
    return "items"


def shapes_in(plan: Plan, node: ast.expr, seen: set[object]) -> set[str | None]:
    """The shapes of what a list holds."""
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
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        return {shape_of(plan, node.elt)}
    if is_empty(node) or is_none(node):
        return set()
    if isinstance(node, ast.IfExp):
        return shapes_in(plan, node.body, seen) | shapes_in(plan, node.orelse, seen)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return shapes_in(plan, node.value, seen)
    inner = listed(plan, node)
    if inner is not None:
        return shapes_in(plan, inner, seen)
    found = _shapes_of_name(plan, node, seen)
    return found if None not in found else _converted_at_use(plan, node) or found


def listed(plan: Plan, node: ast.expr) -> ast.expr | None:
    """What ``list(history)`` makes a list of, where that is under a name."""
    is_list = isinstance(node, ast.Call) and ast.unparse(node.func) == "list"
    if not is_list or not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return None
    inner = node.args[0]
    return inner if plan.values.variable(inner) is not None else None


def _shapes_of_name(plan: Plan, node: ast.expr, seen: set[object]) -> set[str | None]:
    table = table_of(plan, node)
    if table is not None:
        return _kept_shapes(plan, table, seen)
    function = called_function(plan, node)
    if function is not None:
        return _shapes_in_all(plan, plan.values.results(function), function, seen)
    variable = plan.values.variable(node)
    if variable is None or not plan.values.stores(variable):
        return {None}
    if variable in seen:
        return set()
    seen.add(variable)
    return _grown_shapes(plan, variable, seen)


def _kept_shapes(plan: Plan, table: ast.expr, seen: set[object]) -> set[str | None]:
    """The shapes in all lists that a dict keeps."""
    variable = plan.values.variable(table)
    assert variable is not None
    if variable in seen:
        return set()
    seen.add(variable)
    kept = kept_in(plan, variable)
    if kept is None:
        return {None}
    found: set[str | None] = set()
    for value in kept.stored:
        found |= shapes_in(plan, value, seen)
    lists = [one for _, one in kept.lists]
    for call in growth_of(plan, lists):
        found |= _added_shapes(plan, call, seen)
    for name in names_of(plan, lists):
        found |= shapes_in(plan, name, seen)
    return found


def _shapes_in_all(
    plan: Plan, nodes: list[ast.expr], function: Function, seen: set[object]
) -> set[str | None]:
    if function in seen:
        return set()
    seen.add(function)
    given = [node for node in nodes if not is_none(node)]
    return set().union(*(shapes_in(plan, node, seen) for node in given)) if given else {None}


def _converted_at_use(plan: Plan, node: ast.expr) -> set[str | None]:
    """The shape of lists whose items are made where the list is used."""
    if are_texts(plan, node):
        return {"text"}
    return {"item"} if are_uploads(plan, node) or are_pictures(plan, node) else set()


def _grown_shapes(plan: Plan, variable: Variable, seen: set[object]) -> set[str | None]:
    found: set[str | None] = set()
    is_written = bool(growth(plan, variable))
    for binding in plan.values.stores(variable):
        made = made_with(plan, binding)
        if made is None:
            return {None}
        is_written = is_written or bool(made) or binding.how is not How.ANNOTATION
        found |= set().union(*(shapes_in(plan, value, seen) for value in made))
        if binding.how is How.ANNOTATION:
            continue
        if binding.how is How.PARAM:
            found |= _given_shapes(plan, binding, seen)
            continue
        entries = unpacked(plan, binding)
        if entries is not None:
            found |= set().union(*(shapes_in(plan, entry, seen) for entry in entries))
            continue
        if binding.value is None or binding.how not in (How.ASSIGN, How.AUGMENT):
            return {None}
        if not is_none(binding.value):
            found |= shapes_in(plan, binding.value, seen)
    for call in growth(plan, variable):
        found |= _added_shapes(plan, call, seen)
    for _, read in handed_on(plan, variable):
        found |= shapes_in(plan, read, seen)
    for name in names_of(plan, plan.values.loads(variable)):
        found |= shapes_in(plan, name, seen)
    return found if is_written else {None}


def _added_shapes(plan: Plan, call: ast.Call, seen: set[object]) -> set[str | None]:
    """The shapes of what a method puts into a list."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr in ("append", "insert"):
        return {shape_of(plan, call.args[-1])}
    return shapes_in(plan, call.args[0], seen) if call.func.attr == "extend" else set()


def _given_shapes(plan: Plan, binding: Binding, seen: set[object]) -> set[str | None]:
    """The shapes in what all calls in view pass."""
    found: set[str | None] = set()
    given = values_of(plan, binding)
    for value in given:
        found |= {None} if value is None else shapes_in(plan, value, seen)
    return found if given else {None}


def growth(plan: Plan, variable: Variable) -> list[ast.Call]:
    """The calls of methods that put something into a list, or take something out."""
    return growth_of(plan, plan.values.loads(variable))


def names_of(plan: Plan, lists: list[ast.expr]) -> list[ast.expr]:
    """The names that lists are given."""
    holders = [plan.source.parents[one] for one in lists]
    assigned = [one.targets for one in holders if isinstance(one, ast.Assign)]
    return [names[0] for names in assigned if len(names) == 1 and isinstance(names[0], ast.Name)]


def growth_of(plan: Plan, lists: list[ast.expr]) -> list[ast.Call]:
    """The same for expressions that give a list."""
    found = []
    for load in lists:
        method = plan.source.parents[load]
        call = plan.source.parents[method]
        if (
            isinstance(method, ast.Attribute)
            and isinstance(call, ast.Call)
            and call.func is method
            and not call.keywords
            and len(call.args) <= _GROWING.get(method.attr, -1)
        ):
            found.append(call)
    return found


def is_one_to_one(plan: Plan, node: ast.expr, mode: str) -> bool:
    """Whether each entry of a list becomes one entry, so that indices and lengths stay."""
    if mode in ("items", "results"):
        return True
    return shapes_in(plan, node, set()) <= {
        "turn"
    } and "functionresp" not in plan.source.text.lower().replace("_", "")
