"""Sites that share a value, and what becomes of each group: all of it, or nothing."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.edits import Clash
from stepbridge_codemods.options import Options
from stepbridge_codemods.plan import SITE_RULES, USE_RULES, Manual, Plan, Site, Use
from stepbridge_codemods.uses import uses_of
from stepbridge_codemods.values.infer import Values, Variable
from stepbridge_codemods.values.kinds import Kind

_PASSING = frozenset({"pass", "drop"})


@dataclass(eq=False)
class Group:
    """Sites whose fate is one, their uses, and the plan or the refusal."""

    sites: list[Site]
    uses: list[Use] = field(default_factory=list)
    plan: Plan | None = None
    refusal: Manual | None = None


def sites_of(values: Values) -> list[Site]:
    """Every legacy call for which a rule is registered."""
    found = []
    for call in values.calls:
        if not isinstance(call.func, ast.Attribute):
            continue
        base = values.value(call.func.value)
        if base is None:
            continue
        is_async = base.kind.startswith("Async")
        symbol = f"{base.kind.removeprefix('Async')}.{call.func.attr}"
        if symbol in SITE_RULES:
            found.append(Site(call, base.kind, symbol, is_async))
    return found


def solve(values: Values, options: Options) -> list[Group]:
    """Groups the sites of a module and plans each group, joining those that share a variable."""
    groups = _connected(values)
    while True:
        owners: dict[Variable, Group] = {}
        joined = False
        for group in groups:
            if group.plan is None and group.refusal is None:
                _plan(group, values, options)
            for variable in group.plan.claims if group.plan else ():
                other = owners.setdefault(variable, group)
                if other is not group:
                    groups = _join(groups, other, group)
                    joined = True
                    break
            if joined:
                break
        if not joined:
            return groups


def _connected(values: Values) -> list[Group]:
    groups = {site.call: Group([site]) for site in sites_of(values)}
    foreign: list[tuple[Use, list[Group]]] = []
    for use, origins in uses_of(values):
        involved = list({id(groups[o]): groups[o] for o in origins if o in groups}.values())  # type: ignore[index]
        if not involved:
            continue
        first = involved[0]
        for other in involved[1:]:
            first.sites += other.sites
            first.uses += other.uses
            for site in other.sites:
                groups[site.call] = first
        first.uses.append(use)
        if any(origin not in groups for origin in origins):
            foreign.append((use, [first]))
    unique = list({id(group): group for group in groups.values()}.values())
    for use, (group,) in foreign:
        owner = next(g for g in unique if use in g.uses or g is group)
        owner.refusal = owner.refusal or Manual("SB003", use.node)
    return unique


def _join(groups: list[Group], one: Group, other: Group) -> list[Group]:
    merged = Group([*one.sites, *other.sites], [*one.uses, *other.uses])
    return [merged, *(g for g in groups if g is not one and g is not other)]


def _plan(group: Group, values: Values, options: Options) -> None:
    plan = Plan(values.source, values, options, group.sites, group.uses)
    try:
        for site in group.sites:
            SITE_RULES[site.symbol](plan, site)
        for use in group.uses:
            _apply(plan, use)
    except Manual as refusal:
        group.refusal = refusal
        plan.edits = type(plan.edits)(values.source)
        plan.imports.clear()
    except Clash as clash:
        group.refusal = Manual("SB001", group.sites[0].call, str(clash))
    group.plan = plan


def _apply(plan: Plan, use: Use) -> None:
    if use.kind is Kind.MIXED:
        plan.give_up("SB003", use.node)
    if use.context in _PASSING:
        return
    rule = USE_RULES.get((use.kind, use.context)) or USE_RULES.get((Kind.MIXED, use.context))
    if rule is None:
        plan.give_up("SB001", use.node, f"{use.kind} {use.context}")
    rule(plan, use)
