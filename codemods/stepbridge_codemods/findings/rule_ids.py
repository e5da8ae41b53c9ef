"""The ids that comments, options and configurations may name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache

from stepbridge import fields
from stepbridge.fields.row import Fidelity
from stepbridge_codemods.findings.reasons import REASONS

_HOLDS_INPUT = "GenerateContentConfig.cached_content"
"""Without it the model would not see what it is asked about."""

_RATINGS = "Candidate.safety_ratings"
"""What is read from answers and can be an empty list."""

_DIGITS = str.maketrans("OoIl", "0011")


@cache
def known() -> frozenset[str]:
    """Every rule id: rows of the field map, and reasons of the codemods."""
    return frozenset(row.id for row in fields.FIELDS) | frozenset(REASONS)


def unknown(rules: Iterable[str]) -> str:
    """A sentence about the first id that is not there, with the nearest; empty when all are."""
    for rule in sorted(set(rules) - known()):
        digits = f"SB{rule[2:].translate(_DIGITS)}"
        near = [digits] if digits in known() else difflib.get_close_matches(rule, known(), 1)
        return f"there is no rule {rule!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    return ""


@cache
def droppable() -> frozenset[str]:
    """The config fields without a counterpart that a call may still make sense without.

    And the safety ratings of an answer, of which there are none then.
    """
    return frozenset(
        row.id
        for row in fields.FIELDS
        if row.fidelity is Fidelity.LOST
        and (row.symbol.startswith("GenerateContentConfig.") or row.symbol == _RATINGS)
        and row.symbol != _HOLDS_INPUT
    )


def not_droppable(rules: Iterable[str]) -> str:
    """A sentence about the first id that no option can drop; empty when all can be dropped."""
    for rule in sorted(set(rules) - droppable()):
        known_ones = ", ".join(sorted(droppable()))
        return unknown([rule]) or (
            f"{rule} is no config field that a call can do without; those are {known_ones}"
        )
    return ""
