"""What a request of ``interactions.create`` holds, followed through the variables of a module."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import How

_GROWING = frozenset({"append", "extend", "insert"})


def argument(call: ast.Call, name: str) -> ast.keyword | None:
    """A keyword argument of a call."""
    return next((keyword for keyword in call.keywords if keyword.arg == name), None)


def entries(node: ast.AST) -> dict[str, ast.expr]:
    """The values of a dict literal by their constant keys; empty for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    if not isinstance(node, ast.Dict):
        return {}
    return {
        key.value: value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def text_of(node: ast.AST | None) -> str:
    """The text of a string constant; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def asks_for_outputs(call: ast.Call) -> bool:
    """Whether a call is ``getattr`` or ``hasattr`` with the name ``outputs``."""
    is_asked = ast.unparse(call.func) in ("getattr", "hasattr") and len(call.args) > 1
    return is_asked and text_of(call.args[1]) == "outputs"


def type_of(node: ast.AST) -> str:
    """The ``type`` that a dict literal says."""
    return text_of(entries(node).get("type"))


def written(
    values: Values, node: ast.expr | None, seen: set[ast.AST] | None = None
) -> Iterator[ast.expr]:
    """Every expression that another one can be or hold: items of lists, through variables."""
    seen = set() if seen is None else seen
    if node is None or node in seen:
        return
    seen.add(node)
    for inner in _parts(values, node):
        yield from written(values, inner, seen)
    if not isinstance(node, ast.List | ast.Tuple | ast.Starred | ast.IfExp):
        yield node


def _parts(values: Values, node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.List | ast.Tuple):
        yield from node.elts
    elif isinstance(node, ast.Starred):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from (node.left, node.right)
    elif isinstance(node, ast.ListComp):
        yield node.elt
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield node.value
    elif isinstance(node, ast.Name | ast.Attribute):
        yield from _of_variable(values, node)


def _of_variable(values: Values, node: ast.Name | ast.Attribute) -> Iterator[ast.expr]:
    variable = values.variable(node)
    if variable is None:
        return
    for binding in values.stores(variable):
        if binding.how in (How.ASSIGN, How.AUGMENT) and binding.value is not None:
            yield binding.value
        elif binding.how is How.PARAM:
            for call in values.callers.get(binding.scope.node, []):
                value = values.argument(call, binding.scope.node, binding.name)
                if value is not None:
                    yield value
    for load in values.loads(variable):
        parent = values.source.parents[load]
        outer = values.source.parents.get(parent)
        if (
            isinstance(parent, ast.Attribute)
            and parent.attr in _GROWING
            and isinstance(outer, ast.Call)
            and outer.func is parent
        ):
            yield from outer.args


def turn_fields(values: Values, node: ast.AST) -> dict[str, ast.expr]:
    """The fields of a turn: ``{"role": ..., "content": ...}``, ``Turn(role=..., content=...)``."""
    if isinstance(node, ast.Call) and values.qualified(node.func) == _TURN:
        found = {k.arg: k.value for k in node.keywords if k.arg}
    else:
        found = entries(node)
    is_turn = {"role", "content"} <= found.keys() and "type" not in found
    return found if is_turn else {}


_TURN = "google.genai.interactions.Turn"


def turns(values: Values, node: ast.expr | None) -> list[ast.expr]:
    """The turns that an input can hold."""
    return [n for n in written(values, node) if turn_fields(values, n)]
