"""A function call that came whole in one delta is put together from the events of its step.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.edits import Piece
from stepbridge_codemods.plan import Import, Plan
from stepbridge_codemods.rules.beta_answers import moved
from stepbridge_codemods.values.kinds import Kind

_READS = frozenset({"name", "id", "arguments", "type"})


def assemble(plan: Plan, read: ast.Attribute) -> bool:
    """Rewrites the loop whose branch for ``function_call`` deltas has this read in its test."""
    loop = plan.values.enclosing(read, ast.For, ast.AsyncFor)
    branch = plan.values.enclosing(read, ast.If)
    if not isinstance(loop, ast.For | ast.AsyncFor) or not isinstance(branch, ast.If):
        return False
    if not isinstance(loop.target, ast.Name) or not _is_branch(plan, loop, branch, read):
        return False
    event = loop.target.id
    reads = _reads(plan, loop, event)
    inside = {node for statement in branch.body for node in ast.walk(statement)}
    mine = [node for node in reads if node in inside]
    named = {"id", "call_id", "name", "arguments"}
    if any(node.attr in named and node not in inside for node in reads):
        return False
    if any(node.attr not in _READS for node in mine) or not _names_free(plan):
        return False
    cut = _cut(plan, loop, branch)
    if cut is None:
        return False
    _replace_reads(plan, mine, event)
    _write(plan, loop, branch, event, cut)
    plan.visited.update([read, *mine])
    return True


def _is_branch(
    plan: Plan, loop: ast.For | ast.AsyncFor, branch: ast.If, read: ast.Attribute
) -> bool:
    """``event.delta.type == "function_call"``, alone or behind the test of the event."""
    assert isinstance(loop.target, ast.Name)
    value = plan.values.value(loop.iter)
    if value is None or value.kind is not Kind.EVENTS or loop.orelse:
        return False
    name = loop.target.id
    call = f"{name}.delta.type == 'function_call'"
    delta = f"{name}.event_type == 'content.delta'"
    test = ast.unparse(branch.test)
    if test == f"{delta} and {call}":
        return _in_loop(plan, loop, branch)
    outer = plan.source.parents[_head(plan, branch)]
    if test != call or not isinstance(outer, ast.If):
        return False
    return ast.unparse(outer.test) == delta and _in_loop(plan, loop, outer)


def _head(plan: Plan, branch: ast.If) -> ast.If:
    """The first ``if`` of a chain of ``elif``."""
    parent = plan.source.parents[branch]
    while isinstance(parent, ast.If) and parent.orelse == [branch]:
        branch, parent = parent, plan.source.parents[parent]
    return branch


def _in_loop(plan: Plan, loop: ast.For | ast.AsyncFor, branch: ast.If) -> bool:
    return _head(plan, branch) in loop.body


def _reads(plan: Plan, loop: ast.AST, event: str) -> list[ast.Attribute]:
    return [
        node
        for node in ast.walk(loop)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == f"{event}.delta"
    ]


def _names_free(plan: Plan) -> bool:
    used = {node.id for node in ast.walk(plan.source.tree) if isinstance(node, ast.Name)}
    return not used & {"calls", "arguments"}


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


def _replace_reads(plan: Plan, reads: list[ast.Attribute], event: str) -> None:
    quote = plan.quote
    for node in reads:
        if node.attr == "arguments":
            plan.imports.add(Import("json"))
            empty = f"{quote}{{}}{quote}"
            plan.edits.replace(node, f"json.loads(arguments[{event}.index] or {empty})")
        else:
            plan.edits.replace(node, f"calls[{event}.index].{node.attr}")


def _body_start(plan: Plan, branch: ast.If) -> int:
    """Where the body begins, with the comments above its first statement."""
    source = plan.source
    start = source.span(branch.body[0])[0]
    head = source.position(source.span(branch.test)[1])[0]
    above = [first for first, _ in source.comments if source.position(first)[0] > head]
    return min([first for first in above if first < start], default=start)


def _write(
    plan: Plan,
    loop: ast.For | ast.AsyncFor,
    branch: ast.If,
    event: str,
    cut: tuple[int, int, str],
) -> None:
    source, quote, newline = plan.source, plan.quote, plan.source.newline
    start, end = source.span(loop)
    first = source.span(loop.body[0])[0]
    outer, inner = source.indent(start), source.indent(first)
    place, behind = _body_start(plan, branch), source.span(branch.body[-1])[1]
    lines = [
        f"if {event}.event_type == 'step.start' and {event}.step.type == 'function_call':",
        f"    calls[{event}.index], arguments[{event}.index] = {event}.step, ''",
        f"elif {event}.event_type == 'step.delta' and {event}.delta.type == 'arguments_delta':",
        f"    arguments[{event}.index] += {event}.delta.arguments",
        f"elif {event}.event_type == 'step.stop' and {event}.index in calls:",
    ]
    head = f"{newline}{inner}".join(lines).replace("'", quote)
    pieces: list[Piece] = [f"calls, arguments = {{}}, {{}}{newline}{outer}", (start, first)]
    pieces.append(f"{head}{newline}{inner}    ")
    pieces += moved(plan, branch, place, behind, f"{inner}    ")
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
