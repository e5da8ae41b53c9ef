"""Loops over a history of turns that are texts: roles and contents read from the steps.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.request import text_of, turn_fields, type_of, written
from stepbridge_codemods.values.names import How

STEPS = {"user": "user_input", "model": "model_output", "assistant": "model_output"}
"""Role -> type of step."""


def read_in_loop(plan: Plan, load: ast.expr, turns: list[ast.expr]) -> bool:
    """Rewrites a loop over a history, whose turns all become one step each; whether it is one."""
    loop = plan.source.parents[load]
    if not isinstance(loop, ast.For | ast.comprehension) or loop.iter is not load:
        return False
    variable = plan.values.variable(loop.target) if isinstance(loop.target, ast.Name) else None
    kinds = {_kind(plan, turn) for turn in turns}
    if variable is None or len(kinds) != 1 or "" in kinds or not _all_seen(plan, load, turns):
        return False
    reads = [plan.source.parents[one] for one in plan.values.loads(variable)]
    if not all(_is_read(one) for one in reads):
        return False
    model = _word_for_model(plan, turns)
    return all(_rewrite(plan, one, kinds == {"text"}, model) for one in reads)


def _all_seen(plan: Plan, history: ast.expr, turns: list[ast.expr]) -> bool:
    """Whether a history holds nothing but turns that are written out."""
    for node in written(plan.values, history):
        variable = plan.values.variable(node)
        stored = plan.values.stores(variable) if variable is not None else []
        named = bool(stored) and all(one.how in (How.ASSIGN, How.AUGMENT) for one in stored)
        if node not in turns and not named:
            return False
    return True


def _kind(plan: Plan, turn: ast.expr) -> str:
    """Whether the content of a turn is one text, or a list of items with one; else nothing."""
    fields = turn_fields(plan.values, turn)
    if set(fields) != {"role", "content"} or text_of(fields["role"]) not in STEPS:
        return ""
    content = fields["content"]
    if isinstance(content, ast.List):
        return "items" if all(type_of(item) == "text" for item in content.elts) else ""
    return "text" if is_text(plan, content) else ""


def _word_for_model(plan: Plan, turns: list[ast.expr]) -> str:
    """The role of the model's turns; nothing where they differ."""
    words = {text_of(turn_fields(plan.values, turn)["role"]) for turn in turns} - {"user"}
    return words.pop() if len(words) == 1 else "" if words else "model"


def _is_read(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and text_of(node.slice) in ("role", "content")
    )


def _rewrite(plan: Plan, read: ast.AST, texts: bool, model: str) -> bool:
    assert isinstance(read, ast.Subscript)
    start, end = plan.source.span(read)
    if text_of(read.slice) == "content":
        if texts:
            plan.edits.put(end, end, "[0]['text']".replace("'", plan.quote))
        return True
    test = plan.source.parents[read]
    plan.edits.replace(read.slice, *plan.quoted("type").parts)
    if isinstance(test, ast.Compare) and test.left is read and len(test.ops) == 1:
        role = text_of(test.comparators[0])
        plain = isinstance(test.ops[0], ast.Eq | ast.NotEq) and role in STEPS
        if plain:
            plan.edits.replace(test.comparators[0], *plan.quoted(STEPS[role]).parts)
        return plain
    if not model:
        return False
    quote = plan.quote
    plan.edits.put(start, start, f"({quote}user{quote} if ")
    plan.edits.put(end, end, f" == {quote}user_input{quote} else {quote}{model}{quote})")
    return True
