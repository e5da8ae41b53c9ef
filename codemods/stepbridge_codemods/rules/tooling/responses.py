"""What a function says by its response: that it failed, or which medium it means.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import bindings_of, constant_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Doc, atom
from stepbridge_codemods.values.names import How

_REFERENCE = "$ref"
_ERROR = "error"
_OUTPUTS = frozenset({"output", "result"})
_CHANGING = frozenset({"update", "setdefault", "pop", "popitem", "clear"})
_DEPTH = 6


def may_fail(plan: Plan, response: ast.expr) -> Doc | None:
    """``is_error``: by convention a response with ``error`` and no output tells what went wrong."""
    told = {_tells_error(written) for written in _written(plan, response)}
    if told == {True}:
        return atom("True")
    if told == {True, False} and isinstance(response, ast.Name):
        return atom(f"{plan.quote}{_ERROR}{plan.quote} in ", response)
    return None


def _tells_error(written: ast.expr) -> bool | None:
    """Whether a response is one of an error; None where that is not seen."""
    if not isinstance(written, ast.Dict):
        return None
    keys = [key.value if isinstance(key, ast.Constant) else None for key in written.keys]
    if None in keys:
        return None
    return _ERROR in keys and _OUTPUTS.isdisjoint(keys)


def may_refer(plan: Plan, response: ast.expr) -> bool:
    """Whether a response may refer to one of its media by name: ``{"$ref": name}``."""
    return any(_refers(plan, written, 0) for written in _written(plan, response))


def only_refers_to(plan: Plan, response: ast.expr, name: ast.expr) -> bool:
    """Whether all references of a response are seen, and each is to the medium of that name."""
    return all(not _refers(plan, written, 0, name) for written in _written(plan, response))


def _is_same(plan: Plan, one: ast.expr, other: ast.expr | None) -> bool:
    """Whether two expressions say one name: the same text, or the same variable."""
    if other is None:
        return False
    said = constant_of(plan, one)
    if isinstance(said, str):
        return constant_of(plan, other) == said
    reads = plan.values.names.reads
    found = reads.get(one) if isinstance(one, ast.Name) else None
    return bool(found) and isinstance(other, ast.Name) and reads.get(other) == found


def _refers(plan: Plan, node: ast.expr, depth: int, known: ast.expr | None = None) -> bool:
    """Whether there may be a reference in a value, to another medium than the one that is known."""
    if isinstance(node, ast.Constant | ast.JoinedStr) or is_text(plan, node):
        return False
    if isinstance(node, ast.List | ast.Tuple) and depth < _DEPTH:
        return any(_refers(plan, item, depth + 1, known) for item in node.elts)
    if not isinstance(node, ast.Dict) or depth > _DEPTH:
        return True
    for key, value in zip(node.keys, node.values, strict=True):
        said = constant_of(plan, key) if key is not None else None
        if not isinstance(said, str):
            return True
        if said == _REFERENCE:
            if not _is_same(plan, value, known):
                return True
        elif _refers(plan, value, depth + 1, known):
            return True
    return False


def _written(plan: Plan, node: ast.expr) -> list[ast.expr]:
    """What an expression is, where that is written out and stays as it is; else itself."""
    variable = plan.values.variable(node) if isinstance(node, ast.Name) else None
    if variable is None or any(_changes(plan, load) for load in plan.values.loads(variable)):
        return [node]
    bindings = bindings_of(plan, node)
    given = [b.value for b in bindings if b.how is How.ASSIGN and b.value is not None]
    return given if given and len(given) == len(bindings) else [node]


def _changes(plan: Plan, load: ast.expr) -> bool:
    """Whether something may be put into a dict, or taken out of it."""
    parent = plan.source.parents[load]
    if isinstance(parent, ast.Subscript):
        return not isinstance(parent.ctx, ast.Load)
    return isinstance(parent, ast.Attribute) and parent.attr in _CHANGING
