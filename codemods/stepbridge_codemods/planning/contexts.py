"""How the parent of an expression consumes it."""

from __future__ import annotations

import ast
from collections.abc import Callable

from stepbridge_codemods.values.deferred import LISTS, carries
from stepbridge_codemods.values.infer import Values, is_nothing
from stepbridge_codemods.values.kinds import Kind


def context_of(values: Values, node: ast.expr) -> tuple[str, ast.AST]:
    """How the parent of an expression consumes it."""
    parent = values.source.parents[node]
    handler = _CONTEXTS.get(type(parent))
    return (handler(values, node, parent) if handler is not None else "other"), parent


def _attribute(values: Values, node: ast.expr, parent: ast.Attribute) -> str:
    return f".{parent.attr}" if isinstance(parent.ctx, ast.Load) else "other"


def _subscript(values: Values, node: ast.expr, parent: ast.Subscript) -> str:
    return "[]" if parent.value is node and isinstance(parent.ctx, ast.Load) else "other"


def _loop(values: Values, node: ast.expr, parent: ast.For | ast.comprehension) -> str:
    if parent.iter is node:
        return "for"
    return "test" if isinstance(parent, ast.comprehension) and node in parent.ifs else "other"


def _listed(values: Values, node: ast.expr, parent: ast.List | ast.Tuple) -> str:
    """In a list that is followed, or that a loop goes over: ``for one in [first, second]``."""
    if carries(values, parent):
        return "pass"
    loop = values.source.parents[parent]
    path: list[int] = []
    if isinstance(loop, ast.List | ast.Tuple):
        path, parent, loop = [parent.elts.index(node)], loop, values.source.parents[loop]
    if not isinstance(loop, ast.For | ast.comprehension) or loop.iter is not parent:
        return "other"
    target = loop.target
    for index in path:
        if not isinstance(target, ast.Tuple | ast.List) or index >= len(target.elts):
            return "other"
        target = target.elts[index]
    return "pass" if isinstance(target, ast.Name) else "other"


def _test(values: Values, node: ast.expr, parent: ast.AST) -> str:
    return "test" if getattr(parent, "test", None) is node else "other"


def _choice(values: Values, node: ast.expr, parent: ast.IfExp) -> str:
    if parent.test is node:
        return "test"
    return "other" if _is_among_others(values, node, parent) else "pass"


def _is_among_others(values: Values, node: ast.expr, parent: ast.expr) -> bool:
    """Whether a reason is one of several things of which the others are plain."""
    own, whole = values.value(node), values.value(parent)
    both = own is not None and whole is not None
    return both and own.kind is Kind.FINISH and whole.kind is Kind.MIXED  # type: ignore[union-attr]


def _boolean(values: Values, node: ast.expr, parent: ast.BoolOp) -> str:
    last = parent.values[-1] is node
    if isinstance(parent.op, ast.And) and not last:
        return "test"
    outer, _ = context_of(values, parent)
    if outer == "test":
        return "test"
    if isinstance(parent.op, ast.Or) and is_nothing(parent.values[-1]):
        return "or nothing"
    if _is_among_others(values, node, parent):
        return "other"
    return "pass" if values.value(parent) is not None else "other"


def _not(values: Values, node: ast.expr, parent: ast.UnaryOp) -> str:
    return "test" if isinstance(parent.op, ast.Not) else "other"


def _compare(values: Values, node: ast.expr, parent: ast.Compare) -> str:
    if parent.left is not node or len(parent.ops) != 1:
        return "other"
    operator, right = parent.ops[0], parent.comparators[0]
    if isinstance(operator, ast.Is | ast.IsNot) and isinstance(right, ast.Constant):
        return "is None" if right.value is None else "other"
    return "compare"


def _argument(values: Values, node: ast.expr, parent: ast.Call) -> str:
    if parent.func is node:
        return "call"
    if len(parent.args) == 2 and parent.args[1] is node and values.is_kept(parent):
        return "bind"
    return "pass" if carries(values, parent) or _grows(values, parent) else "arg"


def _grows(values: Values, call: ast.Call) -> bool:
    """Whether something is appended to a list that is followed."""
    method = call.func
    if not isinstance(method, ast.Attribute) or method.attr != "append":
        return False
    owner = values.value(method.value)
    return owner is not None and owner.kind in LISTS.values()


def _item(values: Values, node: ast.expr, parent: ast.AST) -> str:
    """An item of a comprehension, or the key of a dict, that is followed."""
    is_item = node is (parent.key if isinstance(parent, ast.DictComp) else parent.elt)  # type: ignore[attr-defined]
    around = values.source.parents[parent]
    asks = isinstance(around, ast.Call) and getattr(around.func, "id", "") in ("any", "all")
    if is_item and asks:
        return "test"
    return "pass" if is_item and carries(values, parent) else "other"


def _starred(values: Values, node: ast.expr, parent: ast.Starred) -> str:
    whole = values.source.parents[parent]
    return "pass" if isinstance(whole, ast.Call) and carries(values, whole) else "other"


def _given_later(values: Values, node: ast.expr, parent: ast.Lambda) -> str:
    """What a function in place gives, where the function is followed."""
    return "pass" if values.value(parent) is not None else "other"


def _bound(values: Values, node: ast.expr, parent: ast.AST) -> str:
    if getattr(parent, "value", None) is not node:
        return "other"
    targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]  # type: ignore[attr-defined]
    followed = all(_followed(values, target) or values.is_kept(target) for target in targets)
    return "bind" if followed else "stored"


def _followed(values: Values, target: ast.expr) -> bool:
    """Whether every read of what is stored here can be seen."""
    variable = values.variable(target)
    if variable is not None and values.is_shared(variable):
        return False
    if isinstance(target, ast.Name):
        return True
    if isinstance(target, ast.Tuple | ast.List):
        return all(isinstance(e, ast.Name) and _followed(values, e) for e in target.elts)
    if not isinstance(target, ast.Attribute) or variable is None:
        return False
    if not target.attr.startswith("_") and not values.is_program():
        return False
    if any(isinstance(n, ast.Constant) and n.value == target.attr for n in values.source.nodes):
        return False  # getattr(bot, "answer"), vars(bot)["answer"]
    return all(
        values.variable(node) == variable or _unrelated(values, node.value)
        for node in values.attribute_nodes[target.attr]
    )


def _unrelated(values: Values, node: ast.expr) -> bool:
    """Whether an object is of a class of this module that inherits nothing."""
    owner = values.class_of(node)
    return owner is not None and not owner.bases


_CONTEXTS: dict[type[ast.AST], Callable[..., str]] = {
    ast.Attribute: _attribute,
    ast.List: _listed,
    ast.Tuple: _listed,
    ast.Subscript: _subscript,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.comprehension: _loop,
    ast.If: _test,
    ast.While: _test,
    ast.Assert: _test,
    ast.IfExp: _choice,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _not,
    ast.Compare: _compare,
    ast.Call: _argument,
    ast.keyword: lambda values, node, parent: "arg",
    ast.Assign: _bound,
    ast.AnnAssign: _bound,
    ast.NamedExpr: lambda values, node, parent: "bind",
    ast.Return: lambda values, node, parent: "return",
    ast.Yield: lambda values, node, parent: "yield",
    ast.Expr: lambda values, node, parent: "drop",
    ast.Starred: _starred,
    ast.Lambda: _given_later,
    **dict.fromkeys((ast.Set, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), _item),
    ast.Await: lambda values, node, parent: "pass",
    ast.FormattedValue: lambda values, node, parent: "format",
}
