"""What functions of a module give: the function that is called, and the entries of its tuples."""

from __future__ import annotations

import ast
from functools import partial

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, Function, How


def called_function(plan: Plan, node: ast.expr) -> Function | None:
    """The function of this module that an expression calls, or awaits."""
    awaited = isinstance(node, ast.Await)
    call = node.value if isinstance(node, ast.Await) else node
    function = plan.values.function(call.func) if isinstance(call, ast.Call) else None
    return function if isinstance(function, ast.AsyncFunctionDef) == awaited else None


def unpacked(plan: Plan, binding: Binding) -> list[ast.expr] | None:
    """What a name is given of the tuples of a function in view: ``system, contents = split(m)``.

    None where the tuples are not written out, or are used whole anywhere.
    """
    if binding.how is not How.UNPACK or binding.value is None or len(binding.path) != 1:
        return None
    function = called_function(plan, binding.value)
    if function is None or not all(map(partial(_is_unpacked, plan), plan.values.callers[function])):
        return None
    index, entries = binding.path[0], []
    for result in plan.values.results(function):
        if not isinstance(result, ast.Tuple) or not 0 <= index < len(result.elts):
            return None
        if any(isinstance(one, ast.Starred) for one in result.elts):
            return None
        entries.append(result.elts[index])
    return entries or None


def _is_unpacked(plan: Plan, call: ast.Call) -> bool:
    """Whether the entries of what a call gives get names at once."""
    parent = plan.source.parents[call]
    if isinstance(parent, ast.Await):
        parent = plan.source.parents[parent]
    targets = parent.targets if isinstance(parent, ast.Assign) else []
    one = targets[0] if len(targets) == 1 else None
    return isinstance(one, ast.Tuple) and all(isinstance(e, ast.Name) for e in one.elts)
