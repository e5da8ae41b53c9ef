"""Names of statuses that are looked for in the text of an exception.

``"RESOURCE_EXHAUSTED" in str(e)``: the text of an exception of Interactions has the number.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.scopes import How
from stepbridge_codemods.values.shown import is_only_shown

_CODES = {
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "UNAUTHENTICATED": 401,
    "RESOURCE_EXHAUSTED": 429,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
_WORD = re.compile("|".join([*_CODES, "INVALID_ARGUMENT", "FAILED_PRECONDITION"]), re.IGNORECASE)
_CASES: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "casefold": str.casefold,
    "strip": str,
}
_TEXT = "Error code: {}"


def replaced_words(
    values: Values, edits: Edits, words: list[ast.Constant], names: set[str], mixed: bool
) -> bool:
    """Writes numbers for names of statuses; whether the text of an exception is looked at.

    A name beside its number stays, as does one in what is only said. Raises ManualError where it
    is not known what becomes of one.
    """
    found = False
    for constant in words:
        texts = list(_searched(values, constant))
        if not texts:
            if not _is_said(values, constant):
                raise ManualError("SB013", constant, "what an exception of any class says")
            continue
        cases = [_text_of(values, text, names) for text in texts]
        if None in cases:
            raise ManualError("SB013", constant, "what an exception of any class says")
        found = True
        code = _CODES.get(str(constant.value).upper())
        if code is not None and _is_beside(values, constant, code):
            continue
        if code is None or mixed or len(set(cases)) != 1:
            raise ManualError("SB013", constant, "what an exception of any class says")
        start, end = values.source.span(constant)
        quote = values.source.text[start]
        text = _CASES[cases[0] or "strip"](_TEXT.format(code))
        edits.put(start, end, f"{quote}{text}{quote}")
    return found


def words_in(inside: ast.AST) -> list[ast.Constant]:
    """The strings with the name of a status."""
    return [
        node
        for node in ast.walk(inside)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _WORD.search(node.value)
    ]


def _searched(values: Values, constant: ast.Constant) -> Iterator[ast.expr]:
    """The expressions in which a constant is looked for, by itself or in turn with others."""
    parent = values.source.parents[constant]
    if _looks(parent) and parent.left is constant:  # type: ignore[attr-defined]
        yield parent.comparators[0]  # type: ignore[attr-defined]
    if not isinstance(parent, ast.List | ast.Tuple | ast.Set):
        return
    loop = values.source.parents[parent]
    if not isinstance(loop, ast.For | ast.comprehension) or not isinstance(loop.target, ast.Name):
        return
    variable = values.variable(loop.target)
    for read in values.loads(variable) if variable is not None else ():
        test = values.source.parents[read]
        if not _looks(test) or test.left is not read:  # type: ignore[attr-defined]
            raise ManualError("SB013", read, "what an exception of any class says")
        yield test.comparators[0]  # type: ignore[attr-defined]


def _looks(test: ast.AST) -> bool:
    return (
        isinstance(test, ast.Compare)
        and len(test.ops) == 1
        and isinstance(test.ops[0], ast.In | ast.NotIn)
    )


def _text_of(values: Values, node: ast.expr, names: set[str], depth: int = 0) -> str | None:
    """In which case an expression is the text of an exception; None where it is not that."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in _CASES or node.args:
            return None
        inner = _text_of(values, node.func.value, names, depth)
        return inner if inner is None or node.func.attr == "strip" else node.func.attr
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("str", "repr"):
        named = len(node.args) == 1 and isinstance(node.args[0], ast.Name)
        return "strip" if named and ast.unparse(node.args[0]) in names else None
    if isinstance(node, ast.JoinedStr):
        inside = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        is_one = len(inside) == 1 and isinstance(inside[0], ast.Name) and inside[0].id in names
        return "strip" if is_one else None
    if isinstance(node, ast.Name) and depth < 3:
        bindings = list(values.names.reads.get(node, ()))
        if len(bindings) == 1 and bindings[0].how is How.ASSIGN and bindings[0].value is not None:
            return _text_of(values, bindings[0].value, names, depth + 1)
    return None


def is_only_searched(values: Values, read: ast.expr, depth: int = 0) -> bool:
    """Whether of the text of an exception it is only asked what is in it."""
    node, parent = read, values.source.parents[read]
    while isinstance(parent, ast.Call | ast.Attribute):
        name = ast.unparse(parent.func) if isinstance(parent, ast.Call) else parent.attr
        if name.rpartition(".")[2] not in _CASES and name not in ("str", "repr"):
            return False
        node, parent = parent, values.source.parents[parent]
    if isinstance(parent, ast.Assign) and node is not read and depth < 3:
        variable = values.variable(parent.targets[0])
        loads = values.loads(variable) if variable is not None else ()
        return bool(loads) and all(is_only_searched(values, one, depth + 1) for one in loads)
    return _looks(parent) and node in parent.comparators  # type: ignore[attr-defined]


def _is_beside(values: Values, constant: ast.Constant, code: int) -> bool:
    """Whether the number is looked for as well, as an alternative."""
    parent = values.source.parents[constant]
    if isinstance(parent, ast.Compare):
        whole = values.source.parents[parent]
        if not isinstance(whole, ast.BoolOp) or not isinstance(whole.op, ast.Or):
            return False
        others = [one.left for one in whole.values if _looks(one) and isinstance(one, ast.Compare)]
    else:
        others = list(parent.elts)  # type: ignore[attr-defined]
    return any(isinstance(one, ast.Constant) and one.value == str(code) for one in others)


def _is_said(values: Values, constant: ast.Constant) -> bool:
    """Whether a text with such a word is a message, not something that is compared."""
    node: ast.AST = constant
    parent = values.source.parents[node]
    while isinstance(parent, ast.JoinedStr | ast.BinOp | ast.FormattedValue | ast.IfExp):
        node, parent = parent, values.source.parents[parent]
    if isinstance(parent, ast.Return | ast.Expr) or is_only_shown(values, node):
        return True
    raised = values.source.parents.get(parent)
    return isinstance(parent, ast.Call) and isinstance(raised, ast.Raise)
