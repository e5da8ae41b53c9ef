"""``ask = partial(client.models.generate_content, model=...)``: what the calls of it add."""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import take
from stepbridge_codemods.planning.plan import Plan, Site
from stepbridge_codemods.rules.calls.bridge import bridged_input
from stepbridge_codemods.text.layout import Layout

_PREPARING = frozenset({"functools.partial"})
_ADDED = frozenset({"model", "contents"})


def added_later(plan: Plan, site: Site) -> set[str]:
    """The arguments that every call of a prepared function adds, rewritten where they stand."""
    calls = _calls(plan, site)
    if not calls:
        return set()
    names = [{keyword.arg or "" for keyword in call.keywords} for call in calls]
    if any(call.args for call in calls) or not set().union(*names) <= _ADDED:
        raise plan.cannot("SB008", site.call)
    calls_rewritten(plan).update(calls)
    for call in calls:
        for keyword in call.keywords:
            if keyword.arg == "contents":
                _rewrite(plan, keyword)
    return set.intersection(*names)


def calls_rewritten(plan: Plan) -> set[ast.Call]:
    """The calls of prepared functions that have been dealt with."""
    done = plan.facts.setdefault("calls of prepared functions", set())
    assert isinstance(done, set)
    return done


def _calls(plan: Plan, site: Site) -> list[ast.Call]:
    """The calls of the name that a prepared function gets; none where it goes elsewhere, too."""
    holder = plan.source.parents[site.call]
    if plan.values.qualified(site.call.func) not in _PREPARING:
        return []
    if not isinstance(holder, ast.Assign) or len(holder.targets) > 1:
        return []
    variable = plan.values.variable(holder.targets[0])
    loads = plan.values.loads(variable) if variable is not None else []
    if variable is None or len(plan.values.stores(variable)) != 1 or not loads:
        return []
    found = []
    for load in loads:
        call = plan.source.parents[load]
        if not isinstance(call, ast.Call) or call.func is not load:
            return []
        found.append(call)
    for load in loads:
        take(plan, load)
    return found


def _rewrite(plan: Plan, keyword: ast.keyword) -> None:
    source = plan.source
    doc = bridged_input(plan, keyword.value)
    start, end = source.span(keyword)
    column = start - source.line_start(start) + len("input=")
    pieces = Layout(source, plan.quote).pieces(doc, source.indent(start), column)
    plan.edits.put(start, end, "input=", *pieces)
