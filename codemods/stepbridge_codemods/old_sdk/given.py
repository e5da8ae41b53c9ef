"""What an expression stands for, one step nearer to where it is written."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.old_sdk.callers import arguments_for, callers_in_view
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import How


@dataclass(slots=True)
class Passed:
    """The expressions that another one may be, and the annotations that speak of it."""

    values: list[ast.expr] = field(default_factory=list)
    annotations: list[ast.expr] = field(default_factory=list)

    def note(self, annotation: ast.expr | None) -> None:
        """Adds an annotation, if there is one."""
        if annotation is not None:
            self.annotations.append(annotation)


def passed_to(plan: Plan, node: ast.expr) -> Passed | None:
    """What a name, a choice, or a call of a function of this module may be.

    None where some of it is not in view, or where other modules see it too.
    """
    if isinstance(node, ast.IfExp):
        return Passed([node.body, node.orelse])
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return Passed(list(node.values))
    if isinstance(node, ast.NamedExpr):
        return Passed([node.value])
    function = plan.values.function(node.func) if isinstance(node, ast.Call) else None
    if function is not None:
        calls = callers_in_view(plan, function)
        if not calls or isinstance(function, ast.AsyncFunctionDef):
            return None
        found = Passed(plan.values.results(function))
        found.note(function.returns)
        return found if found.values else None
    return _bound(plan, node)


def _bound(plan: Plan, node: ast.expr) -> Passed | None:
    variable = plan.values.variable(node)
    bindings = bindings_of(plan, node)
    if not bindings or (variable is not None and plan.values.is_shared(variable)):
        return None
    found = Passed()
    for binding in bindings:
        if binding.how is How.PARAM:
            given = arguments_for(plan, binding)
            if given is None:
                return None
            found.values += given
            found.note(getattr(binding.target, "annotation", None))
        elif binding.how is How.ASSIGN and binding.value is not None and not binding.path:
            found.values.append(binding.value)
            parent = plan.source.parents.get(binding.target)
            found.note(parent.annotation if isinstance(parent, ast.AnnAssign) else None)
        else:
            return None
    return found


def named_values(node: ast.expr) -> dict[str, ast.expr] | None:
    """The values of a dict, or of the keywords of a call; None where not all have a name here."""
    if isinstance(node, ast.Dict):
        names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        found = dict(zip(names, node.values, strict=True))
    elif isinstance(node, ast.Call) and not node.args:
        found = {keyword.arg: keyword.value for keyword in node.keywords}
    else:
        return None
    known = {name: value for name, value in found.items() if isinstance(name, str)}
    return known if len(known) == len(found) else None
