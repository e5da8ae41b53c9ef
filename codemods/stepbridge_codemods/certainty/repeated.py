"""Whether an expression gives the same at a second place, so that it can be said there, too."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, How

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SAID_ONCE = frozenset({How.IMPORT, How.PARAM})


def means_the_same(plan: Plan, node: ast.expr, place: ast.expr) -> bool:
    """Whether a name, or attributes and entries of one, can be repeated at another place."""
    if isinstance(node, ast.Constant):
        return True
    root = _root(node)
    if root is None:
        return False
    if _call_of(plan, node) is not None and _call_of(plan, node) is _call_of(plan, place):
        return True
    if not _is_bound_alike(plan, root, place):
        return False
    return node is root or not _may_be_set(plan, node, place)


def _root(node: ast.expr) -> ast.Name | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Constant):
            return None
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _call_of(plan: Plan, node: ast.AST) -> ast.AST | None:
    """The call of the group that an expression stands in."""
    calls = {site.call for site in plan.sites}
    inner: ast.AST | None = node
    while inner is not None and inner not in calls:
        inner = None if isinstance(inner, _COMPREHENSIONS) else plan.source.parents.get(inner)
    return inner


def _is_bound_alike(plan: Plan, root: ast.Name, place: ast.expr) -> bool:
    names = plan.values.names
    home = names.scope_of[root].home(root.id)
    bindings = names.reads.get(root, frozenset())
    if home is None or len(bindings) != 1 or len(home.bindings[root.id]) != 1:
        return False
    around = plan.values.enclosing(place, *_FUNCTIONS, ast.ClassDef)
    scope = names.own_scope.get(around, names.module) if around is not None else names.module
    if scope.home(root.id) is not home:
        return False
    (binding,) = bindings
    return _is_bound_before(plan, binding, root, place)


def _is_bound_before(plan: Plan, binding: Binding, root: ast.Name, place: ast.expr) -> bool:
    if binding.how in _SAID_ONCE:
        return True
    loops = {plan.values.enclosing(one, *_LOOPS) for one in (root, place)}
    if binding.how is How.LOOP:
        return loops == {plan.values.enclosing(binding.target, *_LOOPS)}
    own = plan.values.enclosing(binding.target, *_LOOPS)
    if binding.how is not How.ASSIGN or (own is not None and loops != {own}):
        return False
    return _position(binding.target) < min(_position(root), _position(place))


def _may_be_set(plan: Plan, node: ast.expr, place: ast.expr) -> bool:
    """Whether an attribute may be set between two places, or is read in two functions."""
    functions = {plan.values.enclosing(one, *_FUNCTIONS) for one in (node, place)}
    if len(functions) > 1:
        return True
    for inner in ast.walk(node):
        if isinstance(inner, ast.Subscript):
            return True
        for other in plan.values.attribute_nodes.get(getattr(inner, "attr", ""), ()):
            if not isinstance(other.ctx, ast.Load):
                here = plan.values.enclosing(other, *_FUNCTIONS)
                if here in functions or here is None:
                    return True
    return False


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
