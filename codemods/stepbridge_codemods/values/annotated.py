"""What annotations say of values, and of what is inside them."""

from __future__ import annotations

import ast
from collections.abc import Callable

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.paths import ITEM, Path
from stepbridge_codemods.values.syntax import unquoted

_AROUND = frozenset({"Optional", "Annotated", "Final", "ClassVar", "Required", "NotRequired"})
_LISTS = frozenset(
    {"list", "set", "frozenset", "sequence", "iterable", "iterator", "collection", "deque"}
    | {"mutablesequence", "generator", "asynciterator", "asynciterable", "asyncgenerator"}
)
_DICTS = frozenset({"dict", "mapping", "mutablemapping", "defaultdict", "ordereddict"})

Names = Callable[[ast.expr], bool]


def says(values: Values, annotation: ast.expr | None, path: Path, names: Names) -> bool:
    """Whether an annotation says that what is at a path is of a class that ``names`` knows.

    ``None`` beside it does not count: what is absent is refused before and after a rewrite.
    """
    node = unquoted(annotation)
    if node is None:
        return False
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _one_of(values, [node.left, node.right], path, names)
    if isinstance(node, ast.Subscript):
        return _generic(values, node, path, names)
    if not path:
        return names(node)
    return isinstance(path[0], str) and _typed_dict(values, node, path, names)


def _one_of(values: Values, nodes: list[ast.expr], path: Path, names: Names) -> bool:
    given = [n for n in nodes if not (isinstance(n, ast.Constant) and n.value is None)]
    return bool(given) and all(says(values, node, path, names) for node in given)


def _generic(values: Values, node: ast.Subscript, path: Path, names: Names) -> bool:
    head = ast.unparse(node.value).rpartition(".")[2]
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if head == "Union":
        return _one_of(values, inner, path, names)
    if head in _AROUND:
        return says(values, inner[0], path, names)
    if not path:
        values_of = [getattr(one, "value", None) for one in inner]
        is_text = head == "Literal" and all(isinstance(one, str) for one in values_of)
        return is_text and names(ast.Name("str", ast.Load()))
    step, rest = path[0], path[1:]
    kind = head.lower()
    if kind in _LISTS and not isinstance(step, str):
        return says(values, inner[0], rest, names)
    if kind == "tuple" and not isinstance(step, str):
        places = [one for one in inner if not isinstance(one, ast.Constant) or one.value is not ...]
        if isinstance(step, int) and len(places) == len(inner):
            places = places[step : step + 1] if step >= 0 else []
        return bool(places) and all(says(values, place, rest, names) for place in places)
    if kind in _DICTS and len(inner) == 2:
        return says(values, inner[0 if step is ITEM else 1], rest, names)
    return False


def _typed_dict(values: Values, node: ast.expr, path: Path, names: Names) -> bool:
    """Whether a class of the module declares a key: ``class Message(TypedDict): text: str``."""
    owner = values.class_named(node)
    bases = [ast.unparse(base).rpartition(".")[2] for base in owner.bases] if owner else []
    if owner is None or bases != ["TypedDict"]:
        return False
    declared = [
        one.annotation
        for one in owner.body
        if isinstance(one, ast.AnnAssign) and ast.unparse(one.target) == path[0]
    ]
    return len(declared) == 1 and says(values, declared[0], path[1:], names)
