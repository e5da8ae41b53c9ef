"""Questions about the class of an answer that come to the same whichever API it is from."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

CLASS_TOLD = "The name of the answer's class is told here; it is another."
_OBJECTS = frozenset(
    {Kind.RESPONSE, Kind.CANDIDATE, Kind.CONTENT, Kind.PART, Kind.USAGE, Kind.GROUNDING, Kind.CALL}
)
_BUILT_IN = frozenset({"dict", "list", "tuple", "str", "bytes", "int", "float", "bool", "set"})


def is_never_true(values: Values, call: ast.Call, kind: Kind) -> bool:
    """``isinstance(response, dict)``: an answer is an object, never data."""
    if not _calls(values, call, "isinstance") or len(call.args) != 2 or kind not in _OBJECTS:
        return False
    asked = call.args[1]
    classes = asked.elts if isinstance(asked, ast.Tuple) else [asked]
    return all(isinstance(one, ast.Name) and _is_built_in(values, one) for one in classes)


def is_told(values: Values, call: ast.Call, kind: Kind) -> bool:
    """``f"{type(response)}"``: only what the class is called goes into a text."""
    known = kind in _OBJECTS or kind is Kind.MIXED
    if not _calls(values, call, "type") or len(call.args) != 1 or not known:
        return False
    outer = values.source.parents[call]
    if isinstance(outer, ast.Attribute) and outer.attr in ("__name__", "__qualname__"):
        outer = values.source.parents[outer]
    if isinstance(outer, ast.Call):
        return isinstance(outer.func, ast.Name) and outer.func.id in ("print", "str", "repr")
    return isinstance(outer, ast.FormattedValue)


def _calls(values: Values, call: ast.Call, name: str) -> bool:
    function = call.func
    if not isinstance(function, ast.Name) or function.id != name or call.keywords:
        return False
    return not values.names.reads.get(function)


def _is_built_in(values: Values, name: ast.Name) -> bool:
    return name.id in _BUILT_IN and not values.names.reads.get(name)
