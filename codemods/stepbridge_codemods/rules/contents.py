"""contents becomes input: a string, content items, or steps.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Doc, Entry, Group, atom, comments_of, listing, mapping
from stepbridge_codemods.lists import in_place
from stepbridge_codemods.objects import (
    bindings_of,
    fields_of,
    is_none,
    member,
    strip_annotation,
    take,
    type_name,
)
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.function_results import result_step
from stepbridge_codemods.rules.media_looks import shared_resolution
from stepbridge_codemods.rules.parts import is_part, item, text_item
from stepbridge_codemods.rules.pictures import is_picture, picture_item
from stepbridge_codemods.rules.shapes import growth, is_picked, mode_of, shape_of, shapes_in
from stepbridge_codemods.rules.uploads import file_item, is_upload
from stepbridge_codemods.texts import is_text
from stepbridge_codemods.values.names import Binding, How
from stepbridge_codemods.writing_out import written_out

_STEPS = {
    "user": "user_input",
    "model": "model_output",
    "function": "user_input",
    "tool": "user_input",
}
_OWN_MODES = {"turn": "steps", "result": "results"}


def input_of(plan: Plan, node: ast.expr) -> Doc:
    """What the contents of a call become."""
    node = written_out(plan, node)
    if is_text(plan, node):
        return atom(node)
    shape = shape_of(plan, node)
    if shape in ("item", "result"):
        return listing([element(plan, node, "items" if shape == "item" else "results")])
    if shape == "turn":
        return _one_turn(plan, node)
    if isinstance(node, ast.List | ast.Tuple):
        return _written_list(plan, node)
    return sequence(plan, node, mode_of(plan, node))


def _written_list(plan: Plan, node: ast.List | ast.Tuple) -> Doc:
    if len(node.elts) == 1 and not isinstance(node.elts[0], ast.Starred):
        only = node.elts[0]
        if is_text(plan, only):
            return atom(only)
        if shape_of(plan, only) == "turn":
            return _one_turn(plan, only)
    return sequence(plan, node, mode_of(plan, node))


def _one_turn(plan: Plan, node: ast.expr) -> Doc:
    """A single user turn is its items; a single text is that text."""
    if type_name(plan, node) is None and not isinstance(node, ast.Dict):
        return listing([element(plan, node, "steps")])
    found = fields_of(plan, node)
    parts = found.get("parts")
    if _role(plan, node) != "user_input" or parts is None or _all_results(plan, parts):
        return listing(turn(plan, node))
    if isinstance(parts, ast.List) and len(parts.elts) == 1:
        only = parts.elts[0]
        inner = fields_of(plan, only) if is_part(plan, only) else None
        text = inner.get("text") if inner is not None and inner.names == {"text"} else None
        if text is not None and is_text(plan, text):
            return atom(text)
    return sequence(plan, parts, "items")


# --- conversion --------------------------------------------------------------------------------


def sequence(plan: Plan, node: ast.expr, mode: str) -> Doc:
    """A list in the given mode; variables are converted where they are defined and grown."""
    if isinstance(node, ast.List | ast.Tuple):
        return _literal(plan, node, mode)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        in_place_side(plan, node.left, mode)
        in_place_side(plan, node.right, mode)
        return atom(node)
    if isinstance(node, ast.ListComp):
        docs = element_docs(plan, node.elt, mode)
        if len(docs) != 1:
            raise plan.cannot("SB005", node)
        in_place(plan, node.elt, docs[0])
        return atom(node)
    if isinstance(node, ast.Call) and ast.unparse(node) == "list()":
        return atom(node)
    if plan.values.variable(node) is not None and bindings_of(plan, node):
        _variable(plan, node, mode)
        return atom(node)
    raise plan.cannot("SB005", node, ast.unparse(node)[:60])


def in_place_side(plan: Plan, node: ast.expr, mode: str) -> None:
    """Converts one side of an addition of lists."""
    doc = sequence(plan, node, mode)
    if isinstance(doc, Group):
        in_place(plan, node, doc)


def _literal(plan: Plan, node: ast.List | ast.Tuple, mode: str) -> Group:
    comments, tail = comments_of(plan.source, node, node.elts)
    result = listing([])
    result.tail = tail
    pending: list[Entry] = []

    def flush() -> None:
        if pending:
            step = mapping(("type", plan.quoted("user_input")), ("content", listing(list(pending))))
            result.entries.append(Entry(step))
            pending.clear()

    for element_node in node.elts:
        leading, trailing = comments[element_node]
        if mode == "steps" and shape_of(plan, element_node) in ("text", "item"):
            pending.append(Entry(element(plan, element_node, "items"), "", leading, trailing))
            continue
        flush()
        for doc in element_docs(plan, element_node, mode):
            result.entries.append(Entry(doc, "", leading, trailing))
            leading, trailing = (), ""
    flush()
    return result


def element(plan: Plan, node: ast.expr, mode: str) -> Doc:
    """One element that becomes exactly one entry."""
    docs = element_docs(plan, node, mode)
    if len(docs) != 1:
        raise plan.cannot("SB005", node, ast.unparse(node)[:60])
    return docs[0]


def element_docs(plan: Plan, node: ast.expr, mode: str) -> list[Doc]:
    """The entries that one element of a list becomes."""
    node = written_out(plan, node)
    if isinstance(node, ast.Starred):
        doc = sequence(plan, node.value, mode)
        if isinstance(doc, Group):
            return [entry.value for entry in doc.entries]
        return [atom("*", *doc.parts)]
    shape = shape_of(plan, node)
    if shape == "reply":
        plan.visited.add(node)
        plan.related |= _made_by_others(plan, node)
        return [atom("*", node, ".steps")]
    if shape == "text":
        if mode == "items":
            return [text_item(plan, node)]
        content = listing([text_item(plan, node)])
        return [mapping(("type", plan.quoted("user_input")), ("content", content))]
    if is_upload(plan, node) or is_picture(plan, node):
        doc = file_item(plan, node) if is_upload(plan, node) else picture_item(plan, node)
        if mode == "items":
            return [doc]
        return [mapping(("type", plan.quoted("user_input")), ("content", listing([doc])))]
    if shape == "item" and mode == "items" and is_picked(node):
        _variable(plan, node.value, mode)
        return [atom(node)]
    if plan.values.variable(node) is not None and bindings_of(plan, node):
        return [_named(plan, node, mode, shape)]
    if shape == "turn":
        return turn(plan, node)
    if shape == "result":
        return [result_step(plan, node)]
    if shape == "item":
        doc = item(plan, node)
        if mode == "items":
            return [doc]
        return [mapping(("type", plan.quoted("user_input")), ("content", listing([doc])))]
    raise plan.cannot("SB005", node, ast.unparse(node)[:60])


def _made_by_others(plan: Plan, answer: ast.expr) -> set[ast.Call]:
    """The calls of other groups that give an answer: its steps are only there if they migrate."""
    value = plan.values.value(answer)
    origins = {o for o in value.origins if isinstance(o, ast.Call)} if value else set()
    return origins - {site.call for site in plan.sites}


def _named(plan: Plan, node: ast.expr, mode: str, shape: str | None) -> Doc:
    """A variable that holds one content or part."""
    variable = take(plan, node)
    own_mode = _OWN_MODES.get(shape or "", "items")
    done = plan.facts.setdefault("content variables", {})
    assert isinstance(done, dict)
    as_known = (own_mode, shared_resolution(plan))
    if done.setdefault(variable, as_known) != as_known or (mode == "items") != (
        own_mode == "items"
    ):
        raise plan.cannot("SB005", node, variable.name)
    for binding in plan.values.stores(variable):
        if binding.how is How.ANNOTATION:
            strip_annotation(plan, binding, "dict")
            continue
        value = _assigned(plan, binding)
        strip_annotation(plan, binding, "dict")
        in_place(plan, value, element(plan, value, own_mode))
    return atom(node)


def _assigned(plan: Plan, binding: Binding) -> ast.expr:
    if binding.value is None or binding.how not in (How.ASSIGN, How.AUGMENT):
        raise plan.cannot("SB005", binding.target, binding.name)
    return binding.value


def _variable(plan: Plan, node: ast.expr, mode: str) -> None:
    """A variable that holds a list: its definitions, and everything that grows it."""
    variable = take(plan, node)
    done = plan.facts.setdefault("list variables", {})
    assert isinstance(done, dict)
    as_known = (mode, shared_resolution(plan))
    if variable in done:
        if done[variable] != as_known:
            raise plan.cannot("SB005", node, variable.name)
        return
    done[variable] = as_known
    for load in plan.values.loads(variable):
        if plan.context(load) in ("test", "bind to itself"):
            plan.visited.add(load)
    for binding in plan.values.stores(variable):
        strip_annotation(plan, binding, "list")
        if binding.how is How.ANNOTATION:
            continue
        value = _assigned(plan, binding)
        doc = sequence(plan, value, mode)
        if isinstance(doc, Group):
            in_place(plan, value, doc)
    for call in growth(plan, variable):
        _grow(plan, call, mode)


def _grow(plan: Plan, call: ast.Call, mode: str) -> None:
    method = call.func
    assert isinstance(method, ast.Attribute)
    plan.visited.add(method.value)
    if method.attr == "clear":
        return
    argument = call.args[0]
    if method.attr == "extend":
        doc = sequence(plan, argument, mode)
        if isinstance(doc, Group):
            in_place(plan, argument, doc)
        return
    docs = element_docs(plan, argument, mode)
    if len(docs) == 1 and not _is_spread(docs[0]):
        if docs[0] != atom(argument):
            in_place(plan, argument, docs[0])
        return
    end = plan.source.span(method)[1]
    plan.edits.put(end - len("append"), end, "extend")
    if len(docs) > 1:
        in_place(plan, argument, listing(docs))
        return
    assert not isinstance(docs[0], Group)
    spread = docs[0].parts[1:]
    in_place(plan, argument, atom(*spread)) if spread != (argument,) else None


def _is_spread(doc: Doc) -> bool:
    return not isinstance(doc, Group) and doc.parts[:1] == ("*",)


# --- turns -------------------------------------------------------------------------------------


def _role(plan: Plan, node: ast.expr) -> str:
    name = type_name(plan, node)
    if name == "UserContent":
        return "user_input"
    if name == "ModelContent":
        return "model_output"
    role = fields_of(plan, node).get("role")
    if role is None or is_none(role):
        return "user_input"
    known = member(plan, role, "Role")
    if known not in _STEPS:
        raise plan.cannot("SB007", role, "role")
    return _STEPS[known]


def _all_results(plan: Plan, parts: ast.expr) -> bool:
    return shapes_in(plan, parts, set()) == {"result"}


def turn(plan: Plan, node: ast.expr) -> list[Doc]:
    """The step, or the function_result steps, that a Content becomes."""
    found = fields_of(plan, node)
    parts = found.get("parts")
    if parts is None or not found.names <= {"role", "parts"}:
        raise plan.cannot("SB006", node, ", ".join(sorted(found.names)))
    if "result" in shapes_in(plan, parts, set()):
        doc = sequence(plan, parts, "results" if _all_results(plan, parts) else "steps")
        if isinstance(doc, Group):
            return [entry.value for entry in doc.entries]
        return [atom("*", *doc.parts)]
    content = sequence(plan, parts, "items")
    argument = next(a for a in found.arguments if a.name == "parts")
    return [mapping(("type", plan.quoted(_role(plan, node))), argument.entry("content", content))]
