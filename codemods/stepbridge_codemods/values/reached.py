"""The way from an import to an expression: ``.pools.get_pool().get_client()``.

With what ``Surroundings.kinds`` says of such ways, clients are known that objects of other modules
hold or give. ``()`` is a call or an instance, ``!`` an await, ``[1]`` a place of a tuple.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.instances import instance_of, method_of, with_bases
from stepbridge_codemods.values.scopes import Binding, Function, How
from stepbridge_codemods.values.syntax import annotation_names, is_nothing, method


def reached(values: Values, node: ast.AST) -> str | None:
    """The way to an expression, where all that it can be is reached by the same."""
    if node not in values.ways:
        values.ways[node] = None  # what is made of itself is reached by no way
        values.ways[node] = _reached(values, node)
    return values.ways[node]


def _reached(values: Values, node: ast.AST) -> str | None:
    if isinstance(node, ast.Name | ast.Attribute) and (known := values.qualified(node)):
        return known
    if isinstance(node, ast.Name):
        return _same(_bound(values, b) for b in values.names.reads.get(node, ()))
    if isinstance(node, ast.Attribute):
        return _attribute(values, node)
    if isinstance(node, ast.Call):
        return _called(values, node)
    if isinstance(node, ast.Await):
        return _and_then(reached(values, node.value), "!")
    if isinstance(node, ast.BoolOp | ast.IfExp):
        parts = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
        return _same(reached(values, one) for one in parts if not is_nothing(one))
    return None


def base_reached(values: Values, owner: ast.ClassDef) -> str | None:
    """The way to the instances of the class of another module that one derives from."""
    bases = [base for one in with_bases(values, owner) for base in one.bases]
    found = {reached(values, base) for base in bases if not values.class_named(base)}
    found -= {None, "abc.ABC", "typing.Protocol", "object"}
    return _and_then(found.pop(), "()") if len(found) == 1 else None


def returned(values: Values, function: Function) -> str | None:
    """The way to what a function gives."""
    given = [one for one in values.results(function) if not is_nothing(one)]
    found = _same(reached(values, one) for one in given)
    return found or _annotated(values, function.returns)


def _attribute(values: Values, node: ast.Attribute) -> str | None:
    owner = instance_of(values, node.value)
    if owner is None:
        return _and_then(reached(values, node.value), f".{node.attr}")
    for one in with_bases(values, owner):
        getter = method(one, node.attr)
        if getter is not None:
            return returned(values, getter) if getter.decorator_list else None
        if values.attributes.get((one, node.attr)):
            return _same(_bound(values, b) for b in values.attributes[one, node.attr])
    return _and_then(base_reached(values, owner), f".{node.attr}")


def _called(values: Values, node: ast.Call) -> str | None:
    function = method_of(values, node.func)
    if function is not None:
        return returned(values, function)
    return _and_then(reached(values, node.func), "()")


def _bound(values: Values, binding: Binding) -> str | None:
    value = binding.value
    if value is not None and is_nothing(value):
        return ""
    if binding.how is How.ANNOTATION or binding.how is How.PARAM:
        own = getattr(binding.target, "annotation", None)
        parent = values.source.parents.get(binding.target)
        return _annotated(values, own or getattr(parent, "annotation", None))
    if value is None:
        return None
    if binding.how is How.UNPACK and len(binding.path) == 1:
        return _and_then(reached(values, value), f"[{binding.path[0]}]")
    return reached(values, value) if binding.how in (How.ASSIGN, How.WITH) else None


def _annotated(values: Values, annotation: ast.expr | None) -> str | None:
    """The way to instances of the class that an annotation names."""
    names = annotation_names(annotation)
    return _and_then(values.qualified(names[0]), "()") if len(names) == 1 else None


def _same(found: Iterable[str | None]) -> str | None:
    """The one way that several are; what is absent, an empty one, does not count."""
    way = ""
    for one in found:
        if one is None or (way and one not in ("", way)):
            return None
        way = one or way
    return way or None


def _and_then(way: str | None, step: str) -> str | None:
    return f"{way}{step}" if way else None
