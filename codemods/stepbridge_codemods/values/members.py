"""What the objects that a module offers hold and give: clients, by the way to each of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.values.clients import member_of, of_part, returned_client
from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.instances import class_returned, instance_of, with_bases
from stepbridge_codemods.values.kept import KeptValues
from stepbridge_codemods.values.kinds import SERVICES, Kind
from stepbridge_codemods.values.reached import base_reached, reached, returned
from stepbridge_codemods.values.scopes import Binding, Function, How
from stepbridge_codemods.values.syntax import imported, is_nothing

_DEPTH = 3
_PLACES = 4
"""How many places of a tuple are looked at."""

Ways = dict[str, Kind]


class OfferedValues(KeptValues):
    """Values of a module that others import: what they read is not known here."""

    def may_be_asked(self, node: ast.AST) -> bool:
        """Whether an expression may be a client."""
        return isinstance(node, ast.expr)


def members(values: Values, name: str) -> Ways:
    """The ways from a name of a module to clients: ``().client``, ``().get()``, ``()[0]``."""
    bindings = values.names.module.bindings.get(name, [])
    given = [b for b in bindings if b.value is None or not is_nothing(b.value)]
    given = [b for b in given if b.how is not How.ANNOTATION] or given
    found = [_of_binding(values, binding) for binding in given]
    return found[0] if found and all(one == found[0] for one in found) else {}


def _of_binding(values: Values, binding: Binding) -> Ways:
    target = binding.target
    if isinstance(target, ast.ClassDef):
        inside = dict(_of_class(values, target, 0))
        return {**inside, **_after("()", inside)}
    if isinstance(target, ast.FunctionDef | ast.AsyncFunctionDef):
        return _after("()", _of_function(values, target, 0))
    if binding.how is How.IMPORT:
        return _beyond(values, imported(binding, values.source))
    return _of_expression(values, binding.value, 0) if binding.value is not None else {}


def _of_class(values: Values, owner: ast.ClassDef, depth: int) -> Iterator[tuple[str, Kind]]:
    """The ways from an instance of a class."""
    if depth > _DEPTH:
        return
    known: set[str] = set()
    yield from _beyond(values, base_reached(values, owner)).items()
    for one in with_bases(values, owner):
        functions = [f for f in one.body if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)]
        for function in functions:
            if function.name in known:
                continue
            known.add(function.name)
            found = member_of(values, one, function.name)
            if found is not None:
                yield from _after(f".{function.name}", _told(values, found)).items()
            else:
                inside = _of_function(values, function, depth + 1)
                yield from _after(f".{function.name}()", inside).items()
        for name in [name for of, name in values.attributes if of is one and name not in known]:
            known.add(name)
            yield from _after(f".{name}", _of_attribute(values, one, name, depth + 1)).items()


def _of_attribute(values: Values, owner: ast.ClassDef, name: str, depth: int) -> Ways:
    found = member_of(values, owner, name)
    if found is not None:
        return _told(values, found)
    bindings = values.attributes[owner, name]
    given = [b.value for b in bindings if b.value is not None and not is_nothing(b.value)]
    return _of_expression(values, given[0], depth) if len(given) == 1 else {}


def _of_function(values: Values, function: Function, depth: int) -> Ways:
    """The ways from what a function gives; those of an asynchronous one begin with an await."""
    found = returned_client(values, function)
    if found is not None and found.kind in SERVICES:
        return _told(values, found)
    owner = class_returned(values, function)
    ways = dict(_of_class(values, owner, depth + 1)) if owner is not None else {}
    ways |= {} if owner is not None else _beyond(values, returned(values, function))
    for place in range(_PLACES):
        part = of_part(values, function, place)
        if part is not None:
            ways |= _after(f"[{place}]", _told(values, part))
    return _after("!", ways) if isinstance(function, ast.AsyncFunctionDef) else ways


def _of_expression(values: Values, node: ast.expr, depth: int) -> Ways:
    found = values.value(node)
    if found is not None:
        return _told(values, found)
    owner = instance_of(values, node)
    if owner is not None:
        return dict(_of_class(values, owner, depth + 1))
    return _beyond(values, reached(values, node))


def _told(values: Values, found: Value) -> Ways:
    if found.kind not in SERVICES or found.origins & values.assumed:
        return {}
    return {"!" if found.pending else "": found.kind}


def _beyond(values: Values, way: str | None) -> Ways:
    """What is known of a way to an object of another module."""
    if not way:
        return {}
    kinds = values.around.kinds
    ways = {key[len(way) :]: kind for key, kind in kinds.items() if key.startswith(way)}
    made = {"()": values.around.makes[way]} if way in values.around.makes else {}
    return {key: kind for key, kind in ways.items() if not key[:1].isidentifier()} | made


def _after(step: str, ways: Ways) -> Ways:
    return {step + way: kind for way, kind in ways.items()}
