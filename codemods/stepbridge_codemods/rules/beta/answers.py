"""A loop that answers each function call by a request of its own answers all in one request.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.guards import asks_for_calls
from stepbridge_codemods.rules.beta.request import argument, type_of
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.values.kinds import Kind

_MOVABLE = frozenset(
    {"model", "agent", "input", "previous_interaction_id", "tools", "system_instruction", "store"}
    | {"stream", "background", "timeout"}
)
"""Arguments that no other rule rewrites, so that a call which has only these can be moved."""

_NAMES = ("results", "function_results", "tool_results", "answered_calls")


@dataclass(frozen=True, slots=True)
class _Loop:
    """``for name in x.outputs: if name.type == "function_call": ... x = create(...) ...``."""

    node: ast.For
    branch: ast.If
    name: str
    index: int

    @property
    def before(self) -> list[ast.stmt]:
        return self.branch.body[: self.index]

    @property
    def moving(self) -> list[ast.stmt]:
        return self.branch.body[self.index :]


def answered_together(plan: Plan, call: ast.Call) -> bool:
    """Moves the request behind the loop; False where the loop is not of that shape."""
    keyword = argument(call, "input")
    loop = _loop_of(plan, call)
    if loop is None or keyword is None or not _can_move(plan, loop, keyword):
        return False
    result = _single_result(keyword.value)
    if result is not None:
        _collect(plan, loop, keyword, result)
        return True
    if _answers_in(loop, keyword.value):
        _after(plan, loop)
        return True
    return False


def _loop_of(plan: Plan, call: ast.Call) -> _Loop | None:
    statement = plan.values.enclosing(call, ast.stmt)
    branch = plan.source.parents.get(statement) if statement is not None else None
    node = plan.source.parents.get(branch) if branch is not None else None
    if not isinstance(branch, ast.If) or not isinstance(node, ast.For) or node.orelse:
        return None
    if statement not in branch.body or node.body != [branch]:
        return None
    value = plan.values.value(node.iter)
    if value is None or value.kind is not Kind.OUTPUTS or not isinstance(node.target, ast.Name):
        return None
    if not isinstance(node.iter, ast.Attribute) or not asks_for_calls(
        plan, branch.test, node.target.id
    ):
        return None
    assert isinstance(statement, ast.stmt)
    return _Loop(node, branch, node.target.id, branch.body.index(statement))


def _can_move(plan: Plan, loop: _Loop, keyword: ast.keyword) -> bool:
    """Whether what is to run once, behind the loop, needs nothing of a single round."""
    call = plan.source.parents[keyword]
    assert isinstance(call, ast.Call)
    if not {k.arg for k in call.keywords} <= _MOVABLE:
        return False
    made = {loop.name}
    for statement in loop.before:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                made.add(node.id)
            if isinstance(node, ast.Break | ast.Continue | ast.Return | ast.Yield | ast.Await):
                return isinstance(node, ast.Await)
    sent = set(ast.walk(keyword.value))
    for statement in loop.moving:
        for node in ast.walk(statement):
            if isinstance(node, ast.Break | ast.Continue):
                return False
            if isinstance(node, ast.Name) and node.id in made and node not in sent:
                return False
    parent = plan.source.parents[loop.node]
    start = plan.source.span(loop.node)[0]
    line = plan.source.text[plan.source.line_start(start) : start]
    return not line.strip() and not isinstance(parent, ast.IfExp)


def _single_result(node: ast.expr) -> ast.expr | None:
    if isinstance(node, ast.List) and len(node.elts) == 1:
        node = node.elts[0]
    return node if type_of(node) == "function_result" else None


def _answers_in(loop: _Loop, history: ast.expr) -> bool:
    """Whether each round puts its result into the history that is sent."""
    if not isinstance(history, ast.Name):
        return False
    return any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func) in (f"{history.id}.append", f"{history.id}.extend")
        and "function_result" in ast.unparse(node)
        for statement in loop.before
        for node in ast.walk(statement)
    )


def _collect(plan: Plan, loop: _Loop, keyword: ast.keyword, result: ast.expr) -> None:
    """Results go into a list; the request follows the loop."""
    used = {node.id for node in ast.walk(plan.source.tree) if isinstance(node, ast.Name)}
    name = next((name for name in _NAMES if name not in used), "_results")
    start, end = plan.source.span(loop.node)
    indent, newline = plan.source.indent(start), plan.source.newline
    first = plan.source.span(loop.moving[0])[0]
    inner = plan.source.indent(first)
    last = plan.source.span(loop.moving[-1])[1]
    pieces: list[Piece] = [f"{name} = []{newline}{indent}", (start, first), f"{name}.append("]
    pieces += moved(plan, result, *plan.source.span(result), inner)
    pieces += [")", (last, end), f"{newline}{indent}if {name}:{newline}{indent}    "]
    place, behind = plan.source.span(keyword)
    pieces += moved(plan, loop.node, first, place, f"{indent}    ")
    pieces.append(f"input={name}")
    pieces += moved(plan, loop.node, behind, last, f"{indent}    ", inner)
    plan.edits.put(start, end, *pieces)


def _after(plan: Plan, loop: _Loop) -> None:
    """The request follows the loop where there was a call."""
    start, end = plan.source.span(loop.node)
    indent, newline = plan.source.indent(start), plan.source.newline
    first = plan.source.span(loop.moving[0])[0]
    kept = plan.source.span(loop.before[-1])[1]
    last = plan.source.span(loop.moving[-1])[1]
    assert isinstance(loop.node.iter, ast.Attribute)
    called = f"{loop.name}.type == {plan.quote}function_call{plan.quote}"
    pieces: list[Piece] = [(start, kept), (last, end)]
    pieces.append(f"{newline}{indent}if any({called} for {loop.name} in ")
    pieces += [plan.source.span(loop.node.iter.value), ".steps):"]
    comments = plan.source.text[kept:first]
    if comments.strip():
        pieces += _comments(comments, newline, f"{indent}    ")
    pieces.append(f"{newline}{indent}    ")
    pieces += moved(plan, loop.node, first, last, f"{indent}    ")
    plan.edits.put(start, end, *pieces)


def _comments(text: str, newline: str, indent: str) -> list[str]:
    return [f"{newline}{indent}{line.strip()}" for line in text.splitlines() if line.strip()]


def moved(
    plan: Plan, node: ast.AST, start: int, end: int, indent: str, before: str | None = None
) -> list[Piece]:
    """A stretch of text at another indentation; lines inside strings stay."""
    source = plan.source
    before = source.indent(start) if before is None else before
    fixed: set[int] = set()
    for inner in ast.walk(node):
        is_text = isinstance(inner, ast.Constant) and isinstance(inner.value, str | bytes)
        if is_text or isinstance(inner, ast.JoinedStr):
            fixed.update(range(inner.lineno + 1, (inner.end_lineno or 0) + 1))  # type: ignore[attr-defined]
    pieces: list[Piece] = []
    position = start
    first, last = source.position(start)[0], source.position(end)[0]
    for line in range(first + 1, last + 1):
        at = source.at(line, 0)
        if line in fixed or not source.text.startswith(before, at):
            continue
        pieces += [(position, at), indent]
        position = at + len(before)
    return [*pieces, (position, end)]
