"""Who else reads a history of turns: code that would not know steps stops the rewrite.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.history_loops import read_in_loop
from stepbridge_codemods.rules.beta.request import text_of, turn_fields
from stepbridge_codemods.values.infer import Variable

_KEEPING = frozenset({"append", "extend", "insert", "clear", "copy", "pop"})
_LOOKING = frozenset({"len", "print", "bool"})


def check_history(plan: Plan, variable: Variable, turns: list[ast.expr]) -> None:
    """Gives up where a history is read by code that would not know steps."""
    for load in plan.values.loads(variable):
        if _is_understood(plan, load) or _text_of_one(plan, load, turns):
            continue
        if read_in_loop(plan, load, turns):
            continue
        raise plan.cannot("SB016", load, ast.unparse(plan.source.parents[load])[:60])


def _is_understood(plan: Plan, load: ast.expr) -> bool:
    parent = plan.source.parents[load]
    if isinstance(parent, ast.Attribute):
        return parent.attr in _KEEPING
    if isinstance(parent, ast.keyword | ast.Call):
        call = parent if isinstance(parent, ast.Call) else plan.source.parents[parent]
        assert isinstance(call, ast.Call)
        name = ast.unparse(call.func)
        is_local = plan.values.function(call.func) is not None
        return name in _LOOKING or name.endswith(".interactions.create") or is_local
    if isinstance(parent, ast.Subscript):
        return isinstance(parent.slice, ast.Slice)
    return isinstance(
        parent, ast.BinOp | ast.List | ast.Starred | ast.Assign | ast.AugAssign | ast.If | ast.While
    )


def _text_of_one(plan: Plan, load: ast.expr, turns: list[ast.expr]) -> bool:
    """``history[0]["content"]`` of a turn that is text: the text of the only item."""
    item = plan.source.parents[load]
    read = plan.source.parents.get(item)
    if not isinstance(item, ast.Subscript) or not isinstance(read, ast.Subscript):
        return False
    index = constant_of(plan, item.slice)
    before = [turn for turn in turns if turn.lineno < load.lineno]
    if text_of(read.slice) != "content" or index not in (0, -1) or not before:
        return False
    before.sort(key=lambda turn: turn.lineno)
    meant = before[0] if index == 0 else before[-1]
    if not is_text(plan, turn_fields(plan.values, meant)["content"]):
        return False
    end = plan.source.span(read)[1]
    plan.edits.put(end, end, "[0]['text']".replace("'", plan.quote))
    return True
