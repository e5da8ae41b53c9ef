"""Where a chat is kept or handed on: its dict stands there instead."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.closed import called_only, is_closed
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.values.infer import annotation_names
from stepbridge_codemods.values.kinds import CHATS
from stepbridge_codemods.values.names import Function

_KINDS = tuple(CHATS)


@use(_KINDS, "bind")
def kept(plan: Plan, use: Use) -> None:
    """A name, or an attribute that only this module reads."""
    parent = use.parent
    if isinstance(parent, ast.AnnAssign):
        annotate(plan, parent.annotation)


@use(_KINDS, "test", "is None")
def tested(plan: Plan, use: Use) -> None:
    """The dict is never empty."""


@use(_KINDS, ".send_message", ".send_message_stream")
def sent(plan: Plan, use: Use) -> None:
    """Calls are sites; a method that is passed on is not."""
    call = plan.source.parents[use.parent]
    if not isinstance(call, ast.Call) or call.func is not use.parent:
        raise plan.cannot("SB014", use.parent, "the method is passed on")


@use(_KINDS, "arg")
def handed_on(plan: Plan, use: Use) -> None:
    """A function of this module that nobody else calls."""
    call = use.parent if isinstance(use.parent, ast.Call) else plan.source.parents[use.parent]
    function = plan.values.function(call.func) if isinstance(call, ast.Call) else None
    if function is None or not is_closed(plan, function) or not called_only(plan, function):
        raise plan.cannot("SB014", use.node, "the chat is handed to other code")
    assert isinstance(call, ast.Call)
    for parameter in _parameters(function):
        if plan.values.argument(call, function, parameter.arg) is use.node:
            annotate(plan, parameter.annotation)
            return
    raise plan.cannot("SB014", use.node, "the chat is handed to other code")


@use(_KINDS, "return")
def returned(plan: Plan, use: Use) -> None:
    """A function of this module that nobody else calls."""
    function = plan.values.enclosing(use.node, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    if (
        not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        or not is_closed(plan, function)
        or not called_only(plan, function)
    ):
        raise plan.cannot("SB014", use.node, "the chat is returned to other code")
    annotate(plan, function.returns)


@use(_KINDS, "*")
def other(plan: Plan, use: Use) -> None:
    """What only a chat object has."""
    raise plan.cannot("SB014", use.parent, f"chat {use.context}")


def annotate(plan: Plan, annotation: ast.expr | None) -> None:
    """The type of a chat becomes ``dict``."""
    for name in annotation_names(annotation):
        known = plan.values.qualified(name) or ""
        is_quoted = name not in plan.source.parents
        if known.startswith("google.genai.chats.") and not is_quoted:
            plan.edits.replace(name, "dict")


def _parameters(function: Function) -> list[ast.arg]:
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
