"""A function call or nothing: a step of that type, a step of any type, or None.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.results import origin_drafts
from stepbridge_codemods.rules.answers.type_tests import type_test
from stepbridge_codemods.rules.streams.streams import guarded
from stepbridge_codemods.values.infer import is_nothing
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding, How

_CALL = "function_call"
_TESTS = ("test", "is None")


@use(Kind.CALL, *_TESTS)
def is_call(plan: Plan, use: Use) -> None:
    """A name that may hold a step of any type is asked for its type; None stays None."""
    node = use.node
    if isinstance(node, ast.Attribute):
        return  # dealt with by the part
    found = held(plan, node, _CALL)
    if "any" not in found:
        return
    if "none" in found:
        raise plan.cannot("SB001", use.parent, "a part that may have been no call, or None")
    if isinstance(node, ast.NamedExpr):
        type_test(plan, node, (_CALL,), "(", node, ")")
        return
    type_test(plan, node, (_CALL,), ast.unparse(node))


def held(plan: Plan, node: ast.expr, name: str, depth: int = 0) -> set[str]:
    """What an expression can be of what a part has: certainly ``that``, ``any``, or ``none``.

    ``any`` is a step or an item of any type: a part was not asked before.
    """
    if is_nothing(node):
        return {"none"}
    if isinstance(node, ast.Name) and depth < 8:
        bindings = plan.values.names.reads.get(node, frozenset())
        return set().union(*(_given(plan, binding, name, depth + 1) for binding in bindings))
    if isinstance(node, ast.NamedExpr):
        return held(plan, node.value, name, depth)
    if isinstance(node, ast.IfExp):
        return held(plan, node.body, name, depth) | held(plan, node.orelse, name, depth)
    if isinstance(node, ast.BoolOp):
        return {"none"}.union(*(held(plan, value, name, depth) for value in node.values))
    function = plan.values.function(node.func) if isinstance(node, ast.Call) else None
    if function is not None and depth < 8:
        results = plan.values.results(function)
        return {"none"}.union(*(held(plan, result, name, depth + 1) for result in results))
    if isinstance(node, ast.Attribute) and node.attr == name:
        return {"that"} if _is_sure(plan, node) else {"any"}
    return {"that"}


def _given(plan: Plan, binding: Binding, name: str, depth: int) -> set[str]:
    if binding.how is How.ASSIGN and binding.value is not None:
        return held(plan, binding.value, name, depth)
    if binding.how is not How.PARAM:
        return {"that"} if binding.how is How.LOOP else {"that", "none"}
    function = binding.scope.node
    found = set()
    for call in plan.values.callers.get(function, []):
        argument = plan.values.argument(call, function, binding.name)
        found |= held(plan, argument, name, depth) if argument is not None else {"none"}
    return found


def _is_sure(plan: Plan, node: ast.Attribute) -> bool:
    """Whether ``part.function_call`` and the like is only read where it was found to be there."""
    return guarded(plan, node, ast.unparse(node.value), node.attr)


def first_call(plan: Plan, subscript: ast.Subscript, node: ast.Attribute) -> None:
    """``parts[0].function_call`` is the first call; where it is asked for, the first step."""
    listed = subscript.value
    if node.attr != _CALL or not isinstance(listed, ast.Attribute):
        raise plan.cannot("SB001", node, "one part by its number")
    asked = plan.context(node) in _TESTS
    if not asked and (_is_sure(plan, node) or not _is_asked_later(plan, node)):
        condition = f"step.type == {plan.quote}{_CALL}{plan.quote}"
        plan.edits.replace(
            node, "[step for step in ", listed.value, f".steps or [] if {condition}][0]"
        )
        return
    if any(draft.shows_thoughts for draft in origin_drafts(plan, subscript)):
        raise plan.cannot("SB001", node, "the first part may be a thought")
    pieces = first_step(plan, listed.value)
    if asked:
        type_test(plan, node, (_CALL,), *pieces)
    else:
        plan.edits.replace(node, *pieces)


def first_step(plan: Plan, answer: ast.expr) -> tuple[str | ast.expr, ...]:
    """The step that the first part became; signatures stand in steps of their own before it."""
    condition = f"step.type != {plan.quote}thought{plan.quote}"
    return "[step for step in ", answer, f".steps or [] if {condition}][0]"


def _is_asked_later(plan: Plan, node: ast.expr) -> bool:
    """Whether a call that is kept under a name is tested anywhere."""
    parent = plan.source.parents[node]
    while isinstance(parent, ast.IfExp | ast.BoolOp):
        parent = plan.source.parents[parent]
    if isinstance(parent, ast.NamedExpr):
        return True
    targets = parent.targets if isinstance(parent, ast.Assign) else []
    variables = [plan.values.variable(target) for target in targets]
    loads = [load for v in variables if v is not None for load in plan.values.loads(v)]
    return any(plan.context(load) in _TESTS for load in loads)
