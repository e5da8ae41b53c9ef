"""Classes of typed dicts, and which expressions are their instances."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.definitions import Definitions
from stepbridge_codemods.values.scopes import Binding, How
from stepbridge_codemods.values.syntax import annotation_names

_DEPTH = 8
_LISTS = frozenset({"list", "List", "Sequence", "Iterable", "tuple", "Tuple"})
_GETTERS = frozenset({"get", "pop", "setdefault"})


def typed_dicts(values: Definitions) -> list[ast.ClassDef]:
    """The classes of a module that are TypedDict and nothing else."""
    if "TypedDict" not in values.source.text:
        return []
    return [
        node
        for node in values.source.nodes
        if isinstance(node, ast.ClassDef)
        and [ast.unparse(base).rpartition(".")[2] for base in node.bases] == ["TypedDict"]
    ]


def is_of_class(values: Definitions, node: ast.expr, owner: ast.ClassDef) -> bool:
    """Whether an expression is an instance of a class, by annotations and constructors."""
    return owner in _classes(values, node, 0)


def _classes(values: Definitions, node: ast.expr, depth: int) -> set[ast.ClassDef | None]:
    """The classes that an expression can be of; with None where one of them is not known."""
    annotations = _annotations(values, node, depth)
    if annotations is None:
        return {None}
    return {_named(values, one) for one in annotations}


def _named(values: Definitions, annotation: ast.expr) -> ast.ClassDef | None:
    found = {values.class_named(name) for name in annotation_names(annotation)} - {None}
    return found.pop() if len(found) == 1 else None


def _annotations(values: Definitions, node: ast.expr, depth: int) -> list[ast.expr] | None:
    """What annotations say of an expression: one for each thing it can be."""
    if depth > _DEPTH:
        return None
    if isinstance(node, ast.Name):
        return _of_name(values, node, depth)
    if isinstance(node, ast.Call):
        return _of_call(values, node, depth)
    if isinstance(node, ast.Subscript):
        return _of_item(values, node.value, node.slice, depth)
    if isinstance(node, ast.BoolOp):
        return _together(values, [one for one in node.values if not _is_display(one)], depth)
    if isinstance(node, ast.IfExp):
        return _together(values, [node.body, node.orelse], depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = [one for one in (node.left, node.right) if not isinstance(one, ast.List)]
        return _together(values, sides, depth) if sides else None
    return None


def _is_display(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Dict) and not ast.dump(node).count("Constant")


def _together(values: Definitions, nodes: list[ast.expr], depth: int) -> list[ast.expr] | None:
    found: list[ast.expr] = []
    for node in nodes:
        said = _annotations(values, node, depth + 1)
        if said is None:
            return None
        found += said
    return found or None


def _of_name(values: Definitions, node: ast.Name, depth: int) -> list[ast.expr] | None:
    found: list[ast.expr] = []
    bindings = list(values.names.reads.get(node, ())) or _stored(values, node)
    for binding in bindings:
        annotation = getattr(binding.target, "annotation", None) or getattr(
            values.source.parents.get(binding.target), "annotation", None
        )
        if annotation is not None:
            found.append(annotation)
            continue
        if binding.value is None or binding.how not in (How.ASSIGN, How.LOOP):
            return None
        said = _annotations(values, binding.value, depth + 1)
        if said is None or (binding.how is How.LOOP and binding.path):
            return None
        found += said if binding.how is How.ASSIGN else [i for one in said for i in _items(one)]
    return found or None


def _stored(values: Definitions, node: ast.Name) -> list[Binding]:
    store = values.names.stores.get(node)
    return [store] if store is not None else []


def _of_call(values: Definitions, node: ast.Call, depth: int) -> list[ast.expr] | None:
    if isinstance(node.func, ast.Name) and values.class_named(node.func) is not None:
        return [node.func]
    function = values.function(node.func)
    if function is not None:
        return [function.returns] if function.returns is not None else None
    method = node.func
    if isinstance(method, ast.Attribute) and method.attr in _GETTERS and node.args:
        return _of_item(values, method.value, node.args[0], depth)
    return None


def _of_item(
    values: Definitions, container: ast.expr, key: ast.expr, depth: int
) -> list[ast.expr] | None:
    """An entry of a typed dict by its key, or of a list by its place."""
    said = _annotations(values, container, depth + 1)
    if said is None:
        return None
    if isinstance(key, ast.Slice):
        return said
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return [item for one in said for item in _items(one)] or None
    found = [_declared(_named(values, one), key.value) for one in said]
    return [one for one in found if one is not None] if None not in found else None


def _declared(owner: ast.ClassDef | None, key: str) -> ast.expr | None:
    for one in owner.body if owner is not None else ():
        if isinstance(one, ast.AnnAssign) and getattr(one.target, "id", "") == key:
            return one.annotation
    return None


def _items(annotation: ast.expr) -> list[ast.expr]:
    """``Turn`` of ``list[Turn]``, also where None is possible."""
    if isinstance(annotation, ast.BinOp):
        return [*_items(annotation.left), *_items(annotation.right)]
    if not isinstance(annotation, ast.Subscript):
        return []
    name = ast.unparse(annotation.value).rpartition(".")[2]
    if name == "Optional":
        return _items(annotation.slice)
    return [annotation.slice] if name in _LISTS else []
