"""Values that are handed to, or returned by, functions of the same module."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.closed import called_only, is_closed
from stepbridge_codemods.planning.plan import Import, Plan, Use, use
from stepbridge_codemods.rules.answers.showing import shown
from stepbridge_codemods.rules.streams.last_chunk import is_last
from stepbridge_codemods.values.infer import annotation_names
from stepbridge_codemods.values.kinds import ELEMENTS, RESULTS, Kind
from stepbridge_codemods.values.names import Function

_ANNOTATIONS = {
    Kind.RESPONSE: "Interaction",
    Kind.CHUNK: "InteractionCompletedEvent",
    Kind.CALL: "FunctionCallStep",
    Kind.CALLS: "FunctionCallStep",
}


_ELSEWHERE = frozenset({Kind.CONTENT, Kind.STREAM, Kind.FINISH, Kind.FEEDBACK})
"""Kinds with rules of their own for arguments."""


@use(tuple(RESULTS - _ELSEWHERE - ELEMENTS.keys()), "arg")
def argument(plan: Plan, use: Use) -> None:
    """A function of this module that nobody else calls may receive the new value."""
    if use.node in plan.visited or shown(plan, use):
        return
    call = use.parent if isinstance(use.parent, ast.Call) else plan.source.parents[use.parent]
    function = plan.values.function(call.func) if isinstance(call, ast.Call) else None
    if function is None:
        raise plan.cannot("SB002", use.node, ast.unparse(use.parent)[:60])
    if not is_closed(plan, function) or not called_only(plan, function):
        raise plan.cannot("SB002", use.node, f"{function.name} can be called from elsewhere")
    if use.kind is Kind.CHUNK and not is_last(plan, use.node):
        raise plan.cannot("SB015", use.node, f"a chunk is passed to {function.name}")
    for parameter in _parameters(function):
        given = plan.values.argument(call, function, parameter.arg)  # type: ignore[arg-type]
        if given is use.node:
            _annotate(plan, parameter.annotation, use.kind)
            return
    raise plan.cannot("SB002", use.node, f"passed to {function.name}")


@use(tuple(RESULTS - {Kind.CHUNK, Kind.FEEDBACK, Kind.FINISH}), "return")
@use(Kind.RESPONSE, "yield")
def returned(plan: Plan, use: Use) -> None:
    """A function of this module that nobody else calls may return the new value."""
    function = plan.values.enclosing(use.node, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        raise plan.cannot("SB002", use.node, "returned by a lambda")
    given = plan.values.returned(function) if use.context == "yield" else None
    if use.context == "yield" and (given is None or given.kind is not Kind.RESPONSES):
        raise plan.cannot("SB002", use.node, f"yielded by {function.name} among others")
    if not is_closed(plan, function) or not called_only(plan, function):
        raise plan.cannot("SB002", use.node, f"returned by {function.name}")
    inside = ast.walk(function.returns) if given is not None and function.returns else ()
    for annotation in (function.returns, *(one for one in inside if isinstance(one, ast.expr))):
        _annotate(plan, annotation, use.kind)


def _parameters(function: Function) -> list[ast.arg]:
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def _annotate(plan: Plan, annotation: ast.expr | None, kind: Kind) -> None:
    if kind in ELEMENTS and isinstance(annotation, ast.Subscript):
        annotation = annotation.slice
    for name in annotation_names(annotation):
        known = plan.values.qualified(name) or ""
        is_quoted = name not in plan.source.parents
        if is_quoted or not known.startswith("google.genai.types."):
            continue
        if kind not in _ANNOTATIONS:
            raise plan.cannot("SB001", name, "annotation")
        plan.imports.add(Import("google.genai", "interactions"))
        plan.edits.replace(name, f"interactions.{_ANNOTATIONS[kind]}")
