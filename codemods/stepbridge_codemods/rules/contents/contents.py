"""contents becomes input: a string, content items, or steps.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_sent_text, is_text
from stepbridge_codemods.objects import bindings_of, fields_of, strip_annotation, take, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.beside import beside
from stepbridge_codemods.rewriting.placing import put
from stepbridge_codemods.rewriting.shown_values import visit_shown
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.contents.content_lists import (
    content_fields,
    element,
    items_of,
    sequence,
    turn,
)
from stepbridge_codemods.rules.contents.parts import is_part
from stepbridge_codemods.rules.contents.passed import (
    called_function,
    is_written_in_view,
    returned_by,
    written_for,
)
from stepbridge_codemods.rules.contents.roles import role_of
from stepbridge_codemods.rules.contents.shapes import CALLING, growth, mode_of, shape_of, shapes_in
from stepbridge_codemods.text.layout import Doc, atom, listing
from stepbridge_codemods.values.infer import Variable


def input_of(plan: Plan, node: ast.expr) -> Doc:
    """What the contents of a call become."""
    node = written_out(plan, node)
    if is_sent_text(plan, node):
        return atom(node)
    second = beside(plan, node, lambda plan, value: (input_of(plan, value), _mode(plan, value)))
    if second is not None:
        return atom(second[0])
    shape = shape_of(plan, node)
    if shape in ("item", "result"):
        return listing([element(plan, node, "items" if shape == "item" else "results")])
    if shape == "turn":
        return _one_turn(plan, node)
    if isinstance(node, ast.List | ast.Tuple):
        return _written_list(plan, node)
    if isinstance(node, ast.BinOp):
        return sequence(plan, _joined(node), mode_of(plan, node))
    if None in shapes_in(plan, node, set()) or isinstance(node, ast.IfExp):
        return _each_by_itself(plan, node)
    return sequence(plan, node, mode_of(plan, node))


def _mode(plan: Plan, node: ast.expr) -> str | None:
    """What a list stays a list of; None for what may become another thing."""
    several = isinstance(node, ast.List) and len(node.elts) > 1
    return mode_of(plan, node) if several else None


def _joined(node: ast.expr) -> ast.expr:
    """``files + ["Compare"]`` as one list, where one of them is written out."""
    sides = _sides(node)
    if not any(isinstance(side, ast.List) for side in sides):
        return node
    elements: list[ast.expr] = []
    for side in sides:
        spread = ast.copy_location(ast.Starred(side, ast.Load()), side)
        elements += side.elts if isinstance(side, ast.List) else [spread]
    return ast.copy_location(ast.List(elements, ast.Load()), node)


def _sides(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_sides(node.left), *_sides(node.right)]
    return [node]


def _written_list(plan: Plan, node: ast.List | ast.Tuple) -> Doc:
    if len(node.elts) == 1 and not isinstance(node.elts[0], ast.Starred):
        only = node.elts[0]
        if is_sent_text(plan, only):
            return atom(only)
        shape = shape_of(plan, only)
        if shape == "turn":
            return _one_turn(plan, only)
        if shape == "list":
            return sequence(plan, only, "items")
    return sequence(plan, node, mode_of(plan, node))


def _one_turn(plan: Plan, node: ast.expr) -> Doc:
    """A single user turn is its items; a single text is that text."""
    if type_name(plan, node) is None and not isinstance(node, ast.Dict):
        return listing([element(plan, node, "steps")])
    parts = content_fields(plan, node).get("parts")
    is_user = role_of(plan, node) == "user_input"
    if not is_user or parts is None or shapes_in(plan, parts, set()) & CALLING:
        return listing(turn(plan, node))
    if isinstance(parts, ast.List) and len(parts.elts) == 1:
        only = parts.elts[0]
        inner = fields_of(plan, only) if is_part(plan, only) else None
        text = inner.get("text") if inner is not None and inner.names == {"text"} else None
        if text is not None and is_text(plan, text):
            return atom(text)
    return items_of(plan, parts)


def _each_by_itself(plan: Plan, node: ast.expr) -> Doc:
    """Contents of one form here and of another there: each is converted where it is written."""
    if isinstance(node, ast.IfExp):
        for choice in (node.body, node.orelse):
            put(plan, choice, input_of(plan, choice))
        return atom(node)
    function = called_function(plan, node)
    if function is not None:
        results = returned_by(plan, node, function)
        _convert_once(plan, function, results)
        return atom(node)
    if plan.values.variable(node) is None or not bindings_of(plan, node):
        raise plan.cannot("SB005", node, ast.unparse(node)[:60])
    _held(plan, node, take(plan, node))
    return atom(node)


def _held(plan: Plan, node: ast.expr, variable: Variable) -> None:
    """A variable or parameter that is nothing but the contents of calls."""
    stores = plan.values.stores(variable)
    if growth(plan, variable) or not all(is_written_in_view(plan, b) for b in stores):
        raise plan.cannot("SB005", node, variable.name)
    for load in plan.values.loads(variable):
        if plan.context(load) in ("test", "is None"):
            plan.visited.add(load)
    visit_shown(plan, variable)
    for binding in stores:
        strip_annotation(plan, binding, "list")
        _convert_once(plan, binding, written_for(plan, binding))


def _convert_once(plan: Plan, holder: object, values: list[ast.expr]) -> None:
    done = plan.facts.setdefault("contents by themselves", set())
    assert isinstance(done, set)
    if holder in done:
        return
    done.add(holder)
    for value in values:
        put(plan, value, input_of(plan, value))
