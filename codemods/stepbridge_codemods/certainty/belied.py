"""Annotations that code in view does not keep to: a list where a string is promised."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import Binding, How
from stepbridge_codemods.values.syntax import is_nothing

_DISPLAYS = (ast.List, ast.ListComp, ast.Tuple, ast.Dict, ast.DictComp, ast.Set, ast.SetComp)
_TYPES = "google.genai.types."
_DEPTH = 4


def is_compound(values: Values, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression can be seen to be a list, a dict or an object of the SDK at times."""
    if isinstance(node, _DISPLAYS):
        return not is_nothing(node)
    if depth == _DEPTH:
        return False
    return any(is_compound(values, one, depth + 1) for one in _behind(values, node)) or _is_made(
        values, node
    )


def _is_made(values: Values, node: ast.expr) -> bool:
    made = values.qualified(node.func) if isinstance(node, ast.Call) else None
    return (made or "").startswith(_TYPES)


def _behind(values: Values, node: ast.expr) -> list[ast.expr]:
    """What an expression can be: choices, definitions of a name, results of a function."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.Call):
        function = values.function(node.func)
        return values.results(function) if function is not None else []
    if isinstance(node, ast.Name):
        bindings = list(values.names.reads.get(node, ()))
    else:
        variable = values.variable(node)
        bindings = values.stores(variable) if variable is not None else []
    return [b.value for b in bindings if b.how is How.ASSIGN and b.value is not None]


def given_to_field(values: Values, binding: Binding) -> list[ast.expr]:
    """What instances that are made in view are given for a field of their class."""
    owner = binding.scope.node
    if not isinstance(owner, ast.ClassDef):
        return []
    fields = [one.target.id for one in owner.body if _is_field(one)]  # type: ignore[attr-defined]
    place = fields.index(binding.name) if binding.name in fields else len(fields)
    found: list[ast.expr] = []
    for call in values.calls:
        if values.class_named(call.func) is owner:
            found += [keyword.value for keyword in call.keywords if keyword.arg == binding.name]
            found += call.args[place : place + 1]
    return found


def _is_field(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
