"""Who calls a function of the module, and what is passed: only where every call is in view."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.closed import called_only, is_closed
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.held import default_of
from stepbridge_codemods.values.names import Binding, Function


def arguments_for(plan: Plan, binding: Binding) -> list[ast.expr] | None:
    """What a parameter may be: the arguments of all calls, and its default; None if not known."""
    function = binding.scope.node
    if not isinstance(function, Function):
        return None
    calls = callers_in_view(plan, function)
    if not calls:
        return None
    found = []
    for call in calls:
        given = _argument(plan, call, function, binding.name)
        given = given or default_of(function, binding.name)
        spread = any(keyword.arg is None for keyword in call.keywords)
        if given is None or spread or any(isinstance(a, ast.Starred) for a in call.args):
            return None
        found.append(given)
    return list(dict.fromkeys(found))


def callers_in_view(plan: Plan, function: Function) -> list[ast.Call] | None:
    """All calls of a function, or of the class that it makes instances of; None if not known."""
    owner = plan.source.parents[function]
    if isinstance(owner, ast.ClassDef) and function.name == "__init__":
        return _constructions(plan, owner)
    if not is_closed(plan, function) or not called_only(plan, function):
        return None
    return plan.values.callers.get(function)


def _constructions(plan: Plan, owner: ast.ClassDef) -> list[ast.Call] | None:
    """The calls of a class that only code in view can call."""
    private = owner.name.startswith("_") or plan.values.is_program()
    if not private or plan.values.around.sees(owner.name) or owner.decorator_list or owner.bases:
        return None
    found = []
    for node in plan.values.names.reads:
        if node.id != owner.name:
            continue
        parent = plan.source.parents[node]
        if isinstance(parent, ast.Call) and parent.func is node:
            found.append(parent)
        elif node not in (getattr(parent, "annotation", None), getattr(parent, "returns", None)):
            return None
    return found


def _argument(plan: Plan, call: ast.Call, function: Function, name: str) -> ast.expr | None:
    if function.name != "__init__":
        return plan.values.argument(call, function, name)
    given = next((k.value for k in call.keywords if k.arg == name), None)
    positional = [a.arg for a in (*function.args.posonlyargs, *function.args.args)][1:]
    index = positional.index(name) if name in positional else len(call.args)
    return call.args[index] if given is None and index < len(call.args) else given
