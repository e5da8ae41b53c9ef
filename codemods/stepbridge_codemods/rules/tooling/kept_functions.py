"""Functions among the tools that are imported, or kept in lists and tables."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, are_certain, is_certain
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import How
from stepbridge_codemods.values.paths import Path


def is_function(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a function, whatever happens."""
    return is_certain(plan, _FUNCTION, node)


def are_functions(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a list of functions that is not written out for this alone."""
    bindings = bindings_of(plan, node) if isinstance(node, ast.Name | ast.Attribute) else []
    written = any(b.how is How.ASSIGN and isinstance(b.value, ast.List) for b in bindings)
    return not written and are_certain(plan, _FUNCTION, node)


def _shows(plan: Plan, node: ast.expr, path: Path) -> bool:
    if path:
        return False
    return (
        plan.values.function(node) is not None
        or plan.values.qualified(node) in plan.values.around.functions
    )


_FUNCTION = Sort("a function", _shows, lambda plan, node: False, annotated=False)
