"""Where a value goes from one place that reads it: forward, through names, lists and functions."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.scopes import parameters_of

_MOST = 500
"""Places; a value that goes further is taken to reach nothing more."""

_ADDING = frozenset({"append", "extend", "insert", "add", "update"})


def calls_reached(values: Values, start: ast.expr, kinds: tuple[Kind, ...]) -> set[ast.Call]:
    """The calls giving one of the kinds that a value can be part of the arguments of."""
    found: set[ast.Call] = set()
    seen: set[ast.AST] = set()
    waiting: list[ast.AST] = [start]
    while waiting and len(seen) < _MOST:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        parent = values.source.parents.get(node)
        if isinstance(parent, ast.keyword):
            parent = values.source.parents[parent]
        value = values.value(parent) if isinstance(parent, ast.Call) else None
        if isinstance(parent, ast.Call) and value is not None and value.kind in kinds:
            found.add(parent)
        elif parent is not None:
            waiting += _next(values, node, parent)
    return found


def _next(values: Values, node: ast.AST, parent: ast.AST) -> list[ast.AST]:
    """The places that what stands at a node goes to from there."""
    if isinstance(parent, ast.Assign):
        return [load for target in parent.targets for load in _loads(values, target)]
    if isinstance(parent, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
        further = [parent] if isinstance(parent, ast.NamedExpr) else []
        return [*further, *_loads(values, parent.target)]
    if isinstance(parent, ast.For | ast.AsyncFor | ast.comprehension):
        return _loads(values, parent.target) if parent.iter is node else []
    if isinstance(parent, ast.Return):
        function = values.enclosing(parent, ast.FunctionDef, ast.AsyncFunctionDef)
        return list(values.callers.get(function, ())) if function is not None else []
    if isinstance(parent, ast.Call):
        return _passed(values, node, parent)
    return [parent] if isinstance(parent, ast.expr) else []


def _loads(values: Values, target: ast.expr) -> list[ast.AST]:
    if isinstance(target, ast.Tuple | ast.List):
        return [load for one in target.elts for load in _loads(values, one)]
    variable = values.variable(target)
    return list(values.loads(variable)) if variable is not None else []


def _passed(values: Values, node: ast.AST, call: ast.Call) -> list[ast.AST]:
    """An argument: to the parameter of a function, or into the list whose method is called."""
    function = values.function(call.func)
    if function is not None and call.func is not node:
        return [
            load
            for one in parameters_of(function.args)
            if values.argument(call, function, one.arg) is node
            for load in _reads_of(values, one)
        ]
    method = call.func
    if isinstance(method, ast.Attribute) and method.attr in _ADDING and method is not node:
        return [call, *_loads(values, method.value)]
    return [call]


def _reads_of(values: Values, parameter: ast.arg) -> list[ast.AST]:
    return [
        name
        for name, bindings in values.names.reads.items()
        if name.id == parameter.arg and any(b.target is parameter for b in bindings)
    ]
