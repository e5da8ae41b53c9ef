"""Findings: each legacy field at its place, with the tier of the group it belongs to."""

from __future__ import annotations

import ast
from dataclasses import replace

from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.findings.left import left
from stepbridge_codemods.findings.listed import fields_of_call, fields_of_uses
from stepbridge_codemods.findings.request_fields import Seen
from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.findings.strays import Stray, strays
from stepbridge_codemods.planning.groups import Group
from stepbridge_codemods.values.infer import Values


def findings_of(values: Values, groups: list[Group], *, applied: bool) -> tuple[Finding, ...]:
    """All findings of a module, sorted."""
    found: set[Finding] = set()
    for group in groups:
        seen = seen_of(values, group)
        name = site_name(values, group)
        found.update(_finding(values, group, one, name, applied) for one in seen)
        if group.refusal is not None and group.refusal.reason:
            found.add(_refusal(values, group, name))
        elif group.native_refusal is not None:
            found.add(_bridged(values, group, name, applied))
    for stray in strays(values, groups):
        found.update(_strayed(values, stray))
    return tuple(sorted(found))


def seen_of(values: Values, group: Group) -> list[Seen]:
    """The legacy fields of a group: what was taken as evidence, or all that its calls mention."""
    if group.evidence is not None:
        return group.evidence
    seen = fields_of_uses(group.uses)
    for site in group.sites:
        seen += fields_of_call(values, site)
    return seen


def site_name(values: Values, group: Group) -> str:
    """What ties the findings of a group together: line and column of its first call."""
    first = min(values.source.span(site.call)[0] for site in group.sites)
    line, column = values.source.position(first)
    return f"{line}:{column}"


def _tier(group: Group) -> Tier:
    if group.refusal is not None:
        return Tier.MANUAL
    return Tier.BRIDGED if group.plan is not None and group.plan.bridged else Tier.NATIVE


def _finding(values: Values, group: Group, seen: Seen, name: str, applied: bool) -> Finding:
    known = row(seen.symbol)
    spelled = values.source.spelled.get(seen.node)
    start, end = values.source.span(spelled.args[1] if spelled is not None else seen.node)
    start = max(start, end - len(seen.label)) if seen.at_end else start
    line, column = values.source.position(start)
    end_line, end_column = values.source.position(end)
    tier = _tier(group)
    plan = group.plan
    remark, told = (
        (plan.marks.get(seen.node, ""), plan.told.get(seen.node, "")) if plan else ("", "")
    )
    refusal = group.refusal
    return Finding(
        path=values.source.path,
        cell=0,
        line=line,
        column=column,
        rule=known.id,
        legacy=seen.label if known.symbol == "unknown" else known.legacy_python or known.symbol,
        new=known.interactions or "",
        tier=tier,
        fidelity=known.fidelity,
        note=" ".join(filter(None, (known.note, remark, told))),
        site=name,
        reason=(refusal.reason or refusal.detail or known.note) if refusal is not None else "",
        behaviour_change=bool(remark),
        applied=applied and tier is not Tier.MANUAL,
        end_line=end_line,
        end_column=end_column,
    )


def _refusal(values: Values, group: Group, name: str) -> Finding:
    refusal = group.refusal
    assert refusal is not None
    node: ast.AST = refusal.node if hasattr(refusal.node, "lineno") else group.sites[0].call
    return left(values.source, node, refusal.reason, refusal.detail, name)


def _bridged(values: Values, group: Group, name: str, applied: bool) -> Finding:
    """Why a site goes over a bridge instead of being rewritten natively."""
    refusal = group.native_refusal
    assert refusal is not None
    node: ast.AST = refusal.node if hasattr(refusal.node, "lineno") else group.sites[0].call
    found = left(values.source, node, refusal.reason, refusal.detail, name)
    note = found.note.replace("Left alone because", "Goes through stepbridge because", 1)
    return replace(found, tier=Tier.BRIDGED, note=note, reason="", applied=applied)


def _strayed(values: Values, stray: Stray) -> tuple[Finding, ...]:
    """A reference outside all groups: the call, if it is one, and why it stays."""
    start, end = values.source.span(stray.node)
    line, column = values.source.position(start)
    name = f"{line}:{column}"
    why = left(values.source, stray.node, stray.reason, "", name)
    if not isinstance(stray.node, ast.Attribute) or not stray.symbol:
        return (why,)
    known = row(stray.symbol)
    place = values.source.position(end - len(stray.node.attr))
    what = replace(
        why,
        line=place[0],
        column=place[1],
        rule=known.id,
        legacy=known.legacy_python or known.symbol,
        new=known.interactions or "",
        fidelity=known.fidelity,
        note=known.note,
        reason=stray.reason,
    )
    return what, why
