"""Events and deltas of the beta's streams under their names of today.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.compared import constants_beside, constants_compared
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.beta.guards import is_reached_for
from stepbridge_codemods.rules.beta.names import CONTENT_TYPES, DELTA_TYPES, EVENT_TYPES, respell
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.rules.beta.stream_calls import assemble
from stepbridge_codemods.values.kinds import Kind


@use(Kind.EVENT, ".event_type", ".type")
def event_type(plan: Plan, use: Use) -> None:
    """The names that an event is compared with."""
    assert isinstance(use.parent, ast.Attribute)
    if use.parent.attr == "type":
        rename(plan, use.parent, "event_type")
    for node in constants_compared(plan.values, use.parent):
        new = EVENT_TYPES.get(text_of(node))
        if new is not None:
            respell(plan, node, new)


@use(Kind.EVENT, ".content")
def started(plan: Plan, use: Use) -> None:
    """What starts is a step."""
    rename(plan, use.parent, "step")


@use(Kind.STARTED, ".type")
def started_type(plan: Plan, use: Use) -> None:
    """Content starts inside a model_output step."""
    _check_kept(plan, use.parent)
    beside = constants_beside(plan.values, use.parent)
    for node in [*constants_compared(plan.values, use.parent), *beside]:
        if text_of(node) in CONTENT_TYPES:
            respell(plan, node, "model_output")


def _check_kept(plan: Plan, node: ast.AST) -> None:
    """Gives up where the type is put where it is not followed; a type that is shown is told."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Dict | ast.List | ast.Tuple | ast.Return | ast.keyword):
        raise plan.cannot("SB015", node, "the type of content is kept, and is that of a step now")
    if isinstance(parent, ast.Call) and ast.unparse(parent.func).endswith("append"):
        raise plan.cannot("SB015", node, "the type of content is kept, and is that of a step now")
    if isinstance(parent, ast.Call | ast.FormattedValue):
        plan.mark(node, "The type of a step: model_output where it was text.")


@use(Kind.STARTED, "*")
def started_read(plan: Plan, use: Use) -> None:
    """Names, ids and arguments are read from the step."""
    if use.context in (".text", ".data"):
        raise plan.cannot("SB015", use.parent, "text may lie in event.step.content")


@use(Kind.DELTA, ".type")
def delta_type(plan: Plan, use: Use) -> None:
    """The names that a delta is compared with."""
    for node in constants_compared(plan.values, use.parent):
        name = text_of(node)
        if name == "function_call":
            assert isinstance(use.parent, ast.Attribute)
            if use.parent not in plan.visited and not assemble(plan, use.parent):
                raise plan.cannot("SB015", node, "arguments come in pieces, as arguments_delta")
        elif name in DELTA_TYPES:
            respell(plan, node, DELTA_TYPES[name][0])


@use(Kind.DELTA, ".thought")
def thought(plan: Plan, use: Use) -> None:
    """Thoughts come as summaries."""
    rename(plan, use.parent, "content.text")


@use(Kind.DELTA, ".text")
def text(plan: Plan, use: Use) -> None:
    """The text of a thought is in its content."""
    if is_reached_for(plan.values, use.node, "thought"):
        rename(plan, use.parent, "content.text")


@use(Kind.DELTA, ".partial_arguments")
def partial_arguments(plan: Plan, use: Use) -> None:
    """Renamed in SDK 2.1."""
    rename(plan, use.parent, "arguments")


@use(Kind.DELTA, ".rate")
def rate(plan: Plan, use: Use) -> None:
    """``rate`` of audio is ``sample_rate``."""
    rename(plan, use.parent, "sample_rate")


@use(Kind.DELTA, ".call_id", ".id", ".name")
def moved(plan: Plan, use: Use) -> None:
    """Ids and names of calls are on step.start."""
    if use.parent not in plan.visited:
        raise plan.cannot("SB015", use.parent, "id and name of a call are on step.start")


@use(Kind.DELTA, "*")
def stays(plan: Plan, use: Use) -> None:
    """Text, data and the rest keep their names."""
