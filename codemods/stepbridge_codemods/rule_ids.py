"""The ids that comments, options and configurations may name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache

from stepbridge.fields import FIELDS
from stepbridge_codemods.reasons import REASONS

_DIGITS = str.maketrans("OoIl", "0011")


@cache
def known() -> frozenset[str]:
    """Every rule id: rows of the field map, and reasons of the codemods."""
    return frozenset(row.id for row in FIELDS) | frozenset(REASONS)


def unknown(rules: Iterable[str]) -> str:
    """A sentence about the first id that is not there, with the nearest; empty when all are."""
    for rule in sorted(set(rules) - known()):
        digits = f"SB{rule[2:].translate(_DIGITS)}"
        near = [digits] if digits in known() else difflib.get_close_matches(rule, known(), 1)
        return f"there is no rule {rule!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    return ""
