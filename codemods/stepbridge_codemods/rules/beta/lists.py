"""The flat list of outputs, built anew from steps and the items of model_output steps.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.guards import CONTENT, STEP
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import WIDTH
from stepbridge_codemods.values.kinds import Kind

_NAMES = ("step", "answer_step", "output_step", "model_step")


@dataclass(frozen=True, slots=True)
class Read:
    """``x.outputs`` or ``getattr(x, "outputs", [])``; ``whole`` takes ``or []`` in."""

    node: ast.expr
    interaction: ast.expr
    whole: ast.expr

    @property
    def default(self) -> str:
        """What stands behind the new read where the list may be missing."""
        return "" if self.whole is self.node and isinstance(self.node, ast.Attribute) else " or []"


def put_steps(plan: Plan, read: Read) -> None:
    """The steps in place of the outputs."""
    plan.edits.replace(read.node, read.interaction, ".steps")


def put_list(plan: Plan, read: Read, sort: str) -> None:
    """The list itself, as a value."""
    if sort == STEP and isinstance(read.node, ast.Attribute):
        put_steps(plan, read)
        return
    if sort == STEP:
        plan.edits.replace(read.whole, "(", read.interaction, f".steps{read.default})")
        return
    before, after = "\0".join(_clauses(plan, read, sort)).split("{}")
    start = plan.source.span(read.whole)[0]
    base = plan.text(read.interaction)
    width = start - plan.source.line_start(start) + len(before + base + after) + 4
    newline, indent = plan.source.newline, plan.source.indent(start)
    gap, last = (" ", "") if width <= WIDTH and "\n" not in base else (f"{newline}{indent}    ", "")
    first = "" if gap == " " else gap
    last = "" if gap == " " else f"{newline}{indent}"
    plan.edits.replace(
        read.whole,
        f"[{first}{before}".replace("\0", gap),
        read.interaction,
        f"{after}".replace("\0", gap) + f"{last}]",
    )


def _clauses(plan: Plan, read: Read, sort: str) -> list[str]:
    step, item = free_name(plan), "item" if _is_free(plan, "item") else "output_item"
    model = f"{plan.quote}model_output{plan.quote}"
    head = [item, f"for {step} in {{}}.steps{read.default}"]
    if sort == CONTENT:
        return [*head, f"if {step}.type == {model}", f"for {item} in {step}.content or []"]
    skip = []
    if _is_fetched(plan, read.interaction):
        skip = [f"if {step}.type != {plan.quote}user_input{plan.quote}"]
    other = f"for {item} in ({step}.content or [] if {step}.type == {model} else [{step}])"
    return [*head, *skip, other]


def _is_fetched(plan: Plan, interaction: ast.expr) -> bool:
    """Whether an interaction may come from ``get``, whose timeline begins with the input."""
    value = plan.values.value(interaction)
    calls = value.origins if value is not None else ()
    if value is not None and value.kind is Kind.ENDED:
        return True
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "get"
        for call in calls
    )


def free_name(plan: Plan) -> str:
    """A name for a step that the file does not use."""
    return next((name for name in _NAMES if _is_free(plan, name)), "_step")


def _is_free(plan: Plan, name: str) -> bool:
    return all(node.id != name for node in plan.values.names.reads)


def in_comprehension(plan: Plan, read: Read, loop: ast.comprehension, sort: str) -> None:
    """``for o in x.outputs`` inside a comprehension: two loops, on one line where they fit."""
    assert isinstance(loop.target, ast.Name)
    name, quote = free_name(plan), plan.quote
    model = f"{name}.type == {quote}model_output{quote}"
    second = f"for {loop.target.id} in ({name}.content or [] if {model} else [{name}])"
    first = f".steps{read.default}"
    clauses = [second]
    if sort == CONTENT:
        clauses = [f"if {model}", f"for {loop.target.id} in {name}.content or []"]
    start, end = plan.source.span(loop.target)[0], plan.source.span(read.whole)[1]
    line = plan.source.line_start(start)
    width = len(plan.source.text[line:].splitlines()[0]) + len(" ".join(clauses)) + len(name)
    outer = plan.source.parents[loop]
    if width <= WIDTH or len(outer.generators) > 1:  # type: ignore[attr-defined]
        plan.edits.put(start, end, f"{name} in ", read.interaction, " ".join([first, *clauses]))
        return
    head = (f"for {name} in ", read.interaction, first)
    _tall(plan, outer, loop, [head, *((c,) for c in clauses)])


def _tall(
    plan: Plan,
    outer: ast.AST,
    loop: ast.comprehension,
    clauses: list[tuple[Piece | ast.AST, ...]],
) -> None:
    """A comprehension with one clause a line."""
    start, end = plan.source.span(outer)
    text = plan.source.text
    newline, indent = plan.source.newline, plan.source.indent(start)
    elt = getattr(outer, "elt", None)
    if elt is None or "\n" in text[start:end]:
        parts = [part for clause in clauses for part in (*clause, " ")][:-1]
        target = plan.source.span(loop.target)[0]
        keyword = text.rindex("for", 0, target)
        whole = plan.source.span(loop.iter)[1]
        plan.edits.put(keyword, whole, *parts)
        return
    gap = f"{newline}{indent}    "
    pieces: list[Piece | ast.AST] = [text[start], gap, elt]
    for clause in clauses:
        pieces += [gap, *clause]
    for test in loop.ifs:
        pieces += [gap, "if ", test]
    plan.edits.put(start, end, *pieces, f"{newline}{indent}", text[end - 1])
