"""Which class of a module an expression is an instance of, through functions and class methods.

``get_pool()`` that returns a ``Pool``, ``Pool.shared()``, ``cls._instance``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.scopes import Function, How
from stepbridge_codemods.values.syntax import annotation_names, is_nothing, method

_DEPTH = 8


def instance_of(values: Values, node: ast.expr) -> ast.ClassDef | None:
    """The class of this module whose instance an expression is."""
    if node not in values.instances:
        values.instances[node] = None  # what is made of itself is of no class that is known
        values.instances[node] = values.class_of(node) or _instance_of(values, node)
    return values.instances[node]


def _instance_of(values: Values, node: ast.expr) -> ast.ClassDef | None:
    if isinstance(node, ast.Await):
        return instance_of(values, node.value)
    if isinstance(node, ast.Call):
        return _of_call(values, node)
    if isinstance(node, ast.Name):
        bindings = values.names.reads.get(node, frozenset())
    elif isinstance(node, ast.Attribute):
        owner = instance_of(values, node.value) or values.class_named(node.value)
        bindings = (
            frozenset(values.attributes.get((owner, node.attr), ())) if owner else frozenset()
        )
    else:
        return None
    given = [b for b in bindings if b.value is None or not is_nothing(b.value)]
    if any(b.how is not How.ASSIGN for b in given):
        return None
    return _same(values, (b.value for b in given if b.value is not None))


def with_bases(values: Values, owner: ast.ClassDef) -> Iterator[ast.ClassDef]:
    """A class and those of this module that it derives from, the nearest first."""
    waiting = [owner]
    for _ in range(_DEPTH):
        if not waiting:
            return
        one = waiting.pop(0)
        yield one
        waiting += [base for base in map(values.class_named, one.bases) if base is not None]


def method_of(values: Values, node: ast.expr) -> Function | None:
    """The function that is called here: also a method of what another function gives."""
    known = values.function(node)
    if known is not None or not isinstance(node, ast.Attribute):
        return known
    owner = instance_of(values, node.value) or values.class_named(node.value)
    if owner is None:
        return None
    found = (method(one, node.attr) for one in with_bases(values, owner))
    return next((one for one in found if one is not None), None)


def class_returned(values: Values, function: Function) -> ast.ClassDef | None:
    """The class whose instances a function gives, by its annotation or by what it returns."""
    named = {values.class_named(name) for name in annotation_names(function.returns)} - {None}
    if len(named) == 1:
        return named.pop()
    return _same(values, (one for one in values.results(function) if not is_nothing(one)))


def _of_call(values: Values, node: ast.Call) -> ast.ClassDef | None:
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr == "__new__":
        owner = values.enclosing(node, ast.ClassDef)
        return owner if isinstance(owner, ast.ClassDef) else None
    if isinstance(function, ast.Name) and function.id == "cls":
        return values.class_of(function)
    called = method_of(values, function)
    return class_returned(values, called) if called is not None else None


def _same(values: Values, nodes: Iterable[ast.expr]) -> ast.ClassDef | None:
    """The one class of all; the first that is of none ends the search."""
    found: ast.ClassDef | None = None
    for node in nodes:
        one = instance_of(values, node)
        if one is None or found not in (None, one):
            return None
        found = one
    return found
