"""What contents are put together from, wherever in the module the pieces are written."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.old_sdk.reach import grown
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.rewriting.held import default_of
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import Binding, Function, How

_KEEPING = frozenset({"list", "tuple", "dict", "reversed", "deepcopy", "copy"})


def made_of(values: Values, nodes: Iterable[ast.expr]) -> set[ast.expr]:
    """The expressions that others are made of: entries, choices, arguments, results."""
    found: set[ast.expr] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += _pieces(values, node)
    return found


def _pieces(values: Values, node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return node.elts
    if isinstance(node, ast.Dict | ast.BoolOp):
        return node.values
    if isinstance(node, ast.Starred | ast.NamedExpr | ast.Await):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [node.left, node.right]
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        return [node.elt]
    if isinstance(node, ast.Call):
        return _called(values, node)
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        return _stored(values, node)
    return []


def _called(values: Values, call: ast.Call) -> list[ast.expr]:
    function = values.function(call.func)
    if function is not None:
        return values.results(function)
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    named = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if isinstance(call.func, ast.Name):
        named = call.func.id
    if short_name(values, call.func) is not None:
        return arguments
    if named in _KEEPING:
        of_module = values.qualified(call.func) is not None
        method = isinstance(call.func, ast.Attribute) and not of_module
        return [*arguments, call.func.value] if method else arguments  # type: ignore[attr-defined]
    if named in ("get", "setdefault") and isinstance(call.func, ast.Attribute):
        return [call.func.value, *call.args[1:]]
    return []


def _stored(values: Values, node: ast.expr) -> list[ast.expr]:
    variable = values.variable(node)
    if variable is not None:
        found = [one for b in values.stores(variable) for one in _bound(values, b)]
        return found + grown(values, node)
    found = _under_same_text(values, node)
    return [*found, node.value] if isinstance(node, ast.Subscript) else found


def _bound(values: Values, binding: Binding) -> list[ast.expr]:
    function = binding.scope.node
    if binding.how is not How.PARAM or not isinstance(function, Function):
        return [binding.value] if binding.value is not None else []
    calls = values.callers.get(function, [])
    given = [values.argument(call, function, binding.name) for call in calls]
    given.append(default_of(function, binding.name))
    return [one for one in given if one is not None]


def _under_same_text(values: Values, node: ast.expr) -> list[ast.expr]:
    """What is put where no variable is: ``st.session_state.messages``, ``histories[user]``."""
    text = ast.unparse(node)
    found: list[ast.expr] = []
    for other in values.source.nodes:
        if isinstance(other, ast.Assign):
            found += [other.value for t in other.targets if ast.unparse(t) == text]
        elif isinstance(other, ast.Call) and isinstance(other.func, ast.Attribute):
            grows = other.func.attr in ("append", "extend", "insert")
            if grows and ast.unparse(other.func.value) == text:
                found += other.args
    return found
