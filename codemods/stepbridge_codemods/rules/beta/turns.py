"""Turns ``{"role": ..., "content": ...}`` of the beta become steps.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rules.beta.history import check_history
from stepbridge_codemods.rules.beta.history_loops import STEPS
from stepbridge_codemods.rules.beta.names import CONTENT_TYPES
from stepbridge_codemods.rules.beta.request import text_of, turn_fields, turns, type_of, written
from stepbridge_codemods.text.layout import Doc, Entry, atom, listing, mapping
from stepbridge_codemods.values.kinds import Kind

_OPEN = (ast.Name, ast.Attribute, ast.Subscript)
"""Expressions that may be evaluated twice."""


def rewrite_turns(plan: Plan, node: ast.expr) -> None:
    """Every turn that an input can hold, where it is written."""
    found = turns(plan.values, node)
    if not found:
        return
    for turn in found:
        if turn not in plan.visited:
            plan.visited.add(turn)
            _rewrite(plan, turn)
    for held in [node, *written(plan.values, node)]:
        variable = plan.values.variable(held)
        if variable is not None:
            check_history(plan, variable, found)


def _rewrite(plan: Plan, turn: ast.expr) -> None:
    fields = turn_fields(plan.values, turn)
    if set(fields) != {"role", "content"} or len(_parts_of(turn)) != 2:
        raise plan.cannot("SB005", turn, "a turn with other keys")
    content = fields["content"]
    if _is_outputs(plan, content):
        assert isinstance(content, ast.Attribute)
        _spread(plan, turn, content)
        return
    docs = _steps(plan, _type_of(plan, fields["role"]), content)
    parent = plan.source.parents[turn]
    if len(docs) == 1:
        in_place(plan, turn, docs[0])
    elif isinstance(parent, ast.List):
        group = listing(docs)
        group.opening, group.closing = "*[", "]"
        in_place(plan, turn, group)
    elif method := _method(plan, turn, "append"):
        _rename_method(plan, method, "extend")
        in_place(plan, turn, listing(docs))
    else:
        raise plan.cannot("SB005", turn, "a turn that becomes several steps")


def _parts_of(turn: ast.expr) -> list[ast.AST]:
    if isinstance(turn, ast.Call):
        return [*turn.args, *turn.keywords]
    assert isinstance(turn, ast.Dict)
    return list(turn.values)


def _type_of(plan: Plan, role: ast.expr) -> Doc:
    """The type of the step that a turn becomes: a constant, or a choice by the role."""
    if isinstance(role, ast.IfExp) and {text_of(role.body), text_of(role.orelse)} <= STEPS.keys():
        body, other = (plan.quoted(STEPS[text_of(n)]) for n in (role.body, role.orelse))
        return atom(*body.parts, " if ", role.test, " else ", *other.parts)
    known = STEPS.get(text_of(role))
    if known is not None:
        return plan.quoted(known)
    if not isinstance(role, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        raise plan.cannot("SB005", role, "the role is not written here")
    choice = "'user_input' if ", role, " == 'user' else 'model_output'"
    return atom(*(p.replace("'", plan.quote) if isinstance(p, str) else p for p in choice))


def _is_outputs(plan: Plan, node: ast.expr) -> bool:
    value = plan.values.value(node)
    is_read = isinstance(node, ast.Attribute) and node.attr == "outputs"
    return is_read and value is not None and value.kind is Kind.OUTPUTS


def _spread(plan: Plan, turn: ast.expr, content: ast.Attribute) -> None:
    """A turn of the model's outputs is its steps."""
    plan.visited.add(content)
    method = _method(plan, turn, "append")
    if method is not None:
        _rename_method(plan, method, "extend")
        plan.edits.replace(turn, content.value, ".steps")
    elif isinstance(plan.source.parents[turn], ast.List):
        plan.edits.replace(turn, "*", content.value, ".steps")
    else:
        raise plan.cannot("SB005", turn, "a turn that becomes several steps")


def _method(plan: Plan, turn: ast.AST, name: str) -> ast.Attribute | None:
    call = plan.source.parents[turn]
    if isinstance(call, ast.Call) and call.args == [turn] and isinstance(call.func, ast.Attribute):
        return call.func if call.func.attr == name else None
    return None


def _rename_method(plan: Plan, method: ast.Attribute, new: str) -> None:
    end = plan.source.span(method)[1]
    plan.edits.put(end - len(method.attr), end, new)


# --- the content of a turn -----------------------------------------------------------------------


def _steps(plan: Plan, step: Doc, content: ast.expr) -> list[Doc]:
    if isinstance(content, ast.List):
        return _items(plan, step, content)
    if isinstance(content, ast.Dict) and type_of(content):
        is_item = type_of(content) in CONTENT_TYPES
        return [_step(plan, step, listing([atom(content)])) if is_item else atom(content)]
    if is_text(plan, content):
        return [_step(plan, step, listing([_text(plan, content)]))]
    held = [n for n in written(plan.values, content) if not isinstance(n, _OPEN)]
    if held and all(type_of(n) in CONTENT_TYPES for n in held):
        return [_step(plan, step, atom(content))]
    if not held and isinstance(content, _OPEN):
        either = (" if isinstance(", content, ", str) else ", content)
        return [_step(plan, step, atom(*_flat_text(plan, content), *either))]
    raise plan.cannot("SB005", content, "the content of a turn")


def _flat_text(plan: Plan, content: ast.expr) -> tuple[str | ast.AST, ...]:
    head = "[{'type': 'text', 'text': ".replace("'", plan.quote)
    return (head, content, "}]")


def _items(plan: Plan, step: Doc, content: ast.List) -> list[Doc]:
    """Items of content stay together; calls, results and thoughts are steps of their own."""
    docs: list[Doc] = []
    waiting: list[Doc] = []
    for item in content.elts:
        if is_text(plan, item):
            waiting.append(_text(plan, item))
        elif type_of(item) in CONTENT_TYPES:
            waiting.append(atom(item))
        elif type_of(item):
            docs += [_step(plan, step, listing(waiting))] if waiting else []
            waiting = []
            docs.append(atom(item))
        else:
            raise plan.cannot("SB005", item, "an item without a type")
    if not docs and len(waiting) == len(content.elts) and all(map(type_of, content.elts)):
        return [_step(plan, step, atom(content))]
    if waiting:
        docs.append(_step(plan, step, listing(waiting)))
    return docs


def _text(plan: Plan, node: ast.expr) -> Doc:
    return mapping(("type", plan.quoted("text")), ("text", atom(node)))


def _step(plan: Plan, kind: Doc, content: Doc) -> Doc:
    return mapping(Entry(kind, "type"), Entry(content, "content"))
