"""Calls of the project's own functions around the SDK: they follow the function's definition.

Such a call is left as it is. Where its definition migrates in the same run, what it gives becomes
an Interaction, and the reads of it become those of an Interaction here; where its definition goes
over a bridge, they stay.
"""

from __future__ import annotations

from stepbridge_codemods.planning.plan import Plan, Site, site
from stepbridge_codemods.rules.calls.bridge import bridged_result
from stepbridge_codemods.wrappers.sites import wrapper_of
from stepbridge_codemods.wrappers.wrapper import CALLS, Standing


@site(*(f"Wrapper.{call}" for call in CALLS))
def wrapped(plan: Plan, site: Site) -> None:
    """The uses of the result migrate, or go over a bridge, if the definition migrates."""
    wrapper = wrapper_of(plan.values, site)
    standing = plan.values.around.standing.get(wrapper.declared)
    if standing is Standing.BRIDGES and not site.is_reference:
        plan.bridged = plan.bridges_result = True
        return
    if standing is not Standing.MIGRATES:
        raise plan.cannot("SB032", site.call, wrapper.declared)
    if not plan.bridges_result:
        return
    if any(use.context == ".parsed" for use in plan.uses):
        raise plan.cannot("SB032", site.call, "the schema of .parsed is in its definition")
    bridged_result(plan, site, [])
