"""Values that are converted where they are written, and shown to a person besides."""

from __future__ import annotations

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.beside import has_room
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.shown import is_only_shown

_REMARK = "What goes into the call is shown as well, and now as Interactions takes it."


def visit_shown(plan: Plan, variable: Variable) -> None:
    """Notes the reads of a variable that only show it, where the old value cannot stay beside."""
    if plan.options.safe or has_room(plan, variable):
        return
    for load in plan.values.loads(variable):
        if load not in plan.visited and is_only_shown(plan.values, load):
            plan.visited.add(load)
            for site in plan.sites:
                plan.mark(site.function, _REMARK)
