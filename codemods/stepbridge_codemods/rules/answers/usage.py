"""Token counts: the names of usage_metadata become those of usage."""

from __future__ import annotations

import ast

from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.values.kinds import Kind

_COUNTS = (
    "prompt_token_count",
    "candidates_token_count",
    "thoughts_token_count",
    "cached_content_token_count",
    "tool_use_prompt_token_count",
    "total_token_count",
)


@use(Kind.USAGE, "bind", "test", "is None", "or nothing")
def kept(plan: Plan, use: Use) -> None:
    """Usage stands where usage metadata stood; both can be None."""


@use(Kind.USAGE, *(f".{name}" for name in _COUNTS))
def count(plan: Plan, use: Use) -> None:
    """Each count has one new name; the field map knows it."""
    assert isinstance(use.parent, ast.Attribute)
    target = row(f"{Kind.USAGE}.{use.parent.attr}").interactions
    if target is None:
        raise plan.cannot("SB006", use.parent, use.parent.attr)
    rename(plan, use.parent, target.rpartition(".")[2])
