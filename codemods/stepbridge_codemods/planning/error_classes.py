"""Classes of exceptions that are named elsewhere than by a handler.

``isinstance(e, errors.APIError)``, ``retry_if_exception_type(errors.ServerError)``,
``RETRIED = (errors.ServerError, ConnectionError)``.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.planning.raising import mentions
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.values.infer import Values

ALIAS = "interactions_errors"
ERRORS = "google.genai.errors."
STATUS_ERROR = "APIStatusError"
CLASSES = {"APIError": STATUS_ERROR, "ServerError": "InternalServerError"}
"""Class of google.genai.errors -> class of Interactions, of which there is none for ClientError."""
_TAKING = frozenset(
    {"retry_if_exception_type", "retry_if_not_exception_type", "retry_unless_exception_type"}
    | {"on_exception", "suppress", "raises", "assertRaises", "if_exception_type"}
)
"""Functions that take classes of exceptions, in a tuple as well."""


def named_elsewhere(values: Values, edits: Edits, *, keeps: bool) -> list[ast.Name]:
    """Puts classes of Interactions where others are named; the names that are then read on.

    ``keeps``: beside the others, which calls of the module go on raising. Raises ManualError.
    """
    read_on = []
    for node in mentions(values):
        question = _question(values, node)
        if question is not None:
            subject = question.args[0]
            assert isinstance(subject, ast.Name)
            read_on.append(subject)
            _asks_for(values, edits, node, question, keeps=keeps)
        elif _is_taken(values, node):
            _put(values, edits, node, keeps=keeps)
        else:
            raise ManualError("SB013", node, ast.unparse(node))
    return read_on


def _question(values: Values, node: ast.expr) -> ast.Call | None:
    """The ``isinstance`` that a class is the question of."""
    parent = values.source.parents[node]
    if isinstance(parent, ast.Tuple):
        node, parent = parent, values.source.parents[parent]
    is_asked = isinstance(parent, ast.Call) and ast.unparse(parent.func) == "isinstance"
    if not is_asked or not isinstance(parent, ast.Call) or parent.args[1:] != [node]:
        return None
    return parent if isinstance(parent.args[0], ast.Name) else None


def _is_taken(values: Values, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression ends in what takes classes of exceptions."""
    parent = values.source.parents[node]
    if isinstance(parent, ast.Tuple):
        return _is_taken(values, parent, depth)
    if isinstance(parent, ast.Call) and (node in parent.args):
        name = ast.unparse(parent.func).rpartition(".")[2]
        return name in _TAKING or (name == "isinstance" and depth > 0)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and depth == 0:
        variable = values.variable(parent.targets[0])
        if variable is None or values.is_shared(variable) or len(values.stores(variable)) != 1:
            return False
        loads = values.loads(variable)
        return all(_is_taken(values, load, 1) for load in loads)
    return False


def _put(values: Values, edits: Edits, node: ast.expr, *, keeps: bool) -> None:
    name = (values.qualified(node) or "").removeprefix(ERRORS)
    if name not in CLASSES:
        raise ManualError("SB013", node, ast.unparse(node))
    new = f"{ALIAS}.{CLASSES[name]}"
    if not keeps:
        edits.replace(node, new)
    elif isinstance(values.source.parents[node], ast.Tuple):
        edits.replace(node, node, f", {new}")
    else:
        edits.replace(node, "(", node, f", {new})")


def _asks_for(
    values: Values, edits: Edits, node: ast.expr, question: ast.Call, *, keeps: bool
) -> None:
    """``isinstance(e, errors.ClientError)`` has to ask for the status as well."""
    if not (values.qualified(node) or "").endswith(".ClientError"):
        _put(values, edits, node, keeps=keeps)
        return
    if keeps or question.args[1] is not node:
        raise ManualError("SB013", node, ast.unparse(node))
    edits.replace(node, f"{ALIAS}.{STATUS_ERROR}")
    parent = values.source.parents[question]
    name = ast.unparse(question.args[0])
    beside = parent.values if isinstance(parent, ast.BoolOp) else []
    is_all = isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.And)
    if is_all and any(_asks_client_code(one, name) for one in beside):
        return
    start, end = values.source.span(question)
    closing = ""
    if isinstance(parent, ast.UnaryOp):
        edits.put(start, start, "(")
        closing = ")"
    elif not isinstance(parent, ast.If | ast.IfExp | ast.Return | ast.Lambda | ast.BoolOp):
        raise ManualError("SB013", node, ast.unparse(node))
    edits.put(end, end, f" and {name}.status_code < 500{closing}")


def _asks_client_code(test: ast.expr, name: str) -> bool:
    """``e.code == 429``, ``e.code in (408, 429)``."""
    if not isinstance(test, ast.Compare) or ast.unparse(test.left) != f"{name}.code":
        return False
    if len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq | ast.In):
        return False
    right = test.comparators[0]
    listed = right.elts if isinstance(right, ast.Tuple | ast.List | ast.Set) else [right]
    codes = [one.value if isinstance(one, ast.Constant) else None for one in listed]
    return all(isinstance(code, int) and 400 <= code < 500 for code in codes)
