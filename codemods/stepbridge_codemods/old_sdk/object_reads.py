"""What is read from models and chats themselves: the model's name, the last answer."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.old_sdk.call_settings import models_of
from stepbridge_codemods.old_sdk.clients import free_name
from stepbridge_codemods.old_sdk.components import READS, Component
from stepbridge_codemods.old_sdk.methods import method_of
from stepbridge_codemods.old_sdk.models import Representation
from stepbridge_codemods.old_sdk.written import quote_at
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import How

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def name_answers(lowering: Lowering, component: Component) -> None:
    """``chat.last`` is what the turn before it gave; that turn keeps its answer in a name."""
    for node, kind, context, read in component.uses:
        if kind is Kind.OLD_CHAT and context == ".last":
            lowering.plan.edits.replace(read, _answer_before(lowering, component, node))


def _answer_before(lowering: Lowering, component: Component, chat: ast.expr) -> str:
    """The name of the answer that the last turn before a place gave."""
    values = lowering.values
    around = values.enclosing(chat, *_FUNCTIONS)
    text = lowering.plan.text(chat)
    before = [
        call
        for call in component.calls
        if (method := method_of(values, call)) is not None
        and (method is call.func or isinstance(values.source.parents[call], ast.Await))
        and method.attr.startswith("send_message")
        and lowering.plan.text(method.value) == text
        and values.enclosing(call, *_FUNCTIONS) is around
        and (call.lineno, call.col_offset) < (chat.lineno, chat.col_offset)
    ]
    if not before:
        raise lowering.plan.cannot("SB001", chat, "last")
    turn = max(before, key=lambda call: (call.lineno, call.col_offset))
    if not _comes_through(lowering, turn, chat):
        raise lowering.plan.cannot("SB001", chat, "last")
    return _named(lowering, turn, chat)


def _comes_through(lowering: Lowering, turn: ast.Call, place: ast.expr) -> bool:
    """Whether a turn is always made before a place: its block is around that place."""
    statement = lowering.values.enclosing(turn, ast.stmt)
    assert statement is not None
    parents = lowering.values.source.parents
    block = parents[statement]
    node: ast.AST | None = place
    while node is not None and node is not block:
        node = parents.get(node)
    return node is block


def _named(lowering: Lowering, turn: ast.Call, place: ast.expr) -> str:
    values = lowering.values
    outer = values.source.parents[turn]
    outer = values.source.parents[outer] if isinstance(outer, ast.Await) else outer
    if isinstance(outer, ast.Assign) and isinstance(outer.targets[0], ast.Name):
        name = outer.targets[0]
        variable = values.variable(name)
        stored = values.stores(variable) if variable is not None else []
        if len(outer.targets) == 1 and all(b.how is How.ASSIGN for b in stored):
            return name.id
    if not isinstance(outer, ast.Expr):
        raise lowering.plan.cannot("SB001", place, "last")
    if turn not in lowering.answers:
        lowering.answers[turn] = lowering.last or free_name(values, "response")
        lowering.last = lowering.answers[turn]
        start = values.source.span(outer)[0]
        if outer.value is not turn:
            lowering.plan.edits.put(start, start, f"{lowering.answers[turn]} = ")
    return lowering.answers[turn]


def write_names(lowering: Lowering, component: Component) -> None:
    """``model.model_name``, which said ``models/`` before an id."""
    for node, kind, context, read in component.uses:
        if kind is Kind.OLD_MODEL and context[1:] in READS[kind]:
            _write_name(lowering, node, read)


def _write_name(lowering: Lowering, model: ast.expr, read: ast.AST) -> None:
    plan = lowering.plan
    quote = quote_at(plan, read)
    prefix, key = f"{quote}models/{quote}", f"[{quote}model{quote}]"
    found = models_of(lowering, model)
    is_request = found[0].representation is Representation.REQUEST
    name = (model, key) if is_request else (model,)
    ids = {one.identifier for one in found}
    if None in ids or len({"/" in (one or "") for one in ids}) > 1:
        raise plan.cannot("SB001", read, "model_name")
    if any("/" in (one or "") for one in ids):
        plan.edits.replace(read, *name)
    else:
        plan.edits.replace(read, prefix, " + ", *name)
