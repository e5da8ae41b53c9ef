"""What is handed to parameters: by constructions, by calls, and by frameworks."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.scopes import Binding, Function
from stepbridge_codemods.values.syntax import annotation_names, default_of, is_nothing, method

_CONTEXTS = frozenset({"RunContext", "RunContextWrapper"})


def dependencies(values: Values, node: ast.expr) -> ast.ClassDef | None:
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


def provided(values: Values, binding: Binding) -> Function | None:
    """The function ``get_client`` of a parameter ``client=Depends(get_client)``."""
    function = binding.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    given = default_of(function, binding.name)
    if given is None:
        given = _metadata(binding)
    if not isinstance(given, ast.Call) or len(given.args) != 1:
        return None
    depends = ast.unparse(given.func).endswith("Depends")
    return values.function(given.args[0]) if depends else None


def constructed(values: Values, binding: Binding) -> list[ast.expr | None]:
    """What the constructions of a class in this module give for a parameter."""
    function = binding.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    owner = values.source.parents[function]
    if function.name != "__init__" or not isinstance(owner, ast.ClassDef):
        return []
    calls = [call for call in values.calls if values.class_named(call.func) is owner]
    return [_argument(call, function, binding.name) for call in calls]


def fields_given(values: Values, owner: ast.ClassDef, name: str) -> list[ast.expr]:
    """What constructions in this module give for an attribute of a dataclass or a model."""
    if method(owner, "__init__") is not None:
        return []
    names = [ast.unparse(one.target) for one in owner.body if isinstance(one, ast.AnnAssign)]
    if name not in names:
        return []
    at, found = names.index(name), []
    for call in values.calls:
        if values.class_named(call.func) is owner:
            found += [keyword.value for keyword in call.keywords if keyword.arg == name]
            found += call.args[at : at + 1]
    return [one for one in found if not is_nothing(one)]


def arguments(values: Values, binding: Binding, function: Function) -> list[ast.expr | None]:
    """What all calls in this module give for a parameter; None where it is left out."""
    calls = values.callers.get(function, [])
    given = [values.argument(call, function, binding.name) for call in calls]
    return [*given, *constructed(values, binding)]


def _metadata(binding: Binding) -> ast.expr | None:
    """``Depends(get_client)`` of ``Annotated[Client, Depends(get_client)]``."""
    annotation = getattr(binding.target, "annotation", None)
    inner = annotation.slice if isinstance(annotation, ast.Subscript) else None
    return inner.elts[-1] if isinstance(inner, ast.Tuple) and inner.elts else None


def _argument(call: ast.Call, function: Function, name: str) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    places = [a.arg for a in (*function.args.posonlyargs, *function.args.args)][1:]
    at = places.index(name) if name in places else len(call.args)
    return named or (call.args[at] if at < len(call.args) else None)
