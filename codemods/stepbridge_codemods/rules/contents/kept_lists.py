"""Lists that a dict keeps by key: ``histories[user]``, one history for each conversation."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.inside import is_empty
from stepbridge_codemods.values.names import Binding, How

_GETTERS = frozenset({"setdefault", "get", "pop"})
_PLAIN = frozenset({"clear", "keys", "pop"})
_DEFAULTS = frozenset({"defaultdict(list)", "collections.defaultdict(list)"})


@dataclass(slots=True)
class Kept:
    """How a dict of lists is used.

    ``lists`` are its reads with the expressions around them that give one of its lists, ``stored``
    what is put under a key or added to what is there, ``plain`` the reads that look at no list.
    """

    lists: list[tuple[ast.expr, ast.expr]] = field(default_factory=list)
    stored: list[ast.expr] = field(default_factory=list)
    plain: list[ast.expr] = field(default_factory=list)


def table_of(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The dict that an expression takes a list from; None where it is no such dict."""
    table: ast.expr | None = None
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
        table = node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        table = node.func.value if _gets(node, node.func.attr) else None
    variable = plan.values.variable(table) if table is not None else None
    if variable is None or not all(_starts_empty(b) for b in plan.values.stores(variable)):
        return None
    return table


def _gets(call: ast.Call, method: str) -> bool:
    """Whether a method gives the list under a key, or an empty one."""
    if method not in _GETTERS or call.keywords or not call.args:
        return False
    default = call.args[1:]
    return all(is_empty(one) for one in default) and (bool(default) or method != "setdefault")


def _starts_empty(binding: Binding) -> bool:
    if binding.how is How.ANNOTATION:
        return True
    value = binding.value if binding.how is How.ASSIGN else None
    if isinstance(value, ast.Dict):
        return not value.keys
    return value is not None and ast.unparse(value) in {"dict()", *_DEFAULTS}


def kept_in(plan: Plan, table: Variable) -> Kept | None:
    """All uses of a dict of lists; None where one of them is another."""
    found = Kept()
    for load in plan.values.loads(table):
        if not _sort(plan, load, found):
            return None
    return found


def _sort(plan: Plan, load: ast.expr, found: Kept) -> bool:
    """Puts one read of the dict where it belongs."""
    parents = plan.source.parents
    parent = parents[load]
    if isinstance(parent, ast.Subscript) and parent.value is load:
        return _sort_index(plan, load, parent, found)
    if isinstance(parent, ast.Attribute):
        call = parents[parent]
        if not isinstance(call, ast.Call) or call.func is not parent:
            return False
        if parent.attr in _PLAIN and plan.context(call) in ("drop", "for"):
            found.plain.append(load)
            return True
        if _gets(call, parent.attr):
            found.lists.append((load, call))
            return True
        return False
    looks = isinstance(parent, ast.Compare) or plan.context(load) == "test"
    counts = isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "len"
    if looks or counts:
        found.plain.append(load)
    return looks or counts


def _sort_index(plan: Plan, load: ast.expr, index: ast.Subscript, found: Kept) -> bool:
    holder = plan.source.parents[index]
    if isinstance(index.ctx, ast.Del):
        found.plain.append(load)
        return True
    if isinstance(index.ctx, ast.Load):
        found.lists.append((load, index))
        return True
    if not isinstance(holder, ast.Assign | ast.AugAssign):
        return False
    found.plain.append(load)
    found.stored.append(holder.value)
    return True
