"""All chunks of a stream in a list are all events of it; the last one closes the interaction.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.streams.streams import looped
from stepbridge_codemods.values.kinds import Kind


@use(Kind.CHUNKS, "bind", "test")
def named(plan: Plan, use: Use) -> None:
    """A list of events stands where the list of chunks stood, neither of them empty."""


@use(Kind.CHUNKS, "for")
def gone_through(plan: Plan, use: Use) -> None:
    """A loop over the list reads it as it would read the stream."""
    looped(plan, use)


@use(Kind.CHUNKS, "[]")
def item(plan: Plan, use: Use) -> None:
    """Only the last chunk has a counterpart; there are more events than chunks."""
    assert isinstance(use.parent, ast.Subscript)
    if ast.unparse(use.parent.slice) != "-1":
        raise plan.cannot("SB015", use.parent, "one of the chunks")
