"""Sites that share a value, and what becomes of each group: all of it, or nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from stepbridge_codemods.findings.request_fields import Seen
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.escaping import bridge_calls, refuse_assumed
from stepbridge_codemods.planning.evidence import evidence_of
from stepbridge_codemods.planning.lint import Problem, problems_of
from stepbridge_codemods.planning.plan import SITE_RULES, USE_RULES, ManualError, Plan, Site, Use
from stepbridge_codemods.planning.referring import handed_on, references
from stepbridge_codemods.planning.shape_checks import (
    refuse_where_blocks_are_read,
    refuse_where_shape_matters,
    refuse_where_text_is_code,
)
from stepbridge_codemods.planning.splitting import apart
from stepbridge_codemods.planning.stand_ins import replaced
from stepbridge_codemods.planning.uses import uses_of
from stepbridge_codemods.planning.whole_answers import tell_of_whole_answers
from stepbridge_codemods.rules.answers.asked import asked, never_read
from stepbridge_codemods.rules.answers.finish_forms import is_reason_or_other
from stepbridge_codemods.rules.answers.showing import shown
from stepbridge_codemods.rules.answers.strangers import is_never_reached
from stepbridge_codemods.rules.streams.chunk_usage import tell_of_usage
from stepbridge_codemods.text.edits import ClashError, Edits
from stepbridge_codemods.values.infer import Values, Variable
from stepbridge_codemods.values.kinds import CHATS, Kind
from stepbridge_codemods.values.scopes import How
from stepbridge_codemods.wrappers.sites import wrapped_sites

_PASSING = frozenset({"pass", "drop"})


@dataclass(eq=False)
class Group:
    """Sites whose fate is one, their uses, and the plan or the refusal.

    ``evidence`` is None for calls that are legacy code by themselves. ``waits``: a fix has to wait
    for the edits of another group. ``parts`` are the groups that it was joined from, ``inlined``
    the variables that its plan leaves as they are.
    """

    sites: list[Site]
    uses: list[Use] = field(default_factory=list)
    evidence: list[Seen] | None = None
    plan: Plan | None = None
    refusal: ManualError | None = None
    fixed: ManualError | None = None
    native_refusal: ManualError | None = None
    waits: bool = False
    parts: list[Group] = field(default_factory=list)
    inlined: frozenset[Variable] = frozenset()

    @property
    def is_native(self) -> bool:
        return self.refusal is None and self.plan is not None and not self.plan.bridged


def sites_of(values: Values) -> list[Site]:
    """Every legacy call for which a rule is registered."""
    found = []
    for call in values.calls:
        if not isinstance(call.func, ast.Attribute):
            continue
        base = values.value(call.func.value)
        if base is None:
            name = values.qualified(call.func)
            if name in SITE_RULES:
                found.append(Site(call, Kind.REPLY, name))
            continue
        is_async = base.kind.startswith("Async")
        symbol = f"{base.kind.removeprefix('Async')}.{call.func.attr}"
        if symbol in SITE_RULES:
            found.append(Site(call, base.kind, symbol, is_async))
    return [*found, *handed_on(values), *references(values), *wrapped_sites(values)]


def solve(values: Values, options: Options) -> list[Group]:
    """Groups the sites of a module and plans each group, joining those that share a variable."""
    groups = []
    for group in _connected(values):
        group.evidence = evidence_of(values, group.sites, group.uses)
        if group.evidence is None or group.evidence:
            groups.append(group)
    while True:
        for group in groups:
            if group.plan is None and group.refusal is None:
                _plan(group, values, options)
        pair = _to_join(groups)
        if pair is None:
            groups = [one for group in groups for one in _apart(group, values, options)]
            return [*groups, *_mistakes(values, options, groups)]
        groups = _join(groups, *pair)


def _mistakes(values: Values, options: Options, groups: list[Group]) -> list[Group]:
    """A group for each mistake that no other group deals with."""
    known = {seen.node for group in groups for seen in group.evidence or ()}
    taken = Edits(values.source)
    for group in groups:
        if group.plan is not None and group.refusal is None:
            taken.update(group.plan.edits)
    found = []
    for problem in problems_of(values):
        if problem.node not in known:
            known.add(problem.node)
            found.append(_mistake(values, options, problem, taken))
    return found


def _mistake(values: Values, options: Options, problem: Problem, taken: Edits) -> Group:
    node = cast(ast.Call, problem.node)
    one = Site(node, Kind.INTERACTION, "mistake")
    label = problem.label or values.source.text[slice(*values.source.span(node))]
    group = Group([one], evidence=[Seen(problem.symbol, node, label, bool(problem.label))])
    group.plan = Plan(values.source, values, options, [one])
    left = ManualError("", node, problem.advice)
    if problem.fix is None:
        group.refusal = group.fixed = left
        return group
    try:
        problem.fix(group.plan)
    except (ManualError, ClashError):
        group.refusal = group.fixed = left
        return group
    together = taken.copy()
    try:
        together.update(group.plan.edits)
        together.render(0, len(values.source.text))
    except ClashError:
        group.waits = True
    around = taken.in_order()
    for edit in group.plan.edits.in_order():
        group.waits |= any(o.start <= edit.start and edit.end <= o.end for o in around)
    if group.waits:
        group.plan.edits = Edits(values.source)
        group.plan.imports.clear()
        return group
    taken.update(group.plan.edits)
    return group


def _to_join(groups: list[Group]) -> tuple[Group, Group] | None:
    owners: dict[Variable | ast.Call, Group] = {}
    for group in groups:
        owners.update((site.call, group) for site in group.sites)
    for group in groups:
        if group.plan is None:
            continue
        shared_by: list[Variable | ast.Call] = [*group.plan.claims, *group.plan.related]
        for shared in shared_by:
            other = owners.setdefault(shared, group)
            if other is not group:
                return other, group
    return None


def _connected(values: Values) -> list[Group]:
    groups = {site.call: Group([site]) for site in sites_of(values)}
    foreign: list[tuple[Use, list[Group]]] = []
    for use, made_by in uses_of(values):
        origins = made_by | _own_call(values, use)
        made = _in_order(groups[o].sites[0] for o in origins if o in groups)
        involved = list({id(groups[one.call]): groups[one.call] for one in made}.values())
        if not involved:
            continue
        first = involved[0]
        for other in involved[1:]:
            first.sites += other.sites
            first.uses += other.uses
            for site in other.sites:
                groups[site.call] = first
        first.uses.append(use)
        if use.kind is not Kind.MIXED and any(origin not in groups for origin in origins):
            foreign.append((use, [first]))
    unique = list({id(group): group for group in groups.values()}.values())
    for use, (group,) in foreign:
        owner = next(g for g in unique if use in g.uses or g is group)
        reason = "SB014" if use.kind in CHATS else "SB003"
        owner.refusal = owner.fixed = owner.fixed or ManualError(reason, use.node)
    return unique


def _in_order(sites: Iterable[Site]) -> list[Site]:
    """Sites as they stand in the text, so that every run says the same."""
    return sorted(sites, key=lambda site: (site.call.lineno, site.call.col_offset, site.symbol))


def _own_call(values: Values, use: Use) -> set[ast.AST]:
    """The call of a chat's method, which migrates with what began the chat."""
    call = values.source.parents.get(use.parent)
    if use.kind not in CHATS or not isinstance(call, ast.Call) or call.func is not use.parent:
        return set()
    return {call} if f"Chat{use.context}" in SITE_RULES else set()


def _join(groups: list[Group], one: Group, other: Group) -> list[Group]:
    merged = Group([*one.sites, *other.sites], [*one.uses, *other.uses])
    first = min(merged.sites, key=lambda site: (site.call.lineno, site.call.col_offset))
    if one.fixed or other.fixed:
        merged.refusal = merged.fixed = one.fixed or other.fixed
    if one.evidence is not None and other.evidence is not None:
        merged.evidence = list(dict.fromkeys([*one.evidence, *other.evidence]))
    merged.sites.sort(key=lambda site: site is not first)
    merged.parts = [*(one.parts or [one]), *(other.parts or [other])]
    return [merged, *(g for g in groups if g is not one and g is not other)]


def _apart(group: Group, values: Values, options: Options) -> list[Group]:
    """The groups that one was joined from, where they do better by themselves."""
    if group.is_native or len(group.parts) < 2 or group.evidence is not None:
        return [group]
    parts = [Group(p.sites, p.uses, fixed=p.fixed) for p in group.parts]
    refused = group.refusal is not None
    split = apart(parts, lambda part: _plan(part, values, options), refused=refused)
    return parts if split else [group]


def _order(use: Use) -> tuple[bool, int, int]:
    """Loops over streams first: they say what becomes of the chunks in them."""
    return use.kind not in (Kind.STREAM, Kind.CHUNKS), use.node.lineno, use.node.col_offset


def _plan(group: Group, values: Values, options: Options) -> None:
    """Natively where that works; else with input, result, or both going over a bridge."""
    group.uses.sort(key=_order)
    bridges: set[str] = set()
    inlined = group.inlined
    readers: dict[Variable, ManualError] = {}
    while True:
        plan = Plan(values.source, values, options, group.sites, group.uses, inlined=inlined)
        plan.bridges_input = "input" in bridges
        plan.bridges_result = "result" in bridges
        plan.bridges_call = "call" in bridges
        refusal = _attempt(plan)
        if refusal is None:
            group.plan = plan
            return
        if refusal.variable is not None and refusal.variable not in inlined:
            readers[refusal.variable] = refusal
            inlined |= {refusal.variable}
            continue
        refusal = readers.get(refusal.variable, refusal) if refusal.variable else refusal
        more = _bridge_for(refusal, plan) - bridges or _last_resort(refusal, bridges)
        if options.native_only or not more or group.evidence is not None:
            break
        group.native_refusal = group.native_refusal or refusal
        bridges |= more
    group.refusal = refusal
    plan.edits = type(plan.edits)(values.source)
    plan.imports.clear()
    group.plan = plan


def bridge_instead(group: Group, refusal: ManualError) -> bool:
    """Plans a group anew, its calls over the bridge; whether that is possible."""
    old = group.plan
    if old is None or old.options.native_only or old.bridges_call or group.evidence is not None:
        return False
    plan = Plan(old.source, old.values, old.options, group.sites, group.uses, bridges_call=True)
    if _attempt(plan) is not None:
        return False
    group.native_refusal = group.native_refusal or refusal
    group.plan = plan
    return True


def _attempt(plan: Plan) -> ManualError | None:
    try:
        for site in plan.sites:
            if (stand_in := replaced(plan.values, site)) is not None:
                raise plan.cannot("SB035", stand_in)
        if not plan.bridges_call:
            refuse_assumed(plan)
        if plan.bridges_call or plan.bridges_result:
            refuse_where_shape_matters(plan)
            tell_of_whole_answers(plan)
            if not plan.bridges_call:
                refuse_where_blocks_are_read(plan)
        elif plan.uses:
            refuse_where_text_is_code(plan)
        tell_of_usage(plan)
        if plan.bridges_call:
            bridge_calls(plan)
            return None
        for site in sorted(plan.sites, key=lambda site: not site.is_wrapped):
            if site.is_reference:
                raise plan.cannot("SB009", site.function)
            SITE_RULES[site.symbol](plan, site)
        for use in plan.uses:
            # A result that goes over a bridge keeps its shape; what began a chat does not.
            if use.kind in CHATS or not plan.bridges_result:
                _apply(plan, use)
        plan.settle()
    except ManualError as refusal:
        return refusal
    except ClashError as clash:
        return ManualError("SB001", plan.sites[0].call, str(clash))
    return None


def _last_resort(refusal: ManualError, bridges: set[str]) -> set[str]:
    """The whole call over the bridge, where it is only its form that cannot be seen."""
    return set() if refusal.reason in _HOPELESS or "call" in bridges else {"call"}


def _bridge_for(refusal: ManualError, plan: Plan) -> set[str]:
    """Which border would help where a native rewrite failed."""
    if refusal.is_final:
        return set()
    if refusal.in_input:
        return {"input"}
    if refusal.reason == "SB011":
        return {"input"}
    if refusal.reason in _RESULT_REASONS or (refusal.reason == "SB007" and _is_use(refusal, plan)):
        return {"result"}
    return set()


def _is_use(refusal: ManualError, plan: Plan) -> bool:
    return any(refusal.node in (use.node, use.parent) for use in plan.uses)


_HOPELESS = frozenset({"SB006", "SB013", "SB017", "SB018", "SB032", "SB035"})
_RESULT_REASONS = frozenset({"SB001", "SB002", "SB003", "SB015"})


_SAME_SHAPE = frozenset(
    {Kind.OUTPUTS, Kind.OUTPUT, Kind.STEPS, Kind.STEP, Kind.ITEMS, Kind.ITEM, Kind.DELTA}
)
"""Kinds with the attributes that they had in the beta."""


def _keeps_shape(values: Values, node: ast.AST, depth: int = 0) -> bool:
    """Whether of several things that an expression can be none changes its attributes."""
    if isinstance(node, ast.IfExp):
        parts: list[ast.AST] = [node.body, node.orelse]
    elif isinstance(node, ast.BoolOp):
        parts = list(node.values)
    elif isinstance(node, ast.Name) and depth < 4:
        given = [b.value for b in values.names.reads.get(node, ()) if b.how is How.ASSIGN]
        parts = [value for value in given if value is not None]
    else:
        parts = []
    return bool(parts) and all(_is_same(values, part, depth + 1) for part in parts)


def _is_same(values: Values, node: ast.AST, depth: int) -> bool:
    value = values.value(node)
    if value is None or value.kind in _SAME_SHAPE:
        return True
    return value.kind is Kind.MIXED and _keeps_shape(values, node, depth)


def _apply(plan: Plan, use: Use) -> None:
    if use.node in plan.settled or never_read(plan, use.node):
        return
    if use.context == "arg" and asked(plan, use):
        return
    if use.kind is Kind.MIXED and is_reason_or_other(plan.values, use.node):
        return
    if use.kind is Kind.MIXED and (_keeps_shape(plan.values, use.node) or shown(plan, use)):
        return
    if use.kind is Kind.MIXED:
        raise plan.cannot("SB003", use.node)
    if use.context in _PASSING:
        return
    rule = (
        USE_RULES.get((use.kind, use.context))
        or USE_RULES.get((use.kind, "*"))
        or USE_RULES.get((Kind.MIXED, use.context))
    )
    if rule is None and is_never_reached(plan, use):
        return
    if rule is None:
        raise plan.cannot("SB001", use.node, f"{use.kind} {use.context}")
    rule(plan, use)
