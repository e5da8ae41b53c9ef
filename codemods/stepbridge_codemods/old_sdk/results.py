"""Reads of old results that google-genai spells differently."""

from __future__ import annotations

import ast

from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.written import quote_at
from stepbridge_codemods.planning.contexts import context_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.kinds import Kind

_FINISH = {
    0: "FINISH_REASON_UNSPECIFIED",
    1: "STOP",
    2: "MAX_TOKENS",
    3: "SAFETY",
    4: "RECITATION",
    5: "OTHER",
}


def lower_results(plan: Plan, component: Component, types: str) -> None:
    """``resolve``, loops over a whole response, numbers of finish reasons, ``in part``, history."""
    for node, kind, context, parent in component.uses:
        if kind in (Kind.RESPONSE, Kind.STREAM) and context == ".resolve":
            _drop_statement(plan, parent)
        elif kind is Kind.RESPONSE and context == "for":
            plan.edits.replace(node, "[", node, "]")
        elif kind is Kind.RESPONSE and context == "._error":
            _blocked(plan, node, parent)
        elif kind is Kind.FINISH and context == "compare":
            _number(plan, parent, types)
        elif kind is Kind.FEEDBACK and context in (".block_reason", ".safety_ratings"):
            _absent(plan, node, parent)
        elif kind is Kind.PART and isinstance(parent, ast.Compare) and parent.left is not node:
            _contained(plan, node, parent)
        elif kind is Kind.OLD_CHAT and context == ".history":
            end = plan.source.span(parent)[1]
            plan.edits.put(end - len("history"), end, "get_history()")


def _drop_statement(plan: Plan, read: ast.AST) -> None:
    call = plan.source.parents[read]
    statement = plan.source.parents[call]
    awaited = isinstance(statement, ast.Await)
    statement = plan.source.parents[statement] if awaited else statement
    block = getattr(plan.source.parents[statement], "body", [])
    if not isinstance(statement, ast.Expr) or len(block) == 1:
        raise plan.cannot("SB001", read, "resolve")
    start, end = plan.source.span(statement)
    line = plan.source.line_start(start)
    if plan.source.text[line:start].strip():
        raise plan.cannot("SB001", read, "resolve")
    while end < len(plan.source.text) and plan.source.text[end] not in "\r\n":
        end += 1
    end += 2 if plan.source.text.startswith("\r\n", end) else 1
    plan.edits.put(line, min(end, len(plan.source.text)))


def _blocked(plan: Plan, response: ast.expr, read: ast.AST) -> None:
    """``response._error`` was there where the prompt was blocked."""
    assert isinstance(read, ast.Attribute)
    quote = quote_at(plan, read)
    if context_of(plan.values, read)[0] not in ("test", "is None"):
        plan.edits.replace(read, response, ".prompt_feedback")
        return
    reason = f".prompt_feedback, {quote}block_reason{quote}, None)"
    plan.edits.replace(read, "getattr(", response, reason)


def _absent(plan: Plan, feedback: ast.expr, read: ast.AST) -> None:
    """The feedback on a prompt was always there, and empty; now it is None."""
    if _is_guarded(plan, feedback):
        return
    assert isinstance(read, ast.Attribute)
    quote = quote_at(plan, read)
    plan.edits.replace(read, "getattr(", feedback, f", {quote}{read.attr}{quote}, None)")


def _is_guarded(plan: Plan, node: ast.expr) -> bool:
    """Whether code asks first whether a value is there."""
    text = ast.unparse(node)
    child: ast.AST = node
    parent = plan.source.parents[node]
    while parent is not None and not isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
        if isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.And):
            before = parent.values[: parent.values.index(child)]  # type: ignore[arg-type]
            if any(ast.unparse(value) == text for value in before):
                return True
        inside = isinstance(parent, ast.If) and child in parent.body
        if inside and ast.unparse(parent.test) == text:  # type: ignore[attr-defined]
            return True
        child, parent = parent, plan.source.parents.get(parent)  # type: ignore[assignment]
    return False


def _number(plan: Plan, test: ast.AST, types: str) -> None:
    """``finish_reason == 2``: proto enums are numbers."""
    assert isinstance(test, ast.Compare)
    right = test.comparators[0]
    items = right.elts if isinstance(right, ast.List | ast.Tuple | ast.Set) else [right]
    for item in items:
        if isinstance(item, ast.Constant) and isinstance(item.value, int):
            if item.value not in _FINISH:
                raise plan.cannot("SB007", item, "finish_reason")
            plan.edits.replace(item, f"{types}.FinishReason.{_FINISH[item.value]}")


def _contained(plan: Plan, node: ast.expr, test: ast.Compare) -> None:
    """``"function_call" in part``: a proto message holds the fields that are set."""
    field = test.left
    if (
        len(test.ops) != 1
        or not isinstance(field, ast.Constant)
        or not isinstance(field.value, str)
        or not isinstance(test.ops[0], ast.In | ast.NotIn)
    ):
        raise plan.cannot("SB001", test, "a part compared")
    negated = isinstance(test.ops[0], ast.NotIn)
    if negated and context_of(plan.values, test)[0] != "test":
        raise plan.cannot("SB001", test, "a part compared")
    plan.edits.replace(test, "not " if negated else "", node, f".{field.value}")
