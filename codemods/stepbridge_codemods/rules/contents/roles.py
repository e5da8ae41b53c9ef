"""The role of a content becomes the type of its step.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.objects import fields_of, is_none, member, take, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.text.layout import Atom, atom
from stepbridge_codemods.values.names import How

_STEPS = {
    "user": "user_input",
    "model": "model_output",
    "function": "user_input",
    "tool": "user_input",
}
_CLASSES = {"UserContent": "user_input", "ModelContent": "model_output"}
_WHOLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
_UNKNOWN = (
    "A role that is neither user nor model is refused by generateContent; here it is a user's."
)


_ROLE = Sort(
    "a role",
    lambda plan, node, path: (
        not path and isinstance(node, ast.Constant) and node.value in ("user", "model")
    ),
    lambda plan, name: False,
    annotated=False,
)


def role_of(plan: Plan, node: ast.expr) -> str | None:
    """The type of the step that a content becomes; None where that is known at run time only."""
    name = type_name(plan, node)
    if name in _CLASSES:
        return _CLASSES[name]
    role = fields_of(plan, node).get("role")
    return "user_input" if role is None or is_none(role) else _known(plan, role)


def step_type(plan: Plan, node: ast.expr) -> Atom:
    """The type of the step, or an expression that gives it."""
    known = role_of(plan, node)
    if known is not None:
        return plan.quoted(known)
    role = fields_of(plan, node).get("role")
    assert role is not None
    return _computed(plan, role)


def _known(plan: Plan, role: ast.expr) -> str | None:
    name = member(plan, role, "Role")
    if name is None:
        return None
    if name not in _STEPS:
        raise plan.cannot("SB007", role, "role")
    return _STEPS[name]


def _computed(plan: Plan, role: ast.expr) -> Atom:
    chosen = _chosen(plan, role)
    if chosen is not None:
        return chosen
    if _is_only_role(plan, role):
        _convert_definitions(plan, role)
        return atom(role)
    return _compared(plan, role)


def _chosen(plan: Plan, role: ast.expr) -> Atom | None:
    """A choice between roles that are written out: the same between types of steps."""
    if not isinstance(role, ast.IfExp):
        return None
    then, other = _known(plan, role.body), _known(plan, role.orelse)
    if then is None or other is None:
        return None
    q = plan.quote
    return atom(f"{q}{then}{q} if ", role.test, f" else {q}{other}{q}")


def _compared(plan: Plan, role: ast.expr) -> Atom:
    q = plan.quote
    if not is_certain(plan, _ROLE, role):
        plan.mark(plan.sites[0].function, _UNKNOWN)
    operand = atom(role) if isinstance(role, _WHOLE) else atom("(", role, ")")
    return atom(f"{q}model_output{q} if ", *operand.parts, f" == {q}model{q} else {q}user_input{q}")


def _is_only_role(plan: Plan, role: ast.expr) -> bool:
    """Whether a name stands for roles that are written out, and for nothing but roles."""
    variable = plan.values.variable(role) if isinstance(role, ast.Name) else None
    if variable is None or variable in plan.inlined or plan.values.is_shared(variable):
        return False
    stores = plan.values.stores(variable)
    return (
        all(b.how is How.ASSIGN and b.value is not None and _is_role(plan, b.value) for b in stores)
        and bool(stores)
        and all(_stands_as_role(plan, load) for load in plan.values.loads(variable))
    )


def _is_role(plan: Plan, node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_role(plan, node.body) and _is_role(plan, node.orelse)
    return isinstance(node, ast.Constant) and node.value in ("user", "model")


def _stands_as_role(plan: Plan, load: ast.expr) -> bool:
    """Whether a read is the role of a Content, or of a dict with parts."""
    parent = plan.source.parents[load]
    if isinstance(parent, ast.keyword):
        holder = plan.source.parents[parent]
        return parent.arg == "role" and type_name(plan, holder) == "Content"
    if not isinstance(parent, ast.Dict):
        return False
    pairs = zip(parent.keys, parent.values, strict=True)
    keys = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
    return keys.get("role") is load and "parts" in keys


def _convert_definitions(plan: Plan, role: ast.expr) -> None:
    variable = take(plan, role)
    done = plan.facts.setdefault("role variables", set())
    assert isinstance(done, set)
    if variable in done:
        return
    done.add(variable)
    for binding in plan.values.stores(variable):
        assert binding.value is not None
        _convert(plan, binding.value)


def _convert(plan: Plan, node: ast.expr) -> None:
    if isinstance(node, ast.IfExp):
        _convert(plan, node.body)
        _convert(plan, node.orelse)
        return
    known = _known(plan, node)
    assert known is not None
    in_place(plan, node, plan.quoted(known))
