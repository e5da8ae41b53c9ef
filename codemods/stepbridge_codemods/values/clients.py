"""Where a client comes from that no assignment shows: properties, bases, factories, frameworks.

``self.client`` of a base class or a property, ``Gemini.client()`` of a class, a parameter that all
constructions give, ``Depends(get_client)``, ``ctx.deps.client`` of pydantic_ai.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.values.declared import annotated, declared, item_of, made_by_alias
from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.injected import (
    arguments,
    constructed,
    dependencies,
    fields_given,
    provided,
)
from stepbridge_codemods.values.instances import instance_of, method_of, with_bases
from stepbridge_codemods.values.kinds import SERVICES, Kind
from stepbridge_codemods.values.reached import reached
from stepbridge_codemods.values.scopes import Binding, Function, How
from stepbridge_codemods.values.syntax import (
    annotation_names,
    default_of,
    is_field,
    is_nothing,
    made_by_field,
    method,
)
from stepbridge_codemods.values.value import agree

_PROPERTIES = frozenset({"property", "cached_property"})
_MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})


def client_of(values: Values, node: ast.AST) -> Value | None:
    """A client, or a service of one, that an expression can only be."""
    if isinstance(node, ast.Name):
        found = _of_bindings(values, values.names.reads.get(node, ()))
    elif isinstance(node, ast.Attribute):
        found = _of_attribute(values, node)
    elif isinstance(node, ast.Call):
        found = _of_call(values, node)
    elif isinstance(node, ast.Subscript):
        found = item_of(values, node.value)
    elif isinstance(node, ast.BoolOp | ast.IfExp):
        found = _of_choice(values, node)
    else:
        return None
    if isinstance(node, ast.expr):
        found = found or _of_subclass(values, node) or _elsewhere(values, node)
    return found if found is not None and found.kind in SERVICES else None


def _of_attribute(values: Values, node: ast.Attribute) -> Value | None:
    owner = instance_of(values, node.value) or dependencies(values, node.value)
    owner = owner or values.class_named(node.value)
    return member_of(values, owner, node.attr) if owner is not None else None


def member_of(values: Values, owner: ast.ClassDef, name: str) -> Value | None:
    """What is read of an instance of a class: a property, or an attribute."""
    for one in with_bases(values, owner):
        getter = method(one, name)
        if getter is not None:
            return returned_client(values, getter) if _is_property(getter) else None
        bindings = values.attributes.get((one, name))
        if bindings:
            return _of_bindings(values, bindings)
    return None


def as_constructed(values: Values, node: ast.AST, found: Value) -> Value | None:
    """A client that an attribute holds, unless constructions put something else there."""
    if found.kind is not Kind.CLIENT or not isinstance(node, ast.Attribute):
        return found
    owner = values.class_of(node.value)
    given = fields_given(values, owner, node.attr) if owner is not None else []
    return agree([found, *(values.value(one) for one in given)])


def _is_property(function: Function) -> bool:
    return bool(_decorators(function) & _PROPERTIES)


def _decorators(function: Function) -> set[str]:
    return {getattr(d, "attr", getattr(d, "id", "")) for d in function.decorator_list}


def returned_client(values: Values, function: Function) -> Value | None:
    """What a function gives, by what it returns, or else by its annotation."""
    found = values.returned(function)
    if found is not None and found.kind in SERVICES:
        return found
    return annotated(values, function.returns, pending=isinstance(function, ast.AsyncFunctionDef))


def _of_call(values: Values, node: ast.Call) -> Value | None:
    maker = made_by_field(node) if is_field(node) else None
    if maker is not None:
        return _made_by(values, maker)
    if (values.qualified(node.func) or "") == "typing.cast" and node.args:
        return annotated(values, node.args[0])
    function = method_of(values, node.func)
    if function is not None:
        return returned_client(values, function)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "setdefault", "pop"):
        return item_of(values, node.func.value)
    return made_by_alias(values, node)


def _made_by(values: Values, maker: ast.expr) -> Value | None:
    """What a function gives that makes the first value of an attribute."""
    if isinstance(maker, ast.Lambda):
        return values.value(maker.body)
    function = values.function(maker)
    if function is not None:
        return returned_client(values, function)
    return annotated(values, maker)


def _of_choice(values: Values, node: ast.BoolOp | ast.IfExp) -> Value | None:
    """``client or genai.Client()``: whoever gives a client gives one of the same kind."""
    parts = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return None
    given = [part for part in parts if not is_nothing(part) and not _is_open(values, part)]
    return agree([values.value(part) for part in given])


def _is_open(values: Values, node: ast.expr) -> bool:
    """Whether an expression is a parameter that says nothing of its type."""
    bindings = values.names.reads.get(node, ()) if isinstance(node, ast.Name) else ()
    return bool(bindings) and all(_is_left_open(values, binding) for binding in bindings)


def _is_left_open(values: Values, binding: Binding) -> bool:
    """Whether a parameter may be left out, has no type, and is given nothing in this module."""
    function = binding.scope.node
    if binding.how is not How.PARAM or not isinstance(
        function, ast.FunctionDef | ast.AsyncFunctionDef
    ):
        return False
    default = default_of(function, binding.name)
    annotation = getattr(binding.target, "annotation", None)
    says = {ast.unparse(name).rpartition(".")[2] for name in annotation_names(annotation)}
    if default is None or not is_nothing(default) or (annotation and not says <= {"Any", "object"}):
        return False
    return all(one is None or is_nothing(one) for one in arguments(values, binding, function))


def _of_bindings(values: Values, bindings: Iterable[Binding]) -> Value | None:
    """What a name or an attribute holds, by its annotation, or by all that is put there."""
    bindings = list(bindings)
    said = declared(values, bindings)
    if said is not None:
        return said
    given = [b for b in bindings if b.value is None or not is_nothing(b.value)]
    closed = [b for b in given if not _is_left_open(values, b)]
    return agree([_bound(values, b) for b in closed if b.how is not How.ANNOTATION])


def _bound(values: Values, binding: Binding) -> Value | None:
    if binding.how is How.PARAM:
        return _handed(values, binding)
    if binding.how is How.WITH and isinstance(binding.value, ast.Call):
        return _entered(values, binding.value)
    if binding.how is How.UNPACK and binding.value is not None:
        return _part(values, binding.value, binding.path)
    return values.joined([binding])


def _handed(values: Values, binding: Binding) -> Value | None:
    """What a parameter is, by its dependency, or by all constructions of its class."""
    provider = provided(values, binding)
    if provider is not None:
        return yielded(values, provider) or returned_client(values, provider)
    given = constructed(values, binding)
    return agree([values.value(one) if one is not None else None for one in given])


def _entered(values: Values, call: ast.Call) -> Value | None:
    """What ``with client_of(key) as client`` gives: what the function yields."""
    function = method_of(values, call.func)
    if function is None or not _decorators(function) & _MANAGERS:
        return values.value(call)
    return yielded(values, function)


def yielded(values: Values, function: Function) -> Value | None:
    """The client that a function yields once."""
    given = values.yields(function)
    return agree([values.value(one) if one is not None else None for one in given])


def _part(values: Values, node: ast.expr, path: tuple[int, ...]) -> Value | None:
    """What stands at a place of the tuple that an expression is, or that a function returns."""
    if isinstance(node, ast.Await):
        return _part(values, node.value, path)
    if not isinstance(node, ast.Call) or len(path) != 1 or path[0] < 0:
        return values.at(node, path)
    function = method_of(values, node.func)
    return of_part(values, function, path[0]) if function is not None else None


def of_part(values: Values, function: Function, place: int) -> Value | None:
    """The client at a place of the tuple that a function returns, awaited where it has to be."""
    given = [one for one in values.results(function) if not is_nothing(one)]
    found = agree([values.at(one, (place,)) for one in given])
    if found is not None and found.kind in SERVICES:
        return found
    inner = getattr(function.returns, "slice", None)
    places = inner.elts if isinstance(inner, ast.Tuple) else []
    return annotated(values, places[place]) if place < len(places) else None


def _elsewhere(values: Values, node: ast.expr) -> Value | None:
    """What an object of another module holds or gives."""
    kinds = values.around.kinds
    way = reached(values, node) if kinds else None
    kind, later = kinds.get(way or ""), kinds.get(f"{way}!")
    if kind is None and later is None:
        return None
    return Value(kind or later or Kind.CLIENT, frozenset({node}), kind is None)


def _of_subclass(values: Values, node: ast.expr) -> Value | None:
    """An instance of a class that the program derives from the client, with the same services."""
    owner = instance_of(values, node)
    if owner is None:
        return None
    lineage = list(with_bases(values, owner))
    own = {getattr(one, "name", "") for each in lineage for one in each.body}
    own |= {name for each, name in values.attributes if each in lineage}
    if own & {"models", "chats", "aio", "interactions"}:
        return None
    found = [annotated(values, base) for each in lineage for base in each.bases]
    client = next((one for one in found if one is not None and one.kind is Kind.CLIENT), None)
    return Value(Kind.CLIENT, frozenset({node})) if client is not None else None
