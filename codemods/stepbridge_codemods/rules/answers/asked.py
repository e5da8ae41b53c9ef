"""What is asked of an answer before it is read: ``hasattr`` and ``isinstance``.

The SDK's classes have all their fields at any time, so ``hasattr`` was true of every answer.
Beside other conditions it goes; by itself it asks for what is read now, which is always there too.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.planning.class_questions import CLASS_TOLD, is_never_true, is_told
from stepbridge_codemods.planning.plan import Import, Plan, Use
from stepbridge_codemods.planning.spelled import asked_name, is_known
from stepbridge_codemods.rules.answers.part_lists import only_texts
from stepbridge_codemods.rules.answers.showing import remark
from stepbridge_codemods.rules.answers.strangers import asks_for_nothing
from stepbridge_codemods.rules.answers.type_tests import type_test
from stepbridge_codemods.values.absence import may_be_none
from stepbridge_codemods.values.kinds import RESULTS, Kind

_NEW: dict[Kind, dict[str, str]] = {
    Kind.RESPONSE: {
        "text": "output_text",
        "usage_metadata": "usage",
        "candidates": "steps",
        "parts": "steps",
        "function_calls": "steps",
        "model_version": "model",
        "response_id": "id",
    },
    Kind.CANDIDATE: {"content": "steps", "finish_reason": "status", "grounding_metadata": "steps"},
    Kind.CONTENT: {"parts": "steps"},
    Kind.GROUNDING: dict.fromkeys(
        ("grounding_chunks", "grounding_supports", "search_entry_point", "web_search_queries"),
        "steps",
    ),
    Kind.SOURCE: {"web": "url"},
    Kind.WEB_SOURCE: {"title": "title", "uri": "url"},
    Kind.SUPPORT: {"segment": "end_index", "grounding_chunk_indices": "sources"},
    Kind.SEGMENT: {name: name for name in ("start_index", "end_index", "text")},
    Kind.CALL: {"name": "name", "args": "arguments", "id": "id"},
}
"""What an interaction has instead, at any time."""
_PARTS = {
    "text": ("text",),
    "inline_data": ("image", "audio", "video", "document"),
    "function_call": ("function_call",),
    "executable_code": ("code_execution_call",),
    "code_execution_result": ("code_execution_result",),
}
_EVERY_PART = "hasattr was true of every part; now the type is asked for."
_CLASSES = {Kind.RESPONSE: "google.genai.types.GenerateContentResponse"}


def asked(plan: Plan, use: Use) -> bool:
    """Rewrites ``hasattr(answer, "name")`` or ``isinstance(answer, X)``; whether it is one."""
    call = use.parent
    if not isinstance(call, ast.Call) or not call.args or call.args[0] is not use.node:
        return False
    if use.kind not in RESULTS:
        return False
    if _is_of_class(plan, call, use.kind):
        plan.imports.add(Import("google.genai", "interactions"))
        plan.edits.replace(call.args[1], "interactions.Interaction")
        return True
    if is_told(plan.values, call, use.kind) and not plan.options.safe:
        remark(plan, use.node, CLASS_TOLD)
        return True
    if is_never_true(plan.values, call, use.kind):
        return True
    if asks_for_nothing(plan.values, call, use.kind):
        return True
    name = asked_name(plan.values, call, "hasattr")
    if name is None or not is_known(use.kind, name):
        return False
    if not _leave_out(plan, call):
        _ask_anew(plan, call, use, name)
    return True


def _is_of_class(plan: Plan, call: ast.Call, kind: Kind) -> bool:
    """``isinstance(response, types.GenerateContentResponse)``."""
    return (
        isinstance(call.func, ast.Name)
        and call.func.id == "isinstance"
        and len(call.args) == 2
        and kind in _CLASSES
        and plan.values.qualified(call.args[1]) == _CLASSES[kind]
    )


# --- hasattr beside other conditions -------------------------------------------------------------


def _leave_out(plan: Plan, call: ast.Call) -> bool:
    """Takes ``hasattr(x, "y") and`` away, as well as ``not hasattr(x, "y") or``; whether it did."""
    condition = _condition(plan, call)
    whole = plan.source.parents[condition]
    if isinstance(whole, ast.IfExp) and condition is call and whole.test is call:
        return _choose(plan, whole)
    if not isinstance(whole, ast.BoolOp) or not _says_nothing(plan, condition, whole.op):
        return False
    at = whole.values.index(condition)
    behind = [one for one in whole.values[at + 1 :] if not _says_nothing(plan, one, whole.op)]
    before = [one for one in whole.values[:at] if not _says_nothing(plan, one, whole.op)]
    if behind:
        start = plan.source.span(condition)[0]
        _cut(plan, call, start, plan.source.span(whole.values[at + 1])[0])
    elif before and plan.context(whole) == "test":
        end = plan.source.span(condition)[1]
        _cut(plan, call, plan.source.span(whole.values[at - 1])[1], end)
    else:
        return False
    return True


def _cut(plan: Plan, call: ast.Call, start: int, end: int) -> None:
    text = plan.source.text[start:end]
    if "#" in text or text.count("(") != text.count(")"):
        raise plan.cannot("SB001", call, "hasattr among comments")
    plan.edits.put(start, end)


def _condition(plan: Plan, call: ast.Call) -> ast.expr:
    outer = plan.source.parents[call]
    return outer if isinstance(outer, ast.UnaryOp) and isinstance(outer.op, ast.Not) else call


def _says_nothing(plan: Plan, node: ast.expr, operator: ast.boolop) -> bool:
    """Whether an operand is a ``hasattr`` that says nothing: true beside and, false beside or."""
    if isinstance(operator, ast.Or):
        if not isinstance(node, ast.UnaryOp) or not isinstance(node.op, ast.Not):
            return False
        node = node.operand
    if not isinstance(node, ast.Call):
        return False
    name = asked_name(plan.values, node, "hasattr")
    value = plan.values.value(node.args[0]) if name is not None else None
    if name is None or value is None or not is_known(value.kind, name):
        return False
    return value.kind is Kind.PART or not may_be_none(plan.values, node.args[0])


def never_read(plan: Plan, node: ast.AST) -> bool:
    """Whether a node lies in the branch of a choice that goes, because it was never taken."""
    gone = plan.facts.get("never read", set())
    assert isinstance(gone, set)
    outer: ast.AST | None = node
    while gone and isinstance(outer, ast.expr | ast.keyword | ast.comprehension):
        if outer in gone:
            return True
        outer = plan.source.parents.get(outer)
    return False


def _choose(plan: Plan, choice: ast.IfExp) -> bool:
    """``response.text if hasattr(response, "text") else str(response)`` is its first branch."""
    call = choice.test
    if not _says_nothing(plan, call, ast.And()):
        return False
    gone = plan.facts.setdefault("never read", set())
    assert isinstance(gone, set)
    gone.add(choice.orelse)
    plan.edits.replace(choice, choice.body)
    return True


# --- hasattr by itself ---------------------------------------------------------------------------


def _ask_anew(plan: Plan, call: ast.Call, use: Use, name: str) -> None:
    if use.kind is Kind.PART and name in _PARTS:
        outer = plan.source.parents[call]
        filters = isinstance(outer, ast.comprehension) and call in outer.ifs
        tested = filters or plan.context(call) == "test"
        if not tested or isinstance(outer, ast.UnaryOp):
            raise plan.cannot("SB001", call, "hasattr")
        if name != "text" or not only_texts(plan):
            remark(plan, use.node, _EVERY_PART)
        type_test(plan, call, _PARTS[name], use.node)
        return
    new = _NEW.get(use.kind, {}).get(name)
    if use.kind is Kind.USAGE:
        new = (row(f"{Kind.USAGE}.{name}").interactions or "").rpartition(".")[2]
    if not new:
        raise plan.cannot("SB001", call, f"hasattr {name}")
    plan.edits.replace(call.args[1], *plan.quoted(new).parts)
