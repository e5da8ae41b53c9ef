"""Where a value goes from one place that reads it: forward, through names, lists and functions."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.scopes import parameters_of

_MOST = 500
"""Places; a value that goes further is taken to reach nothing more."""

_ADDING = frozenset({"append", "extend", "insert", "add", "update"})
_WHOLE = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Return, ast.Await, ast.IfExp, ast.BoolOp)
"""What hands a value on as it is."""

_ROUND_TRIP = frozenset({"json.loads", "json.dumps", "dict", "copy.copy", "copy.deepcopy"})


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


def keys_read(values: Values, start: ast.expr, key: str) -> list[ast.expr]:
    """Where a dict that goes somewhere is asked for one key: ``d[key]``, ``d.get(key)``.

    The dict is followed through names, local functions and a round trip by JSON.
    """
    found: list[ast.expr] = []
    seen: set[ast.AST] = set()
    waiting: list[ast.AST] = [start]
    while waiting and len(seen) < _MOST:
        node = waiting.pop()
        parent = values.source.parents.get(node)
        if isinstance(parent, ast.keyword):
            parent = values.source.parents[parent]
        if node in seen or parent is None:
            continue
        seen.add(node)
        if (read := _read_of_key(values, node, parent, key)) is not None:
            found.append(read)
        elif isinstance(parent, _WHOLE) or _is_kept(values, parent):
            waiting += _next(values, node, parent)
    return sorted(found, key=lambda one: values.source.span(one))


def _read_of_key(
    values: Values, node: ast.AST, parent: ast.AST, key: str
) -> ast.Subscript | ast.Call | None:
    if isinstance(parent, ast.Subscript) and parent.value is node:
        if not isinstance(parent.ctx, ast.Load):
            return None
        asked: ast.AST | None = parent.slice
        read: ast.AST | None = parent
    elif isinstance(parent, ast.Attribute) and parent.attr in ("get", "pop"):
        read = values.source.parents[parent]
        asked = read.args[0] if isinstance(read, ast.Call) and read.args else None
    else:
        return None
    is_read = isinstance(asked, ast.Constant) and asked.value == key
    return read if is_read and isinstance(read, ast.Subscript | ast.Call) else None


def _is_kept(values: Values, parent: ast.AST) -> bool:
    """Whether a call gives the dict again, or is one of a function that can be looked into."""
    if not isinstance(parent, ast.Call):
        return False
    return values.function(parent.func) is not None or values.qualified(parent.func) in _ROUND_TRIP


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
