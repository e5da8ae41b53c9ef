"""Which call a function response answers: the id that a function_result step has to name.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import fields_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.tooling.answered import Answered, answered_by
from stepbridge_codemods.rules.tooling.steadiness import in_same_round, means_the_same
from stepbridge_codemods.text.layout import Doc, atom, comprehension
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import How


def call_id(plan: Plan, part: ast.expr, name: ast.expr) -> Doc:
    """``call.id`` next to ``call.name``; else the id of the call of that name in the answer."""
    call = _call_named(plan, name)
    if call is not None:
        return atom(call, ".id")
    answer = answered_by(plan, part, name)
    alone = answer is not None and len(answer.run) == 1
    if answer is None or not (alone or not _is_call(plan, answer.interaction)):
        raise plan.cannot("SB007", name, "a function response without an id")
    if not _is_clear(plan, answer, name):
        raise plan.cannot("SB007", name, "a function response without an id")
    if _is_call(plan, answer.interaction):
        return atom(answer.interaction.id, ".id")
    same = [one for one in answer.run if _is(_name_in(plan, one), name)]
    kind = f"step.type == {plan.quote}function_call{plan.quote}"
    clauses = (
        atom("step.id"),
        atom("for step in ", answer.interaction, ".steps"),
        atom(f"if {kind} and step.name == ", name),
    )
    if len(same) > 1:
        return comprehension("[", *clauses, closing=f"][{same.index(part)}]")
    return comprehension("next(", *clauses, closing=")")


def _is_call(plan: Plan, node: ast.expr) -> bool:
    """Whether the program gives the call back by itself, without the answer around it."""
    value = plan.values.value(node)
    return value is not None and value.kind is Kind.CALL


def _call_named(plan: Plan, name: ast.expr) -> ast.expr | None:
    """The call whose name is read here, or was read before and is still at hand."""
    call = _read_from(plan, name)
    bindings = plan.values.names.reads.get(name, ()) if isinstance(name, ast.Name) else ()
    if call is not None or len(bindings) != 1:
        return call
    (binding,) = bindings
    call = _read_from(plan, binding.value) if binding.how is How.ASSIGN else None
    at_hand = isinstance(call, ast.Name) and in_same_round(plan, call, name)
    return call if call and at_hand and means_the_same(plan, call, name) else None


def _read_from(plan: Plan, node: ast.AST | None) -> ast.expr | None:
    if not isinstance(node, ast.Attribute) or node.attr != "name":
        return None
    value = plan.values.value(node.value)
    return node.value if value is not None and value.kind is Kind.CALL else None


def _is_clear(plan: Plan, answer: Answered, name: ast.expr) -> bool:
    """Whether the name alone tells which of the calls in an answer is meant."""
    names = [_name_in(plan, one) for one in answer.run]
    known = all(isinstance(one, ast.Constant) for one in names)
    if len(names) > 1 and not known:
        return False
    seen = plan.facts.setdefault("function responses by name", set())
    assert isinstance(seen, set)
    own = (answer.interaction, answer.run, ast.unparse(name), known)
    elsewhere = [one for one in seen if one[0] is own[0] and one[1] != own[1]]
    if any(other == own[2] or not (known and literal) for _, _, other, literal in elsewhere):
        return False
    seen.add(own)
    return True


def _name_in(plan: Plan, part: ast.expr) -> ast.expr | None:
    found = fields_of(plan, part)
    inner = found.get("function_response")
    return (fields_of(plan, inner) if inner is not None else found).get("name")


def _is(one: ast.expr | None, other: ast.expr) -> bool:
    return one is not None and ast.unparse(one) == ast.unparse(other)
