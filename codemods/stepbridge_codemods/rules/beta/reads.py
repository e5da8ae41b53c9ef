"""Other reads of an Interaction of the beta: role, error, usage.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.beta.guards import is_reached_for
from stepbridge_codemods.values.kinds import Kind


@use((Kind.INTERACTION, Kind.EVENTS, Kind.EVENT, Kind.ENDED), "*")
def stays(plan: Plan, use: Use) -> None:
    """The object is of the same class; what is read from it is looked at by itself."""


@use((Kind.STEPS, Kind.STEP, Kind.ITEMS, Kind.ITEM), "*")
def today(plan: Plan, use: Use) -> None:
    """Reads of today's schema stay."""


@use(Kind.INTERACTION, ".role")
def role(plan: Plan, use: Use) -> None:
    """The role was always that of the model."""
    plan.edits.replace(use.parent, f"{plan.quote}model{plan.quote}")


@use(Kind.INTERACTION, ".error")
def error(plan: Plan, use: Use) -> None:
    """One error is a list of errors."""
    assert isinstance(use.parent, ast.Attribute)
    reader = plan.source.parents[use.parent]
    is_read = isinstance(reader, ast.Attribute) and reader.value is use.parent
    rename(plan, use.parent, "errors[0]" if is_read else "errors")


@use((Kind.INTERACTION, Kind.ENDED), ".usage")
def usage(plan: Plan, use: Use) -> None:
    """Thought tokens have another name than some old adapters give them."""
    reader = plan.source.parents[use.parent]
    if isinstance(reader, ast.Attribute) and reader.attr == "total_reasoning_tokens":
        rename(plan, reader, "total_thought_tokens")


@use((Kind.OUTPUT, Kind.STEP), ".result")
def result(plan: Plan, use: Use) -> None:
    """The result of a file search is not delivered any more."""
    if is_reached_for(plan.values, use.node, "file_search_result"):
        detail = "a file_search_result step has no result: see its file_citation annotations"
        raise plan.cannot("SB001", use.parent, detail)
