"""A function call that came whole in one delta is put together from the events of its step.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.rules.beta.answers import moved
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.values.kinds import Kind

_READS = frozenset({"name", "id", "arguments", "type"})
_NAMED = _READS - {"type"}
_CALLS = ("calls", "open_calls", "streamed_calls")
_TEXTS = ("arguments", "argument_texts", "streamed_arguments")
_CALL = ("call", "function_call", "whole_call")


@dataclass(frozen=True, slots=True)
class _Branch:
    """The branch of a loop over events that deals with a whole call, and the new names in it."""

    loop: ast.For | ast.AsyncFor
    node: ast.If
    event: str
    calls: str
    texts: str
    call: str


def assemble(plan: Plan, read: ast.Attribute) -> bool:
    """Rewrites the loop whose branch for ``function_call`` deltas has this read in its test."""
    branch = _branch_of(plan, read)
    if branch is None:
        return False
    deltas = [node for node in ast.walk(branch.loop) if _is_delta(plan, node)]
    inside = {node for statement in branch.node.body for node in ast.walk(statement)}
    mine = [node for node in deltas if node in inside]
    attributes = {node: plan.source.parents[node] for node in deltas}
    names = {node: getattr(parent, "attr", "") for node, parent in attributes.items()}
    if any(names[node] in _NAMED and node not in inside for node in deltas):
        return False
    if any(names[node] and names[node] not in _READS for node in mine):
        return False
    cut = _cut(plan, branch.loop, branch.node)
    if cut is None or _is_stale(plan, branch, inside):
        return False
    for node in mine:
        plan.edits.replace(node, branch.call)
    plan.imports.add(Import("json"))
    _write(plan, branch, cut)
    plan.visited.update([read, *(attributes[node] for node in mine)])
    return True


def _is_delta(plan: Plan, node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute | ast.Name) or not isinstance(node.ctx, ast.Load):
        return False
    value = plan.values.value(node)
    return value is not None and value.kind is Kind.DELTA


def _branch_of(plan: Plan, read: ast.Attribute) -> _Branch | None:
    loop = plan.values.enclosing(read, ast.For, ast.AsyncFor)
    node = plan.values.enclosing(read, ast.If)
    if not isinstance(loop, ast.For | ast.AsyncFor) or not isinstance(node, ast.If):
        return None
    if not isinstance(loop.target, ast.Name) or not _is_branch(plan, loop, node, read):
        return None
    used = {name.id for name in ast.walk(plan.source.tree) if isinstance(name, ast.Name)}
    free = [next((n for n in names if n not in used), "") for names in (_CALLS, _TEXTS, _CALL)]
    return _Branch(loop, node, loop.target.id, *free) if all(free) else None


def _is_stale(plan: Plan, branch: _Branch, inside: set[ast.AST]) -> bool:
    """Whether the branch reads a name that another part of the same round has given its value."""
    made = {
        node.id
        for node in ast.walk(branch.loop)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in inside
    }
    made.discard(branch.event)
    return any(
        isinstance(node, ast.Name) and node.id in made and not _is_delta(plan, node)
        for node in inside
    )


def _is_branch(
    plan: Plan, loop: ast.For | ast.AsyncFor, branch: ast.If, read: ast.Attribute
) -> bool:
    """``event.delta.type == "function_call"``, alone or behind the test of the event."""
    assert isinstance(loop.target, ast.Name)
    value = plan.values.value(loop.iter)
    if value is None or value.kind is not Kind.EVENTS or loop.orelse:
        return False
    call = f"{ast.unparse(read)} == 'function_call'"
    delta = f"{loop.target.id}.event_type == 'content.delta'"
    test = ast.unparse(branch.test)
    if test == f"{delta} and {call}":
        return _head(plan, branch) in loop.body
    outer = plan.source.parents[_head(plan, branch)]
    if test != call or not isinstance(outer, ast.If):
        return False
    return ast.unparse(outer.test) == delta and _head(plan, outer) in loop.body


def _head(plan: Plan, branch: ast.If) -> ast.If:
    """The first ``if`` of a chain of ``elif``."""
    parent = plan.source.parents[branch]
    while isinstance(parent, ast.If) and parent.orelse == [branch]:
        branch, parent = parent, plan.source.parents[parent]
    return branch


def _cut(plan: Plan, loop: ast.For | ast.AsyncFor, branch: ast.If) -> tuple[int, int, str] | None:
    """What is taken out where the branch stood, and what is put there."""
    source = plan.source
    start, end = source.span(branch)
    parent = source.parents[branch]
    last = source.span(branch.body[-1])[1]
    if source.text.startswith("elif", start):
        assert isinstance(parent, ast.If)
        return source.span(parent.body[-1])[1], last, ""
    if branch.orelse:
        follower = source.span(branch.orelse[0])[0]
        if source.text.startswith("elif", follower):
            return start, follower + len("elif"), "if"
        return None
    if parent is loop:
        line = source.line_start(start)
        return line, min(end + len(source.newline), len(source.text)), ""
    return start, end, "pass"


def _body_start(plan: Plan, branch: ast.If) -> int:
    """Where the body begins, with the comments above its first statement."""
    source = plan.source
    start = source.span(branch.body[0])[0]
    head = source.position(source.span(branch.test)[1])[0]
    above = [first for first, _ in source.comments if source.position(first)[0] > head]
    return min([first for first in above if first < start], default=start)


def _write(plan: Plan, branch: _Branch, cut: tuple[int, int, str]) -> None:
    source, quote, newline = plan.source, plan.quote, plan.source.newline
    start, end = source.span(branch.loop)
    first = source.span(branch.loop.body[0])[0]
    outer, inner = source.indent(start), source.indent(first)
    place, behind = _body_start(plan, branch.node), source.span(branch.node.body[-1])[1]
    head = f"{newline}{inner}".join(_lines(branch)).replace("'", quote)
    head = head.replace("    ", source.step)
    made = f"{branch.calls}, {branch.texts} = {{}}, {{}}{newline}{outer}"
    pieces: list[Piece] = [made, (start, first), f"{head}{newline}{inner}{source.step}"]
    pieces += moved(plan, branch.node, place, behind, f"{inner}{source.step}")
    cut_start, cut_end, text = cut
    if cut_start <= first and cut_end >= end:
        plan.edits.put(start, end, *pieces)
        return
    pieces.append(f"{newline}{inner}")
    if cut_start < first:
        following = source.text[cut_end:end]
        cut_end += len(following) - len(following.lstrip(" \t"))
        pieces.append((cut_end, end))
    elif cut_end >= end:
        pieces += [(first, cut_start), text]
    else:
        pieces += [(first, cut_start), text, (cut_end, end)]
    plan.edits.put(start, end, *pieces)


def _lines(branch: _Branch) -> list[str]:
    """The events of a call's step, up to where the branch's own code follows."""
    event, call = branch.event, branch.call
    calls, texts = f"{branch.calls}[{event}.index]", f"{branch.texts}[{event}.index]"
    return [
        f"if {event}.event_type == 'step.start' and {event}.step.type == 'function_call':",
        f"    {calls}, {texts} = {event}.step, ''",
        f"elif {event}.event_type == 'step.delta' and {event}.delta.type == 'arguments_delta':",
        f"    {texts} += {event}.delta.arguments",
        f"elif {event}.event_type == 'step.stop' and {event}.index in {branch.calls}:",
        f"    {call} = {calls}",
        f"    if {texts}:",
        f"        {call}.arguments = json.loads({texts})",
    ]
