"""The constants that a value is compared with, also by way of a name or of a dict by index."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.values.infer import Values

_LOOKS = frozenset({"get", "pop", "setdefault"})
_ROWS = frozenset({"items", "values"})


def constants_compared(values: Values, node: ast.AST) -> list[ast.Constant]:
    """The string constants with which an expression is compared, or what holds it."""
    return list(dict.fromkeys(_constants(values, node, set())))


def constants_beside(values: Values, node: ast.AST) -> list[ast.Constant]:
    """The string constants that are put where an expression is put: into a name, into a dict."""
    statement = values.source.parents.get(node)
    found: list[ast.Constant] = []
    for target in statement.targets if isinstance(statement, ast.Assign) else ():
        is_entry = isinstance(target, ast.Subscript)
        variable = values.variable(target.value if isinstance(target, ast.Subscript) else target)
        if variable is None:
            continue
        given = [binding.value for binding in values.stores(variable)]
        if is_entry:
            given = [_put(values, load) for load in values.loads(variable)]
        found += [one for value in given if value is not None for one in _strings(value)]
    return found


def _put(values: Values, load: ast.expr) -> ast.expr | None:
    """What ``kinds[index] = "text"`` puts."""
    target = values.source.parents[load]
    statement = values.source.parents[target]
    is_store = isinstance(target, ast.Subscript) and target.value is load
    return statement.value if is_store and isinstance(statement, ast.Assign) else None


def _constants(values: Values, node: ast.AST, seen: set[ast.AST]) -> Iterator[ast.Constant]:
    parent = values.source.parents.get(node)
    if parent is None or node in seen:
        return
    seen.add(node)
    if isinstance(parent, ast.Compare):
        for side in (parent.left, *parent.comparators):
            yield from _strings(side)
    elif isinstance(parent, ast.Match) and parent.subject is node:
        for case in parent.cases:
            yield from _strings(case.pattern)
    elif isinstance(parent, ast.Assign) and parent.value is node:
        for target in parent.targets:
            yield from _held(values, target, seen)
    elif isinstance(parent, ast.NamedExpr):
        yield from _constants(values, parent, seen)
        yield from _held(values, parent.target, seen)


def _held(values: Values, target: ast.expr, seen: set[ast.AST]) -> Iterator[ast.Constant]:
    """By way of what an assignment sets: a variable, or an entry of a dict."""
    is_entry = isinstance(target, ast.Subscript)
    variable = values.variable(target.value if isinstance(target, ast.Subscript) else target)
    if variable is None:
        return
    for load in values.loads(variable):
        for read in _entries(values, load) if is_entry else [load]:
            yield from _constants(values, read, seen)


def _entries(values: Values, load: ast.expr) -> Iterator[ast.AST]:
    """The reads of one entry of a dict: ``kinds[index]``, ``kinds.get(index)``, in a loop."""
    parent = values.source.parents[load]
    if isinstance(parent, ast.Subscript) and parent.value is load:
        yield parent
    method = parent.attr if isinstance(parent, ast.Attribute) else ""
    call = values.source.parents[parent]
    if not isinstance(call, ast.Call) or call.func is not parent:
        return
    if method in _LOOKS:
        yield call
    loop = values.source.parents[call]
    if method in _ROWS and isinstance(loop, ast.For | ast.comprehension):
        target = loop.target
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            target = target.elts[1]
        variable = values.variable(target)
        yield from values.loads(variable) if variable is not None else ()


def _strings(node: ast.AST) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for item in node.elts:
            yield from _strings(item)
    elif isinstance(node, ast.MatchValue):
        yield from _strings(node.value)
    elif isinstance(node, ast.MatchOr):
        for pattern in node.patterns:
            yield from _strings(pattern)
