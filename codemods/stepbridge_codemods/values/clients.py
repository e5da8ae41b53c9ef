"""Where a client comes from that no assignment shows: properties, bases, factories, frameworks.

``self.client`` of a base class or a property, ``Gemini.client()`` of a class, a parameter that all
constructions give, ``Depends(get_client)``, ``ctx.deps.client`` of pydantic_ai.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.kinds import SERVICES
from stepbridge_codemods.values.scopes import Binding, Function, How
from stepbridge_codemods.values.syntax import annotation_names, method
from stepbridge_codemods.values.value import agree

_PROPERTIES = frozenset({"property", "cached_property"})
_CONTEXTS = frozenset({"RunContext", "RunContextWrapper"})
_DEPTH = 8


def client_of(values: Values, node: ast.AST) -> Value | None:
    """A client, or a service of one, that an expression can only be."""
    if isinstance(node, ast.Name):
        found = _of_parameter(values, node)
    elif isinstance(node, ast.Attribute):
        found = _of_attribute(values, node)
    elif isinstance(node, ast.Call):
        function = _of_class(values, node.func)
        found = values.returned(function) if function is not None else None
    else:
        return None
    return found if found is not None and found.kind in SERVICES else None


def _of_attribute(values: Values, node: ast.Attribute) -> Value | None:
    owner = values.class_of(node.value) or _dependencies(values, node.value)
    if owner is None:
        return None
    for one in _with_bases(values, owner):
        getter = method(one, node.attr)
        if getter is not None:
            return values.returned(getter) if _is_property(getter) else None
        bindings = values.attributes.get((one, node.attr))
        if bindings:
            return values.joined(bindings)
    return None


def _with_bases(values: Values, owner: ast.ClassDef) -> Iterator[ast.ClassDef]:
    """A class and those of this module that it derives from, the nearest first."""
    waiting = [owner]
    for _ in range(_DEPTH):
        if not waiting:
            return
        one = waiting.pop(0)
        yield one
        waiting += [base for base in map(values.class_named, one.bases) if base is not None]


def _is_property(function: Function) -> bool:
    names = {getattr(d, "attr", getattr(d, "id", "")) for d in function.decorator_list}
    return bool(names & _PROPERTIES)


def _dependencies(values: Values, node: ast.expr) -> ast.ClassDef | None:
    """The class of ``ctx.deps`` where ``ctx`` is a ``RunContext[Deps]``."""
    if not isinstance(node, ast.Attribute) or node.attr not in ("deps", "context"):
        return None
    bindings = values.names.reads.get(node.value, ()) if isinstance(node.value, ast.Name) else ()
    for binding in bindings:
        annotation = getattr(binding.target, "annotation", None)
        if isinstance(annotation, ast.Subscript):
            head = ast.unparse(annotation.value).rpartition(".")[2]
            names = annotation_names(annotation.slice) if head in _CONTEXTS else []
            found = [values.class_named(name) for name in names]
            return found[0] if len(found) == 1 and len(bindings) == 1 else None
    return None


def _of_class(values: Values, node: ast.expr) -> Function | None:
    """The method that is called on a class of this module itself."""
    if not isinstance(node, ast.Attribute):
        return None
    owner = values.class_named(node.value)
    return method(owner, node.attr) if owner is not None else None


def _of_parameter(values: Values, node: ast.Name) -> Value | None:
    bindings = values.names.reads.get(node, frozenset())
    if not bindings or any(binding.how is not How.PARAM for binding in bindings):
        return None
    return agree([_given(values, binding) for binding in bindings])


def _given(values: Values, binding: Binding) -> Value | None:
    """What a parameter is, by all constructions of its class, or by its dependency."""
    function = binding.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    provider = _provider(function, binding.name)
    if provider is not None:
        called = values.function(provider)
        return values.returned(called) if called is not None else None
    owner = values.source.parents[function]
    if function.name != "__init__" or not isinstance(owner, ast.ClassDef):
        return None
    calls = [call for call in values.calls if values.class_named(call.func) is owner]
    given = [_argument(call, function, binding.name) for call in calls]
    return agree([values.value(one) if one is not None else None for one in given])


def _provider(function: Function, name: str) -> ast.expr | None:
    """``get_client`` of ``client=Depends(get_client)``."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    defaults = function.args.defaults
    positional = zip(arguments[len(arguments) - len(defaults) :], defaults, strict=True)
    given = {argument.arg: default for argument, default in positional}
    pairs = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    given |= {argument.arg: default for argument, default in pairs if default is not None}
    default = given.get(name)
    if not isinstance(default, ast.Call) or len(default.args) != 1:
        return None
    return default.args[0] if ast.unparse(default.func).endswith("Depends") else None


def _argument(call: ast.Call, function: Function, name: str) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    places = [a.arg for a in (*function.args.posonlyargs, *function.args.args)][1:]
    at = places.index(name) if name in places else len(call.args)
    return named or (call.args[at] if at < len(call.args) else None)
