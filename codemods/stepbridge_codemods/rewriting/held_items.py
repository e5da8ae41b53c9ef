"""Objects of a request in lists and dicts: ``CONFIGS[name]``, ``for config in configs``."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from stepbridge_codemods.objects import TYPES, bindings_of, is_none, take
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, How

Follow: TypeAlias = Callable[[ast.expr], bool]
"""Converts what an expression can be where it is written; tells whether it can also be None."""

_READERS = frozenset({"list", "sorted", "enumerate", "tuple", "set"})
_KEYS = frozenset({"keys", "__contains__"})


def entry_of(plan: Plan, node: ast.expr, follow: Follow) -> bool | None:
    """Follows ``held[key]`` and ``held.get(key)``; None where an expression is neither."""
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
        return _held(plan, node.value, node.slice, (), follow)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr != "get" or not 0 < len(node.args) < 3 or node.keywords:
        return None
    found = _held(plan, node.func.value, node.args[0], (), follow)
    if found is None:
        return None
    default = follow(node.args[1]) if len(node.args) > 1 else True
    return found or default


def looped(plan: Plan, binding: Binding, follow: Follow) -> bool | None:
    """Follows what a loop gives to a name; None where that is not written out."""
    if binding.how is not How.LOOP or binding.value is None:
        return None
    return _items(plan, binding.value, binding.path, follow)


def _items(plan: Plan, node: ast.expr, path: tuple[int, ...], follow: Follow) -> bool | None:
    """What is at a path of each thing that a loop over an expression gives."""
    if not isinstance(node, ast.Call):
        return _held(plan, node, None, path, follow)
    function = node.func
    if isinstance(function, ast.Attribute) and not node.args and not node.keywords:
        if function.attr == "values":
            return _held(plan, function.value, None, path, follow, of_dict=True)
        if function.attr == "items" and path[:1] == (1,):
            return _held(plan, function.value, None, path[1:], follow, of_dict=True)
        return None
    if not isinstance(function, ast.Name) or plan.values.names.reads.get(function):
        return None
    if function.id == "enumerate" and path[:1] == (1,) and node.args:
        return _items(plan, node.args[0], path[1:], follow)
    if function.id == "zip" and path and path[0] < len(node.args):
        return _items(plan, node.args[path[0]], path[1:], follow)
    return None


def _held(
    plan: Plan,
    node: ast.expr,
    key: ast.expr | None,
    path: tuple[int, ...],
    follow: Follow,
    *,
    of_dict: bool = False,
) -> bool | None:
    """Follows the entries of a list or dict that is written out, or kept in a variable."""
    if isinstance(node, ast.Dict | ast.List | ast.Tuple):
        if key is None and isinstance(node, ast.Dict) is not of_dict:
            return None
        return _entries(plan, node, key, path, follow)
    if not isinstance(node, ast.Name | ast.Attribute) or not bindings_of(plan, node):
        return None
    variable = plan.values.variable(node)
    stores = plan.values.stores(variable) if variable is not None else []
    written = [store.value for store in stores if store.how is How.ASSIGN]
    if not written or len(written) < len(stores):
        return None
    if not all(isinstance(one, ast.Dict | ast.List | ast.Tuple) for one in written):
        return None
    take(plan, node)
    if _is_word(key) and not all(_names(one, key) for one in written):
        key, of_dict = None, True
    may_be_none = False
    for store in stores:
        assert store.value is not None
        found = _held(plan, store.value, key, path, follow, of_dict=of_dict)
        if found is None:
            return None
        may_be_none |= found
        _annotated(plan, store)
    assert variable is not None
    for load in plan.values.loads(variable):
        may_be_none |= _other(plan, load, key, follow)
    return may_be_none


def _entries(
    plan: Plan,
    node: ast.Dict | ast.List | ast.Tuple,
    key: ast.expr | None,
    path: tuple[int, ...],
    follow: Follow,
) -> bool | None:
    if isinstance(node, ast.Dict):
        if None in node.keys:
            return None
        entries = list(zip(node.keys, node.values, strict=True))
        named = [v for k, v in entries if k is not None and _same(k, key)]
        values = named or [v for _, v in entries]
    else:
        values = node.elts
    may_be_none = False
    for value in values:
        for place in path:
            if not isinstance(value, ast.Tuple | ast.List) or place >= len(value.elts):
                return None
            value = value.elts[place]
        if isinstance(value, ast.Starred):
            return None
        may_be_none |= is_none(value) or follow(value)
    return may_be_none


def _names(node: ast.expr | None, key: ast.expr | None) -> bool:
    """Whether a dict that is written out has a key."""
    return isinstance(node, ast.Dict) and any(k is not None and _same(k, key) for k in node.keys)


def _is_word(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _same(one: ast.expr, other: ast.expr | None) -> bool:
    return _is_word(one) and _is_word(other) and ast.dump(one) == ast.dump(other)  # type: ignore[arg-type]


def _other(plan: Plan, load: ast.expr, key: ast.expr | None, follow: Follow) -> bool:
    """Reads of a list or dict that look at no entry, or at another, and what is put into it."""
    parent = plan.source.parents[load]
    outer = plan.source.parents[parent]
    if isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
        if isinstance(outer, ast.Assign) and outer.targets == [parent]:
            plan.visited.add(load)
            other = _is_word(key) and _is_word(parent.slice) and not _same(parent.slice, key)
            return False if other else follow(outer.value)
        return False
    if isinstance(parent, ast.Subscript) and _is_word(key) and _is_word(parent.slice):
        if not _same(parent.slice, key):
            plan.visited.add(load)
        return False
    if isinstance(parent, ast.Attribute) and isinstance(outer, ast.Call):
        if parent.attr in _KEYS:
            plan.visited.add(load)
        elif parent.attr == "append" and len(outer.args) == 1:
            plan.visited.add(load)
            return follow(outer.args[0])
        return False
    if _looks_at_keys(plan, load, parent):
        plan.visited.add(load)
    return False


def _looks_at_keys(plan: Plan, load: ast.expr, parent: ast.AST) -> bool:
    """Whether only the number of entries is asked for, or the keys of a dict."""
    named = getattr(parent.func, "id", "") if isinstance(parent, ast.Call) else ""
    if named == "len":
        return True
    if not all(isinstance(binding.value, ast.Dict) for binding in bindings_of(plan, load)):
        return False
    if isinstance(parent, ast.Compare):
        return load in parent.comparators
    return named in _READERS or isinstance(parent, ast.For | ast.comprehension)


def _annotated(plan: Plan, store: Binding) -> None:
    """``dict[str, types.GenerateContentConfig]`` holds dicts now."""
    parent = plan.source.parents.get(store.target)
    if not isinstance(parent, ast.AnnAssign):
        return
    for name in ast.walk(parent.annotation):
        named = isinstance(name, ast.Name | ast.Attribute)
        if named and (plan.values.qualified(name) or "").startswith(TYPES):
            plan.edits.replace(name, "dict")
