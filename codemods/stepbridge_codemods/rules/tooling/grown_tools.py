"""Lists of tools that grow by one tool after another before they are sent."""

from __future__ import annotations

import ast
from collections.abc import Callable

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rewriting.placing import append
from stepbridge_codemods.rules.contents.shapes import growth
from stepbridge_codemods.text.layout import Doc, listing
from stepbridge_codemods.values.infer import Variable

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
Convert = Callable[[ast.expr], list[Doc]]


def grow(plan: Plan, variable: Variable, convert: Convert) -> bool:
    """Converts what is put into a list of tools; whether anything is.

    ``convert`` gives the entries that a tool becomes. Raises SB012 for what else is done to it.
    """
    calls = growth(plan, variable)
    for call in calls:
        if any(_is_held(plan, load, call) for load in plan.values.loads(variable)):
            raise plan.cannot("SB012", call, "tools that a config has already")
        method = call.func
        assert isinstance(method, ast.Attribute)
        argument = call.args[0] if len(call.args) == 1 else None
        if argument is None or plan.context(call) != "drop":
            raise plan.cannot("SB012", call, "tools")
        plan.visited.add(method.value)
        if method.attr == "append":
            append(plan, method, argument, convert(argument))
        elif method.attr == "extend" and isinstance(argument, ast.List | ast.Tuple):
            docs = [doc for one in argument.elts for doc in convert(one)]
            in_place(plan, argument, listing(docs))
        else:
            raise plan.cannot("SB012", call, "tools")
    return bool(calls)


def _is_held(plan: Plan, load: ast.expr, growing: ast.Call) -> bool:
    """Whether a config that is kept took the list over before it grew: it had a copy of it."""
    statement = plan.values.enclosing(load, ast.stmt)
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or load.lineno > growing.lineno:
        return False
    if plan.values.enclosing(load, *_FUNCTIONS) is not plan.values.enclosing(growing, *_FUNCTIONS):
        return False
    return plan.context(load) not in ("test", "is None", "or nothing")


def grows_later(plan: Plan, written: ast.expr) -> bool:
    """Whether a list that is written out gets a name, and grows under it."""
    holder = plan.source.parents[written]
    targets = (
        holder.targets if isinstance(holder, ast.Assign) else [getattr(holder, "target", None)]
    )
    variables = [plan.values.variable(one) for one in targets if isinstance(one, ast.expr)]
    return any(one is not None and growth(plan, one) for one in variables)


def visit_tests(plan: Plan, variable: Variable) -> None:
    """A list of tools is as empty as it was."""
    for load in plan.values.loads(variable):
        if plan.context(load) in ("test", "is None", "or nothing"):
            plan.visited.add(load)


def or_none(node: ast.expr) -> ast.expr:
    """The list in ``tools or None``."""
    if not isinstance(node, ast.BoolOp) or not isinstance(node.op, ast.Or) or len(node.values) != 2:
        return node
    last = node.values[1]
    return node.values[0] if isinstance(last, ast.Constant) and last.value is None else node
