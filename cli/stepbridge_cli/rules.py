"""The ids that --select, --ignore and the configuration may name."""

from __future__ import annotations

from functools import cache


@cache
def known() -> frozenset[str]:
    """Every rule id: rows of the field map, and reasons of the codemods."""
    from stepbridge.fields import FIELDS
    from stepbridge_codemods.reasons import REASONS

    return frozenset(row.id for row in FIELDS) | frozenset(REASONS)
