"""Where values of a request come from: names, tables, functions, and what is set in them later."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import Binding, Function, How
from stepbridge_codemods.values.syntax import default_of

_ADDING = frozenset({"append", "extend", "insert"})
_COPYING = frozenset({"copy", "model_copy"})
_COPIES = frozenset({"copy.copy", "copy.deepcopy"})


def choices(values: Values, node: ast.AST) -> list[ast.expr]:
    """What an expression may be, or is put together from."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.Subscript):
        return _entries(values, node.value)
    return [node.value] if isinstance(node, ast.Await | ast.Starred | ast.NamedExpr) else []


def _entries(values: Values, node: ast.expr) -> list[ast.expr]:
    """What stands in a list or dict that is written out, or has a name."""
    found: list[ast.expr] = []
    for one in (node, *given(values, node)):
        if isinstance(one, ast.Dict):
            found += one.values
        elif isinstance(one, ast.List | ast.Tuple):
            found += one.elts
    return found


def given(values: Values, node: ast.expr) -> list[ast.expr]:
    """What a name is given, here or by callers in view."""
    variable = values.variable(node)
    stores = values.stores(variable) if variable is not None else []
    return [value for binding in stores for value in _bound(values, binding)]


def _bound(values: Values, binding: Binding) -> list[ast.expr]:
    function = binding.scope.node
    if binding.how is not How.PARAM or not isinstance(function, Function):
        return [binding.value] if binding.value is not None else []
    calls = values.callers.get(function, ())
    passed = [values.argument(call, function, binding.name) for call in calls]
    return [one for one in (*passed, default_of(function, binding.name)) if one is not None]


def changes(values: Values, node: ast.expr) -> Iterator[tuple[ast.AST, str, ast.expr]]:
    """``config.top_p = 0.5`` and ``config["top_p"] = 0.5``: place, name and value of each.

    ``parts.append(part)`` has no name.
    """
    variable = values.variable(node)
    for load in values.loads(variable) if variable is not None else ():
        target = values.source.parents[load]
        holder = values.source.parents[target]
        if isinstance(target, ast.Attribute) and isinstance(holder, ast.Call):
            if target.attr in _ADDING and holder.func is target and holder.args:
                yield target, "", holder.args[-1]
        elif isinstance(holder, ast.Assign) and target in holder.targets:
            key = target.slice if isinstance(target, ast.Subscript) else None
            name = key.value if isinstance(key, ast.Constant) else getattr(target, "attr", None)
            if isinstance(name, str):
                yield target, name, holder.value


def made(values: Values, node: ast.Call) -> list[ast.expr]:
    """What a call of a function in view returns, or copies, or looks up."""
    function = values.function(node.func)
    if function is not None:
        return values.results(function)
    if values.qualified(node.func) in _COPIES:
        return node.args[:1]
    method = node.func
    if isinstance(method, ast.Attribute) and method.attr == "get":
        return [*_entries(values, method.value), *node.args[1:]]
    if isinstance(method, ast.Attribute) and method.attr in _COPYING:
        return [method.value, *(k.value for k in node.keywords if k.arg == "update")]
    if isinstance(method, ast.Name) and method.id in ("list", "dict", "tuple"):
        return node.args[:1]
    return []
