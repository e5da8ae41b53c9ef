"""Groups that the options leave out: by rule, by site, or because behaviour would change."""

from __future__ import annotations

from stepbridge_codemods.findings.ignores import ids_of, ignored
from stepbridge_codemods.findings.listing import site_name
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.groups import Group
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.values.infer import Values


def select(values: Values, groups: list[Group], options: Options) -> None:
    """Refuses the groups that the options leave out."""
    commented = "stepbridge: ignore" in values.source.text
    chosen = options.select or options.ignore or options.safe or options.leave
    if not (chosen or commented):
        return
    for group in groups:
        if group.refusal is None:
            reason = _left_out(values, group, options)
            group.refusal = ManualError(reason, group.sites[0].call) if reason else None


def _left_out(values: Values, group: Group, options: Options) -> str:
    if options.leave and site_name(values, group) in options.leave:
        return "SB018"
    if options.safe and group.plan is not None and group.plan.marks:
        return "SB017"
    ids = ids_of(values, group)
    told = ignored(values, group)
    if told is not None and (not told or ids & told):
        return "SB018"
    if ids & options.ignore or (options.select and not ids & options.select):
        return "SB018"
    return ""
