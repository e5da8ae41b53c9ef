"""Functions that nothing but the code in view can call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import Function
from stepbridge_codemods.wrappers.definition import is_migrating


def is_closed(plan: Plan, function: Function) -> bool:
    """Whether only code in view can call a function: private, nested, in a program, or a wrapper
    that migrates with all its callers.
    """
    if is_migrating(plan.values, function):
        return not is_overridden(plan, function)
    if _is_imported(plan, function) or _is_protocol(function) or is_overridden(plan, function):
        return False
    inside = plan.values.enclosing(function, ast.FunctionDef, ast.AsyncFunctionDef) is not None
    private = function.name.startswith("_")
    return (private or inside or plan.values.is_program()) and not function.decorator_list


def _is_protocol(function: Function) -> bool:
    """Whether the language calls a function: ``__enter__``, ``__getitem__``."""
    return function.name.startswith("__") and function.name.endswith("__")


def is_overridden(plan: Plan, function: Function) -> bool:
    """Whether a method can be replaced in, or replaces one of, another class of this module."""
    owner = plan.source.parents[function]
    if not isinstance(owner, ast.ClassDef):
        return False
    others = [plan.source.parents[f] for f in plan.source.nodes if _is_named(f, function.name)]
    classes = [c for c in others if isinstance(c, ast.ClassDef) and c is not owner]
    return any(c.bases or owner.bases for c in classes)


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name


def called_only(plan: Plan, function: Function) -> bool:
    """Whether every mention of a function is a call of it."""
    calls = {call.func for call in plan.values.callers.get(function, [])}
    return all(name in calls for name in mentions(plan, function))


def mentions(plan: Plan, function: Function) -> Iterator[ast.expr]:
    """What may stand for a function; an attribute does for a method, whatever it belongs to."""
    for name, bindings in plan.values.names.reads.items():
        if name.id == function.name and any(b.target is function for b in bindings):
            yield name
    if isinstance(plan.source.parents[function], ast.ClassDef):
        yield from plan.values.attribute_nodes.get(function.name, [])


def all_callers_seen(plan: Plan, function: Function) -> bool:
    """Whether a function is called in view, and only there."""
    return (
        is_closed(plan, function)
        and called_only(plan, function)
        and bool(plan.values.callers.get(function))
    )


def _is_imported(plan: Plan, function: Function) -> bool:
    """Whether another module of the tree may call a function."""
    holder = plan.source.parents[function]
    if isinstance(holder, ast.ClassDef):
        return function.name in plan.values.around.attributes
    return isinstance(holder, ast.Module) and plan.values.around.sees(function.name)


def all_makers_seen(plan: Plan, function: Function) -> bool:
    """Whether a function is the ``__init__`` of a class that only code in view makes.

    A base of another package can only make a second one of what the first was made with.
    """
    owner = plan.source.parents[function]
    if function.name != "__init__" or not isinstance(owner, ast.ClassDef):
        return False
    if any(plan.values.class_named(_generic(base)) is not None for base in owner.bases):
        return False
    if owner.decorator_list or plan.values.around.sees(owner.name):
        return False
    if not plan.values.is_program() and not owner.name.startswith("_"):
        return False
    names = [node for node in plan.values.names.reads if node.id == owner.name]
    return bool(names) and all(_makes_or_annotates(plan, node) for node in names)


def _generic(base: ast.expr) -> ast.expr:
    """The class itself in ``Handler[str, int]``."""
    return base.value if isinstance(base, ast.Subscript) else base


def _makes_or_annotates(plan: Plan, node: ast.expr) -> bool:
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Call):
        return parent.func is node
    return isinstance(parent, ast.arg | ast.AnnAssign | ast.FunctionDef | ast.AsyncFunctionDef)


def calls_of(values: Values, function: Function) -> list[ast.Call]:
    """The calls of a function in view, and those of a class that run its ``__init__``."""
    owner = values.source.parents[function]
    if function.name != "__init__" or not isinstance(owner, ast.ClassDef):
        return values.callers.get(function, [])
    return [call for call in values.calls if values.class_named(call.func) is owner]


def argument_of(values: Values, call: ast.Call, function: Function, name: str) -> ast.expr | None:
    """The expression that a call passes for a parameter, also where it makes an instance."""
    if function.name != "__init__" or isinstance(call.func, ast.Attribute):
        return values.argument(call, function, name)
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    places = [one.arg for one in (*function.args.posonlyargs, *function.args.args)][1:]
    at = places.index(name) if name in places else len(call.args)
    return named or (call.args[at] if at < len(call.args) else None)
