"""Candidates, contents and parts of a response: the steps of an Interaction.

The candidate and its content are the interaction itself; its parts are steps, or the items inside
the model_output steps, as the code that reads them needs.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.candidate_lists import of_chunk
from stepbridge_codemods.rules.answers.decoded import decode
from stepbridge_codemods.rules.answers.leftovers import is_left_over
from stepbridge_codemods.rules.answers.part_lists import only_texts, parts_mode, step_name
from stepbridge_codemods.rules.answers.pictures import media_types
from stepbridge_codemods.rules.answers.results import drop, one_run, origin_drafts, rename
from stepbridge_codemods.rules.answers.showing import is_shown, remark, shown
from stepbridge_codemods.rules.answers.sounds import is_sound, samples
from stepbridge_codemods.rules.answers.type_tests import type_test
from stepbridge_codemods.rules.streams.streams import guarded
from stepbridge_codemods.rules.tooling.call_tests import first_call, held
from stepbridge_codemods.values.kinds import Kind

_STEP_TYPES = {
    "function_call": "function_call",
    "thought": "thought",
    "executable_code": "code_execution_call",
    "code_execution_result": "code_execution_result",
}


_OPEN = frozenset({"bind", "arg", "format", "return", "drop"})
"""Where a conditional expression stands without parentheses."""


@use((Kind.CANDIDATE, Kind.CONTENT), "bind", "test", "is None")
def kept(plan: Plan, use: Use) -> None:
    """The interaction stands where the candidate or its content stood."""


@use(Kind.CANDIDATE, ".content")
def content(plan: Plan, use: Use) -> None:
    """``candidate.content`` is the interaction."""
    if plan.text(use.node).endswith("]") and of_chunk(plan, getattr(use.node, "value", use.node)):
        raise plan.cannot("SB015", use.parent, "the content of a chunk")
    if is_shown(plan, use.parent):
        remark(plan, use.parent)
        rename(plan, use.parent, "steps")
        return
    drop(plan, use.parent)


@use(Kind.CONTENT, "arg")
def appended(plan: Plan, use: Use) -> None:
    """The content that is appended to the history: the contents rule has dealt with it."""
    if shown(plan, use):
        return
    if use.node not in plan.visited:
        raise plan.cannot("SB001", use.node, "content")


@use(Kind.CONTENT, "other")
def listed(plan: Plan, use: Use) -> None:
    """One of a list of contents: the contents rule has put its steps there; or shown."""
    if shown(plan, use):
        return
    if use.node not in plan.visited or _stays(plan, use.node):
        raise plan.cannot("SB001", use.node, "content")


def _stays(plan: Plan, node: ast.expr) -> bool:
    """Whether a definition stays as it is, because what it holds is written out elsewhere."""
    statement = plan.values.enclosing(node, ast.stmt)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(plan.values.variable(target) in plan.inlined for target in targets)


@use(Kind.CONTENT, ".role")
def role(plan: Plan, use: Use) -> None:
    """The model says all answers; a turn that repeats one is a matter of the contents."""
    assert isinstance(use.parent, ast.expr)
    if isinstance(plan.source.parents[use.parent], ast.keyword):
        raise plan.cannot("SB001", use.parent, "role")
    plan.edits.replace(use.parent, f"{plan.quote}model{plan.quote}")


@use(Kind.PART, "bind", "test", "is None")
def named(plan: Plan, use: Use) -> None:
    """A step or item stands where the part stood."""


@use(Kind.PART, ".text")
def part_text(plan: Plan, use: Use) -> None:
    """The text of an item; a test for text is a test of the type."""
    node = use.parent
    assert isinstance(node, ast.Attribute)
    if isinstance(use.node, ast.Subscript):
        _first_text(plan, use.node, node)
        return
    context = plan.context(node)
    mode = parts_mode(plan)
    if context in ("test", "is None"):
        type_test(plan, node, ("text",), node.value)
        return
    if _asks_safely(plan, node):
        return
    sure = mode == "texts" or only_texts(plan) or _guarded(plan, node, use.node)
    if sure or is_left_over(plan, node, use.node):
        return
    if mode not in ("items", "thoughts") or not isinstance(use.node, ast.Name):
        raise plan.cannot("SB001", node, "the text of a part that may be no text")
    _text_or_none(plan, node, use.node.id, context)


def _text_or_none(plan: Plan, node: ast.Attribute, part: str, context: str) -> None:
    """A part without text had None for one; what goes on with that failed, and still does."""
    if context.startswith((".", "[")) or isinstance(plan.source.parents[node], ast.AugAssign):
        return
    text = f"{part}.text if {part}.type == {plan.quote}text{plan.quote} else None"
    plan.edits.replace(node, text if context in _OPEN else f"({text})")


def _asks_safely(plan: Plan, node: ast.Attribute) -> bool:
    """``getattr(part, "text", None)`` is right for items and steps of any kind."""
    spelled = plan.source.spelled.get(node)
    default = ast.unparse(spelled.args[2]) if spelled is not None and spelled.args[2:] else ""
    return default in ("None", "''")


def _guarded(plan: Plan, node: ast.AST, part: ast.expr) -> bool:
    """Whether a text is read only where the part was found to have one."""
    return guarded(plan, node, ast.unparse(part), "text")


def _first_text(plan: Plan, subscript: ast.Subscript, node: ast.Attribute) -> None:
    listed = subscript.value
    if not isinstance(listed, ast.Attribute) or not one_run(plan, subscript):
        raise plan.cannot("SB001", node, "parts[0].text")
    if any(d.shows_thoughts for d in origin_drafts(plan, subscript)):
        raise plan.cannot("SB001", node, "the first part may be a thought")
    if plan.context(node) == "is None":
        raise plan.cannot("SB001", node, "parts[0].text is None")
    plan.edits.replace(node, listed.value, ".output_text")


@use(Kind.PART, *(f".{name}" for name in _STEP_TYPES))
def step_part(plan: Plan, use: Use) -> None:
    """What was a kind of part is a type of step."""
    node = use.parent
    assert isinstance(node, ast.Attribute)
    if isinstance(use.node, ast.Subscript):
        first_call(plan, use.node, node)
        return
    if plan.context(node) in ("test", "is None"):
        is_around = node.attr == "thought" and parts_mode(plan) == "thoughts"
        subject = _step_around(plan, node) if is_around else node.value
        type_test(plan, node, (_STEP_TYPES[node.attr],), subject)
        return
    if node.attr == "thought":
        raise plan.cannot("SB001", node, "thought")
    drop(plan, node)


def _step_around(plan: Plan, node: ast.Attribute) -> str:
    """The step whose part is asked whether it is a thought, in the loop over all parts."""
    around: ast.AST | None = node
    while (around := plan.source.parents.get(around)) is not None:  # type: ignore[arg-type]
        loops = getattr(around, "generators", [around])
        for loop in loops:
            target = getattr(loop, "target", None)
            if isinstance(target, ast.Name) and target.id == ast.unparse(node.value):
                value = plan.values.value(loop.iter)
                if value is not None and value.kind is Kind.PARTS:
                    return step_name(plan)
                raise plan.cannot("SB001", node, "a part of a list of parts is asked again")
    raise plan.cannot("SB001", node, "a part outside a loop is asked whether it is a thought")


@use(Kind.PART, ".inline_data")
def inline_data(plan: Plan, use: Use) -> None:
    """Media are items of their own type, with data and mime_type in the item."""
    node = use.parent
    assert isinstance(node, ast.Attribute)
    if plan.context(node) in ("test", "is None"):
        type_test(plan, node, media_types(plan), node.value)
        return
    drop(plan, node)


@use(Kind.BLOB, "bind", "test", "is None")
def blob(plan: Plan, use: Use) -> None:
    """An item stands where the blob stood."""
    node = use.node
    if use.context == "bind" or isinstance(node, ast.Attribute):
        return
    found = held(plan, node, "inline_data")
    if found >= {"any", "none"}:
        raise plan.cannot("SB001", use.parent, "a part that may have been no medium, or None")
    if "any" in found:
        around = ("(", node, ")") if isinstance(node, ast.NamedExpr) else (ast.unparse(node),)
        type_test(plan, node, media_types(plan), *around)


@use(Kind.BLOB, ".mime_type")
def mime_type(plan: Plan, use: Use) -> None:
    """The mime type keeps its name; that of sound says its rate in other fields."""
    if is_sound(plan, use.node):
        raise plan.cannot("SB001", use.parent, "the MIME type of sound")


@use(Kind.BLOB, ".data")
def data(plan: Plan, use: Use) -> None:
    """Data are base64 text where they were bytes."""
    if is_sound(plan, use.node):
        plan.edits.replace(use.parent, *samples(plan, use.node).parts)
        return
    decode(plan, use)
