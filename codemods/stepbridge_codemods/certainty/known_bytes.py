"""Which expressions are certainly bytes, and which are base64 text."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, How

_METHODS = frozenset(
    {"read", "read_bytes", "getvalue", "tobytes", "getbuffer", "encode", "download_as_bytes"}
    | {"download_as_bytearray", "b64encode", "b64decode", "standard_b64decode"}
)
_ENCODERS = frozenset({"base64.b64encode", "base64.standard_b64encode", "base64.urlsafe_b64encode"})
_NAMES = frozenset({"bytes", "bytearray"})
_DEEPEST = 6


def is_base64_text(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a string: base64, where media is expected."""
    if is_text(plan, node):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        made = node.func.value
        named = plan.values.qualified(made.func) if isinstance(made, ast.Call) else None
        return node.func.attr == "decode" and named in _ENCODERS
    values = [b.value if b.how is How.ASSIGN else None for b in bindings_of(plan, node)]
    return bool(values) and all(v is not None and is_base64_text(plan, v) for v in values)


def is_bytes(plan: Plan, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression is bytes whatever happens."""
    if depth > _DEEPEST or is_text(plan, node):
        return False
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bytes)
    if isinstance(node, ast.Await):
        return is_bytes(plan, node.value, depth + 1)
    if isinstance(node, ast.IfExp):
        return all(is_bytes(plan, one, depth + 1) for one in (node.body, node.orelse))
    if isinstance(node, ast.Call):
        return _gives(plan, node, depth + 1)
    if isinstance(node, ast.Attribute) and node.attr == "content":
        return True
    bindings = bindings_of(plan, node)
    return bool(bindings) and all(_bound(plan, one, depth + 1) for one in bindings)


def _gives(plan: Plan, call: ast.Call, depth: int) -> bool:
    if isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS:
        return True
    if isinstance(call.func, ast.Name) and call.func.id in _NAMES:
        return True
    function = plan.values.function(call.func)
    if function is None:
        return False
    results = plan.values.results(function)
    return _says(function.returns) or (
        bool(results) and all(is_bytes(plan, one, depth) for one in results)
    )


def _bound(plan: Plan, binding: Binding, depth: int) -> bool:
    if binding.how is How.ASSIGN and binding.value is not None and not binding.path:
        return is_bytes(plan, binding.value, depth)
    if binding.how is not How.PARAM:
        return False
    annotation = getattr(binding.target, "annotation", None)
    if annotation is not None:
        return _says(annotation)
    function = binding.scope.node
    calls = plan.values.callers.get(function, [])
    given = [plan.values.argument(call, function, binding.name) for call in calls]
    return bool(given) and all(g is not None and is_bytes(plan, g, depth) for g in given)


def _says(annotation: ast.expr | None) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id in _NAMES
