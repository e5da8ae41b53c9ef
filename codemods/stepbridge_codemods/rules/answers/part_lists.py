"""Lists of parts: steps, or the items in model_output steps, as the code that reads them needs.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.comprehensions import Clauses, collect
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.left_out_thoughts import leaves_thoughts_out
from stepbridge_codemods.rules.answers.leftovers import reads_left_over
from stepbridge_codemods.rules.answers.part_comprehensions import over_steps
from stepbridge_codemods.rules.answers.passing_by import passes_thoughts_by
from stepbridge_codemods.rules.answers.pictures import draws
from stepbridge_codemods.rules.answers.results import (
    absent,
    drafts_in,
    one_run,
    origin_drafts,
    rename,
)
from stepbridge_codemods.rules.answers.showing import is_shown, shown
from stepbridge_codemods.rules.chats.chat_turns import fresh
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import WIDTH, Layout
from stepbridge_codemods.values.kinds import Kind

STEP_READS = frozenset({".function_call", ".thought", ".executable_code", ".code_execution_result"})
_STEPS = "for step in {0}.steps or []"
_OUTPUTS = ("[", "item", _STEPS, "if step.type == 'model_output'", "for item in step.content or []")
_ITEMS_OR_STEP = "for item in (step.content or [] if step.type == 'model_output' else [step])"
_NO_THOUGHT = "if step.type != 'thought'"
_LISTS: dict[str, Clauses] = {
    "texts": (*_OUTPUTS, "if item.type == 'text'", "]"),
    "items": (*_OUTPUTS, "]"),
    "all": ("[", "item", _STEPS, _ITEMS_OR_STEP, "]"),
    "plain": ("[", "item", _STEPS, _NO_THOUGHT, _ITEMS_OR_STEP, "]"),
    "steps": ("[", "step", _STEPS, _NO_THOUGHT, "]"),
}
"""``plain`` and ``steps`` are what the parts were where thoughts are not shown, for a look at the
first one or at what is left when it is no call.
"""
_THOUGHTS = ("step.summary", "if step.type == 'thought'")
_CONTENTS = ("else step.content", "if step.type == 'model_output'")
_WITH_THOUGHTS: dict[str, Clauses] = {
    "plain": (*_THOUGHTS, "else step.content"),
    "tools": (*_THOUGHTS, *_CONTENTS, "else []"),
    "steps": (*_THOUGHTS, *_CONTENTS, "else [step]"),
}
"""The parts of one step, where answers have texts only, tools that the service runs, or calls."""


@use((Kind.RESPONSE, Kind.CONTENT), ".parts")
def parts(plan: Plan, use: Use) -> None:
    """Parts are steps where only step-like parts are read, else the items of the output."""
    assert isinstance(use.parent, ast.Attribute)
    if plan.context(use.parent) == "test":
        rename(plan, use.parent, "steps")
        return
    if plan.context(use.parent) == "is None":
        absent(plan, use.parent, "steps")
        return
    mode = parts_mode(plan)
    single = _is_single(plan, use.parent)
    if single and only_sound(plan, use.node):
        rename(plan, use.parent, "output_audio")
        return
    passes = passes_thoughts_by(plan)
    if mode == "all" and (single or not passes or reads_left_over(plan)):
        mode = "plain"
    if is_shown(plan, use.parent) or (mode == "steps" and not single and passes):
        rename(plan, use.parent, "steps")
        return
    whole = with_default(plan, use.parent)
    has_calls = bool(_reads(plan) & (STEP_READS - {".thought"}))
    if not has_calls and over_steps(plan, whole, use.node, mode, step_name(plan)):
        return
    if mode == "thoughts" and leaves_thoughts_out(plan, plan.source.parents[whole]):
        collect(plan, whole, use.node, _LISTS["plain" if has_calls else "items"])
    elif mode == "thoughts":
        _with_thoughts(plan, use.node, whole)
    else:
        collect(plan, whole, use.node, _LISTS[mode])


def with_default(plan: Plan, node: ast.expr) -> ast.expr:
    """A list that is always there, with the ``or []`` behind it that it does not need."""
    outer = plan.source.parents[node]
    if plan.context(node) != "or nothing" or not isinstance(outer, ast.BoolOp):
        return node
    return outer if len(outer.values) == 2 else node


def _is_single(plan: Plan, listed: ast.expr) -> bool:
    """Whether one part is picked out of a list."""
    parent = plan.source.parents[listed]
    return isinstance(parent, ast.Subscript) and not isinstance(parent.slice, ast.Slice)


def parts_mode(plan: Plan) -> str:
    """How the parts of this group are represented: by what is read from a single one."""
    reads = {context for context in _reads(plan) if context.startswith(".")}
    shows_thoughts = any(draft.shows_thoughts for draft in drafts_in(plan))
    if not reads and only_texts(plan) and not shows_thoughts:
        return "texts"
    if not reads - STEP_READS:
        return "steps"
    if ".thought" in reads or shows_thoughts:
        return "thoughts"
    if reads == {".text"}:
        return "texts"
    return "all" if reads & STEP_READS else "items"


def _reads(plan: Plan) -> set[str]:
    """How single parts are used."""
    return {use.context for use in plan.uses if use.kind is Kind.PART}


def only_texts(plan: Plan) -> bool:
    """Whether an answer has nothing but text, and thoughts."""
    return not any(map(_has_more, drafts_in(plan))) and not draws(plan)


def _has_more(draft: Draft) -> bool:
    return draft.calls_functions or draft.runs_tools or draft.makes_media


def only_sound(plan: Plan, node: ast.expr) -> bool:
    """Whether an answer is one piece of sound."""
    drafts = origin_drafts(plan, node)
    mixed = any(set(d.outputs) - {"audio"} or d.image or _has_tools(d) for d in drafts)
    return bool(drafts) and all(draft.makes_sound for draft in drafts) and not mixed


def _has_tools(draft: Draft) -> bool:
    return draft.calls_functions or draft.runs_tools or draft.shows_thoughts


def step_name(plan: Plan) -> str:
    """The name of a step around its parts."""
    name = plan.facts.setdefault("step around parts", fresh(plan, "step", "answer_step"))
    assert isinstance(name, str)
    return name


def _with_thoughts(plan: Plan, answer: ast.expr, listed: ast.expr) -> None:
    """``for part in ...`` becomes a loop over steps around one over their texts and media."""
    loop = plan.source.parents[listed]
    if not isinstance(loop, ast.For | ast.comprehension) or loop.iter is not listed:
        raise plan.cannot("SB001", listed, "parts and thoughts outside a loop")
    name = step_name(plan)
    source = plan.source
    outer: list[Piece | ast.AST] = [f"{name} in ", answer, ".steps or []"]
    inner: list[Piece | ast.AST] = ["for ", loop.target, " in "]
    if isinstance(loop, ast.For):
        _check_leaves(plan, loop)
        _shift(plan, loop)
        indent = source.indent(source.span(loop)[0]) + source.step
        outer += [":", source.newline, indent]
        inner.append(_parts_of(plan, name, indent, len(plan.text(loop.target))))
    else:
        outer.append(" ")
        inner.append(_parts_of(plan, name, "", -WIDTH))
    start, end = source.span(loop.target)[0], source.span(listed)[1]
    plan.edits.put(start, end, *outer, *inner)


def _parts_of(plan: Plan, name: str, indent: str, extra: int) -> str:
    """The texts and media of a step as an expression, on several lines where one is too long."""
    form = "plain" if only_texts(plan) else "tools"
    if _reads(plan) & (STEP_READS - {".thought"}):
        form = "steps"
    named = (
        c.replace("step.", f"{name}.").replace("[step]", f"[{name}]") for c in _WITH_THOUGHTS[form]
    )
    clauses = [clause.replace("'", plan.quote) for clause in named]
    flat = f"({' '.join(clauses)}) or []"
    if len(indent) + extra + len("for  in ") + len(flat) <= WIDTH:
        return flat
    newline = plan.source.newline
    lines = "".join(f"{newline}{indent}{plan.source.hanging}{clause}" for clause in clauses)
    return f"({lines}{newline}{indent}) or []"


def _check_leaves(plan: Plan, loop: ast.For) -> None:
    """A loop that is left early, or ends in an ``else``, cannot get another one around it."""
    inner = {n for n in ast.walk(loop) if isinstance(n, ast.For | ast.While) and n is not loop}
    within = {node for other in inner for node in ast.walk(other)}
    leaves = any(isinstance(n, ast.Break) and n not in within for n in ast.walk(loop))
    if leaves or loop.orelse:
        raise plan.cannot("SB001", loop.target, "a loop over parts that is left early")


def _shift(plan: Plan, loop: ast.For) -> None:
    """One more step of indentation for the body of a loop."""
    source = plan.source
    start = source.span(loop.body[0])[0]
    if source.text[source.line_start(start) : start].strip():
        raise plan.cannot("SB001", loop.target, "a loop on one line")
    layout = Layout(source)
    span, pieces = layout.deeper(loop.body)
    plan.edits.put(*span, *pieces)


@use(Kind.PARTS, "test", "for", "bind", "or nothing")
def all_parts(plan: Plan, use: Use) -> None:
    """A list stands where the list of parts stood."""


@use(Kind.CHOSEN, "test", "for", "bind", "[]", "or nothing")
def chosen_parts(plan: Plan, use: Use) -> None:
    """What stands for the parts is chosen from what stands for all."""


@use((Kind.CHOSEN, Kind.IMAGES), "arg")
def chosen_counted(plan: Plan, use: Use) -> None:
    """``len(images)``: as many as before."""
    if not counts(use.parent, plan.source):
        raise plan.cannot("SB002", use.node, ast.unparse(use.parent)[:60])


@use(Kind.PARTS, "is None")
def no_parts(plan: Plan, use: Use) -> None:
    """Dealt with where the parts are read; a list under a name of its own is never None."""
    if not isinstance(use.node, ast.Attribute):
        raise plan.cannot("SB001", use.parent, "parts compared with None")


@use(Kind.PARTS, "arg")
def counted(plan: Plan, use: Use) -> None:
    """``enumerate(parts)`` and the like, over a list; or shown by a notebook."""
    call = use.parent
    is_counted = counts(call, plan.source)
    if not is_counted and not shown(plan, use):
        raise plan.cannot("SB002", use.node, ast.unparse(call)[:60])
    if parts_mode(plan) == "steps" and is_counted and passes_thoughts_by(plan):
        plan.edits.put(plan.source.span(use.node)[1], plan.source.span(use.node)[1], " or []")


@use(Kind.PARTS, "[]")
def one_part(plan: Plan, use: Use) -> None:
    """The first part is the first item, or the first step that is no thought."""
    subscript = use.parent
    assert isinstance(subscript, ast.Subscript)
    if constant_of(plan, subscript.slice) != 0 or not isinstance(use.node, ast.Attribute):
        raise plan.cannot("SB001", subscript, "one part by its number")
    if only_sound(plan, use.node):
        plan.edits.put(plan.source.span(use.node)[1], plan.source.span(subscript)[1])
        return
    reader = plan.source.parents[subscript]
    if isinstance(reader, ast.Attribute) and reader.attr in ("text", "function_call"):
        return
    shows = any(draft.shows_thoughts for draft in origin_drafts(plan, use.node))
    if shows or plan.context(subscript) != "bind" or not one_run(plan, use.node):
        raise plan.cannot("SB001", subscript, "one part by its number")
