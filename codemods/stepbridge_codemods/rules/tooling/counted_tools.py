"""How many functions a tool declares: ``len(tool.function_declarations)``."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.results import drop
from stepbridge_codemods.values.infer import Variable

_DECLARATIONS = "function_declarations"


def counted(plan: Plan, variable: Variable, *, alone: bool) -> None:
    """The declarations are what stands in the variable now: one of them alone, or the list."""
    for load in plan.values.loads(variable):
        read = plan.source.parents[load]
        if not isinstance(read, ast.Attribute) or read.attr != _DECLARATIONS:
            continue
        call = plan.source.parents[read]
        if not counts(call, plan.source) or ast.unparse(call.func) != "len":
            continue
        plan.visited.add(load)
        if alone:
            plan.edits.replace(read, "[", load, "]")
        else:
            drop(plan, read)
