"""Which kinds of output a piece of code deals with: items of content, steps, or both."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.contexts import context_of
from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.rules.answers.compared import constants_compared
from stepbridge_codemods.rules.beta.names import CONTENT_READS, CONTENT_TYPES, STEP_READS
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

CONTENT, STEP, ALL = "content", "step", "all"
_NEUTRAL = frozenset({"pass", "drop", "bind", "test", "is None", "or nothing"})


def wanted(plan: Plan, uses: list[Use]) -> str:
    """``content`` or ``step`` where all uses want outputs of that sort only, else ``all``."""
    found: set[str] = set()
    for use in uses:
        found |= _wanted(plan, use)
    return found.pop() if len(found) == 1 else ALL


def named_uses(plan: Plan, whole: ast.AST, name: str) -> list[Use]:
    """The uses of an output under a name, inside a loop or comprehension."""
    return [
        Use(node, Kind.OUTPUT, *context_of(plan.values, node))
        for node in ast.walk(whole)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]


def _wanted(plan: Plan, use: Use) -> set[str]:
    if use.context == ".type":
        types = {text_of(node) for node in constants_compared(plan.values, use.parent)}
        if types:
            return {_sort(one) for one in types}
        return _guard(plan, use) or {ALL}
    if use.context == "arg" and (asked := _asked(plan, use.parent, use.node)):
        return asked
    if use.context in _NEUTRAL:
        return set()
    guard = _guard(plan, use)
    if guard:
        return guard
    name = use.context.removeprefix(".")
    if name in CONTENT_READS:
        return {CONTENT}
    return {STEP} if name in STEP_READS else {ALL}


def _sort(type_name: str) -> str:
    return CONTENT if type_name in CONTENT_TYPES else STEP


def _asked(plan: Plan, call: ast.AST, node: ast.expr) -> set[str]:
    """The answer of ``hasattr(o, "text")``, ``getattr(o, "text", "")``, ``isinstance(o, X)``."""
    if not isinstance(call, ast.Call) or len(call.args) < 2 or call.args[0] is not node:
        return set()
    function = ast.unparse(call.func)
    if function in ("hasattr", "getattr"):
        name = text_of(call.args[1])
        if name in CONTENT_READS:
            return {CONTENT}
        return {STEP} if name in STEP_READS else set()
    if function == "isinstance":
        name = (plan.values.qualified(call.args[1]) or "").rpartition(".")[2]
        sort = name.removesuffix("Content").removesuffix("Param").lower()
        return {_sort(sort)} if name.endswith(("Content", "Step")) else {ALL}
    return set()


def _guard(plan: Plan, use: Use) -> set[str]:
    """The sorts of output for which a node is reached at all; empty where it is reached always."""
    name = ast.unparse(use.node)
    child: ast.AST = use.node
    parent = plan.source.parents.get(child)
    while parent is not None:
        tests = _tests(plan, parent, child)
        for test in tests:
            sorts = _asserted(plan, test, name)
            if sorts:
                return sorts
        child, parent = parent, plan.source.parents.get(parent)
    return set()


def is_reached_for(values: Values, node: ast.AST, kind: str) -> bool:
    """Whether a node is reached only where a type was compared with this one."""
    child, parent = node, values.source.parents.get(node)
    while parent is not None and not isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
        test = getattr(parent, "test", None) or getattr(parent, "pattern", None)
        is_asked = test is not None and child is not test
        if is_asked and any(text_of(n) == kind for n in ast.walk(test)):  # type: ignore[arg-type]
            return child not in getattr(parent, "orelse", [])
        child, parent = parent, values.source.parents.get(parent)
    return False


def _tests(plan: Plan, parent: ast.AST, child: ast.AST) -> list[ast.expr]:
    """Conditions that hold where a child of a node runs."""
    if isinstance(parent, ast.If) and child in parent.body:
        return [parent.test]
    if isinstance(parent, ast.IfExp) and child is parent.body:
        return [parent.test]
    if isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.And):
        return parent.values[: parent.values.index(child)] if child in parent.values else []
    if isinstance(parent, ast.ListComp | ast.GeneratorExp | ast.SetComp):
        return [t for g in parent.generators for t in g.ifs] if child is parent.elt else []
    return []


def _asserted(plan: Plan, test: ast.expr, name: str) -> set[str]:
    """The sorts that a condition leaves; empty when it says nothing about the output."""
    if isinstance(test, ast.BoolOp):
        found = [_asserted(plan, value, name) for value in test.values]
        if isinstance(test.op, ast.And):
            return next((sorts for sorts in found if sorts), set())
        return set().union(*found) if all(found) else set()
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        if isinstance(test.ops[0], ast.NotEq | ast.NotIn | ast.IsNot):
            return {CONTENT} if ast.unparse(test.left) == f"{name}.text" else set()
        sides = {ast.unparse(test.left), ast.unparse(test.comparators[0])}
        if f"{name}.type" not in sides and f"getattr({name}, 'type', None)" not in sides:
            return set()
        return {_sort(text_of(node)) for node in _constants(test)}
    if isinstance(test, ast.Call) and test.args:
        asked = _asked(plan, test, test.args[0]) if ast.unparse(test.args[0]) == name else set()
        return asked - {ALL}
    text = ast.unparse(test)
    if text.startswith(f"{name}.") and text.removeprefix(f"{name}.") in CONTENT_READS:
        return {CONTENT}
    return set()


def _constants(test: ast.Compare) -> list[ast.Constant]:
    return [
        node
        for side in (test.left, *test.comparators)
        for node in ast.walk(side)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def asks_for_calls(plan: Plan, test: ast.expr, name: str) -> bool:
    """Whether a condition says exactly ``name.type == "function_call"``."""
    return (
        isinstance(test, ast.Compare)
        and len(test.ops) == 1
        and isinstance(test.ops[0], ast.Eq)
        and ast.unparse(test) == f"{name}.type == 'function_call'"
    )
