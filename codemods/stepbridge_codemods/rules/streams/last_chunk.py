"""The last chunk of a stream: the event that closes the interaction, with its usage and status.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.values.infer import Variable, is_nothing
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding


def is_last(plan: Plan, node: ast.expr) -> bool:
    """Whether a chunk is the last one, kept under another name."""
    if node in plan.visited:
        return True
    known = plan.facts.get("last chunks", set())
    assert isinstance(known, set)
    variable = plan.values.variable(node)
    if variable in known or _is_left_over(plan, node) or _is_end_of_list(plan, node):
        return True
    return variable is not None and _from_last(plan, variable)


def _is_left_over(plan: Plan, node: ast.expr) -> bool:
    """What a loop that goes to the end of a stream leaves in its own name."""
    bindings = plan.values.names.reads.get(node, ()) if isinstance(node, ast.Name) else ()
    given = [b for b in bindings if b.value is None or not is_nothing(b.value)]
    return bool(given) and all(_is_run_through(plan, one, node) for one in given)


def _is_run_through(plan: Plan, binding: Binding, node: ast.expr) -> bool:
    loop = plan.source.parents.get(binding.target)
    if not isinstance(loop, ast.For | ast.AsyncFor) or loop.target is not binding.target:
        return False
    within = set(ast.walk(loop))
    return node not in within and not any(isinstance(n, ast.Break | ast.Return) for n in within)


def _is_end_of_list(plan: Plan, node: ast.expr) -> bool:
    """``chunks[-1]``, by itself or under a name, or None where there are no chunks."""
    if isinstance(node, ast.Subscript):
        whole = plan.values.value(node.value)
        is_list = whole is not None and whole.kind is Kind.CHUNKS
        return is_list and ast.unparse(node.slice) == "-1"
    if isinstance(node, ast.IfExp):
        return _is_end_of_list(plan, node.body) and is_nothing(node.orelse)
    if not isinstance(node, ast.Name):
        return False
    given = [b.value for b in plan.values.names.reads.get(node, ()) if b.how == "assign"]
    every = len(given) == len(plan.values.names.reads.get(node, ()))
    named = [one for one in given if one is not None and not is_nothing(one)]
    return every and bool(named) and all(_is_end_of_list(plan, one) for one in named)


def _from_last(plan: Plan, variable: Variable) -> bool:
    """A parameter that is given the last chunk by every caller."""
    for binding in plan.values.stores(variable):
        for call in plan.values.callers.get(binding.scope.node, []):
            given = plan.values.argument(call, binding.scope.node, binding.name)
            if given is not None and plan.values.value(given) and not is_last(plan, given):
                return False
        if not plan.values.callers.get(binding.scope.node):
            return False
    return True


@use(Kind.CHUNK, ".text", "bind")
def in_loop(plan: Plan, use: Use) -> None:
    """Dealt with by the loop; nothing of it is left behind the loop."""
    if use.node not in plan.visited and not (
        use.context == "bind" and _is_end_of_list(plan, use.node)
    ):
        raise plan.cannot("SB015", use.node, "a chunk outside its loop")


@use(Kind.CHUNK, "test", "is None")
def last_tested(plan: Plan, use: Use) -> None:
    """There is a last event when there were any."""
    if not is_last(plan, use.node):
        raise plan.cannot("SB015", use.node, "a chunk tested")


@use(Kind.CHUNK, ".usage_metadata")
def last_usage(plan: Plan, use: Use) -> None:
    """The closing event has the interaction with its usage."""
    if use.node in plan.visited:
        return
    if not is_last(plan, use.node):
        raise plan.cannot("SB015", use.parent, "usage")
    rename(plan, use.parent, "interaction.usage")


@use(Kind.CHUNK, ".candidates")
def last_candidates(plan: Plan, use: Use) -> None:
    """The closing event's interaction stands where the candidate stood."""
    assert isinstance(use.parent, ast.expr)
    if not is_last(plan, use.node) or plan.context(use.parent) not in ("test", "[]"):
        raise plan.cannot("SB015", use.parent, "candidates")


@use(Kind.CHUNK, ".prompt_feedback")
def blocked(plan: Plan, use: Use) -> None:
    """A blocked prompt is an error, so there is no chunk to ask; the bridge gives one."""
    raise plan.cannot("SB021", use.parent)
