"""What an answer of Interactions has no word of: safety ratings and probabilities.

Code that goes on with them would fail or fall silent, so the call stays; ``--drop`` with the id of
safety ratings gives an empty list in their place.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.showing import remark
from stepbridge_codemods.values.kinds import Kind

_NONE_IS_FINE = frozenset({"arg", "format", "test", "is None"})
_RATINGS = f"{Kind.CANDIDATE}.safety_ratings"


@use(Kind.CANDIDATE, ".safety_ratings", ".logprobs_result", ".avg_logprobs")
def not_given(plan: Plan, use: Use) -> None:
    """Left to a person where code goes on with it, and over the bridge where None is fine."""
    read = use.parent
    assert isinstance(read, ast.Attribute)
    if read.attr == "safety_ratings" and row(_RATINGS).id in plan.options.drop:
        _dropped(plan, read)
        return
    reason = "SB001" if plan.context(read) in _NONE_IS_FINE else "SB006"
    raise plan.cannot(reason, read, read.attr)


def _dropped(plan: Plan, read: ast.Attribute) -> None:
    if plan.context(read) in ("[]", "is None") or read in plan.source.spelled:
        raise plan.cannot("SB006", read, read.attr)
    remark(plan, read, f"An empty list, because the options drop {row(_RATINGS).id}.")
    plan.edits.replace(read, "[]")
