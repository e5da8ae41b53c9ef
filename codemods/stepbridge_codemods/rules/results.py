"""Reads of a response become reads of an Interaction."""

from __future__ import annotations

import ast

from stepbridge_codemods.plan import Plan, Use, use
from stepbridge_codemods.values.kinds import Kind


@use(Kind.RESPONSE, "bind", "test", "is None")
def kept(plan: Plan, use: Use) -> None:
    """An Interaction may stand where the response stood."""


@use(Kind.RESPONSE, ".text")
def text(plan: Plan, use: Use) -> None:
    """``response.text`` is ``response.output_text``."""
    assert isinstance(use.parent, ast.Attribute)
    end = plan.source.span(use.parent)[1]
    plan.edits.put(end - len("text"), end, "output_text")
