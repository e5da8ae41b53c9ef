"""What lists, names and functions of contents are converted to: once, and for one mode alone."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.shown_values import visit_shown
from stepbridge_codemods.rules.contents.media_looks import shared_resolution
from stepbridge_codemods.values.infer import Variable

_READS = frozenset({"test", "is None", "bind to itself"})


def is_first(plan: Plan, topic: str, key: object, mode: str, node: ast.expr) -> bool:
    """Whether definitions are still to be converted; gives up where they are for another mode."""
    done = plan.facts.setdefault(topic, {})
    assert isinstance(done, dict)
    as_known = (mode, shared_resolution(plan))
    first = key not in done
    if done.setdefault(key, as_known) != as_known:
        raise plan.cannot("SB005", node, ast.unparse(node)[:60])
    return first


def made_by_others(plan: Plan, answer: ast.expr) -> set[ast.Call]:
    """The calls of other groups that give an answer: its steps are only there if they migrate."""
    value = plan.values.value(answer)
    origins = {o for o in value.origins if isinstance(o, ast.Call)} if value else set()
    return origins - {site.call for site in plan.sites}


def refuse_other_mode(plan: Plan, node: ast.expr, mode: str, own_mode: str) -> None:
    """Gives up where a list is of one thing and what stands in it of another."""
    if (mode == "items") != (own_mode == "items"):
        raise plan.cannot("SB005", node, ast.unparse(node)[:60])


def visit_reads(plan: Plan, variable: Variable) -> None:
    """Notes the reads of a variable that need nothing more."""
    for load in plan.values.loads(variable):
        if plan.context(load) in _READS:
            plan.visited.add(load)
    visit_shown(plan, variable)
