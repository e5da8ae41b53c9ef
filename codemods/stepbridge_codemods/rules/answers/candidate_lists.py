"""The list of candidates, of which an interaction is the only one.

Asked whether there are any, it is the steps; its first is the interaction. Where code keeps the
list or goes through it, a list of the one interaction stands there.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.part_lists import with_default
from stepbridge_codemods.rules.answers.results import BLOCKED, absent, rename, shorten
from stepbridge_codemods.rules.answers.showing import is_shown, remark, shown
from stepbridge_codemods.values.kinds import Kind

_KEPT = frozenset({"bind", "for", "or nothing"})


@use(Kind.RESPONSE, ".candidates")
def candidates(plan: Plan, use: Use) -> None:
    """The list where it is read; what is done with it decides what stands there."""
    assert isinstance(use.parent, ast.Attribute)
    context = plan.context(use.parent)
    if is_shown(plan, use.parent):
        remark(plan, use.parent)
        rename(plan, use.parent, "steps")
    elif context == "is None":
        absent(plan, use.parent, "steps")
    elif _counting(plan, use.parent) == "bool":
        rename(plan, use.parent, "steps")
    elif _is_compared_length(plan, use.parent):
        rename(plan, use.parent, "steps")
        end = plan.source.span(use.parent)[1]
        plan.edits.put(end, end, " or []")
    elif context in _KEPT or _counting(plan, use.parent):
        plan.edits.replace(with_default(plan, use.parent), "[", use.node, "]")
    elif context not in ("test", "[]"):
        raise plan.cannot("SB001", use.parent, "candidates")


def _counting(plan: Plan, node: ast.expr) -> str:
    """The function that a list is given to, where it does the same with any list."""
    call = plan.source.parents[node]
    if counts(call, plan.source) and node in call.args:
        return ast.unparse(call.func)
    return ""


def _is_compared_length(plan: Plan, node: ast.expr) -> bool:
    """``len(response.candidates) > 0``: whether there is an answer."""
    if _counting(plan, node) != "len":
        return False
    test = plan.source.parents[plan.source.parents[node]]
    if not isinstance(test, ast.Compare):
        return plan.context(plan.source.parents[node]) == "test"  # type: ignore[arg-type]
    return len(test.ops) == 1 and constant_of(plan, test.comparators[0]) == 0


@use(Kind.CANDIDATES, "bind", "for", "or nothing", "is None")
def kept(plan: Plan, use: Use) -> None:
    """A list of the one interaction stands there."""
    _refuse_chunks(plan, use)


@use(Kind.CANDIDATES, "arg")
def counted(plan: Plan, use: Use) -> None:
    """``len(candidates)``, ``enumerate(candidates)``, or shown."""
    if shown(plan, use):
        return
    _refuse_chunks(plan, use)
    if not _counting(plan, use.node):
        raise plan.cannot("SB002", use.node, ast.unparse(use.parent)[:60])


@use(Kind.CANDIDATES, "test")
def any_candidate(plan: Plan, use: Use) -> None:
    """There is an answer when there are steps."""
    if isinstance(use.node, ast.Attribute):
        rename(plan, use.node, "interaction" if of_chunk(plan, use.node) else "steps")
        return
    _refuse_chunks(plan, use)
    remark(plan, use.node, BLOCKED)


@use(Kind.CANDIDATES, "[]")
def first_candidate(plan: Plan, use: Use) -> None:
    """``response.candidates[0]`` is the interaction."""
    subscript = use.parent
    assert isinstance(subscript, ast.Subscript)
    if constant_of(plan, subscript.slice) != 0:
        raise plan.cannot("SB001", subscript, "candidates")
    if not isinstance(use.node, ast.Attribute):
        _refuse_chunks(plan, use)
        return
    name = ".interaction" if of_chunk(plan, use.node) else ""
    shorten(plan, subscript, use.node.value, name)


def of_chunk(plan: Plan, node: ast.expr) -> bool:
    """Whether an attribute is that of a chunk."""
    value = plan.values.value(node.value) if isinstance(node, ast.Attribute) else None
    return value is not None and value.kind is Kind.CHUNK


def _refuse_chunks(plan: Plan, use: Use) -> None:
    value = plan.values.value(use.node)
    for origin in value.origins if value is not None else ():
        made = plan.values.value(origin)
        if made is not None and made.kind is Kind.STREAM:
            raise plan.cannot("SB015", use.node, "candidates of a chunk")
