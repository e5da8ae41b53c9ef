"""Mentions of a wrapper that no rule follows: a wrapper with one of them stays as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.scopes import How
from stepbridge_codemods.wrappers.definition import definition_in
from stepbridge_codemods.wrappers.wrapper import Wrapper


def loose_in(values: Values, wrappers: Iterable[Wrapper]) -> set[str]:
    """The declared names of wrappers that a module may use in a way that cannot be seen.

    As text (``getattr``, ``mock.patch``), through ``import *``, handed on under another name, on a
    receiver of unknown class, or replaced in a class that derives from the wrapper's.
    """
    sites = [wrapper for wrapper in wrappers if wrapper.is_site]
    return {w.declared for w in sites if any(loose(values, w) for loose in _LOOSE)}


def _is_text(values: Values, wrapper: Wrapper) -> bool:
    texts = [n for n in values.source.nodes if isinstance(n, ast.Constant)]
    return any(
        node.value == wrapper.name
        or (node.value == wrapper.last and isinstance(values.source.parents[node], ast.Call))
        for node in texts
    )


def _is_renamed(values: Values, wrapper: Wrapper) -> bool:
    """Whether a module imports a wrapper under another name that others may import from it."""
    return any(
        name != wrapper.last and binding.how is How.IMPORT and values.around.sees(name)
        for name, bindings in values.names.module.bindings.items()
        for binding in bindings
        if getattr(binding.target, "name", "") in (wrapper.last, wrapper.owner.rpartition(".")[2])
    )


def _is_starred(values: Values, wrapper: Wrapper) -> bool:
    """Whether a name that ``import *`` may have brought is a wrapper's."""
    bound = values.names.module.bindings
    return "*" in bound and any(
        node.id == wrapper.last and not bindings for node, bindings in values.names.reads.items()
    )


def _is_unknown(values: Values, wrapper: Wrapper) -> bool:
    """Whether an attribute has a wrapper's name and nothing says what it belongs to."""
    for node in values.attribute_nodes.get(wrapper.last, ()) if wrapper.is_method else ():
        if values.wrapper(node) is not None or values.qualified(node) is not None:
            continue
        if values.class_of(node.value) is None and values.value(node.value) is None:
            return True
    return False


def _is_replaced(values: Values, wrapper: Wrapper) -> bool:
    """Whether another class has a method of the same name, or a name is bound anew."""
    own = definition_in(values, wrapper)
    for node in values.source.nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node is own:
            continue
        parent = values.source.parents[node]
        if node.name == wrapper.last and isinstance(parent, ast.ClassDef) and parent.bases:
            return True
    if own is None:
        return False
    bindings = values.names.module.bindings.get(wrapper.last, [])
    return any(binding.how is not How.FUNCTION for binding in bindings)


_LOOSE = (_is_text, _is_renamed, _is_starred, _is_unknown, _is_replaced)
