"""What cannot be settled by reading the code goes through a function of the runtime.

``stepbridge.to_input`` takes contents built elsewhere, ``stepbridge.as_response`` and
``stepbridge.chunks`` give a result back in its legacy shape where its uses are not understood.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from stepbridge_codemods.planning.plan import Import, ManualError, Plan, Site
from stepbridge_codemods.rules.contents.content_lists import sequence
from stepbridge_codemods.rules.contents.contents import input_of
from stepbridge_codemods.rules.contents.media import refuse_what_bridges_refuse
from stepbridge_codemods.rules.contents.media_looks import shared_resolution
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.text.layout import Doc, atom
from stepbridge_codemods.values.kinds import Kind


def bridged_input(plan: Plan, node: ast.expr) -> Doc:
    """The contents of a call: natively where that works, else through ``to_input``."""
    return _bridged(plan, node, input_of)


def bridged_steps(plan: Plan, node: ast.expr) -> Doc:
    """A history, which is always a list of steps."""
    return _bridged(plan, node, lambda plan, node: sequence(plan, node, "steps"))


def _bridged(plan: Plan, node: ast.expr, convert: Callable[[Plan, ast.expr], Doc]) -> Doc:
    if not plan.bridges_input:
        try:
            return convert(plan, node)
        except ManualError as refusal:
            refusal.in_input = True
            raise
    before = plan.snapshot()
    try:
        doc = convert(plan, node)
        plan.settle(halfway=True)
        return doc
    except ManualError as refusal:
        if refusal.is_final:
            raise
    plan.restore(before)
    refuse_what_bridges_refuse(plan, node)
    if shared_resolution(plan) is not None:
        raise plan.cannot("SB020", node, "media_resolution of media that cannot be seen")
    plan.bridged = True
    plan.imports.add(Import("stepbridge"))
    return atom("stepbridge.to_input(", node, ")")


def bridged_result(plan: Plan, site: Site, drafts: list[Draft]) -> None:
    """The call inside ``as_response`` or ``chunks``, so that its uses stay as they are."""
    node: ast.expr = site.call
    value = plan.values.value(node)
    if value is not None and value.kind not in (Kind.RESPONSE, Kind.STREAM):
        raise plan.cannot("SB009", site.function)
    if value is not None and value.pending:
        outer = plan.source.parents[node]
        if not isinstance(outer, ast.Await):
            raise plan.cannot("SB002", node, "awaited elsewhere")
        node = outer
    name = "chunks" if value is not None and value.kind is Kind.STREAM else "as_response"
    schemas = {ast.unparse(d.schema) for d in drafts if d.schema is not None}
    unsure = any(d.schema_changes for d in drafts)
    if unsure or len(schemas) > 1 or (schemas and any(d.schema is None for d in drafts)):
        raise plan.cannot("SB007", node, "one of several schemas")
    start, end = plan.source.span(node)
    schema = "".join(f", schema={text}" for text in schemas)
    plan.bridged = True
    plan.imports.add(Import("stepbridge"))
    plan.edits.put(start, end, f"stepbridge.{name}(", (start, end), f"{schema})")
