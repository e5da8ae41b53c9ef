"""What the codemods say about one place in a source file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stepbridge.fields.row import Fidelity


class Tier(StrEnum):
    """How a call site, and every use of its result, ends up."""

    NATIVE = "native"
    BRIDGED = "bridged"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One legacy field at one place.

    ``line`` and ``column`` count from 1, in characters, as editors show them. ``cell`` counts
    notebook cells from 1 and is 0 in a plain file. ``rule`` is the id of a field row (``SB105``) or
    of a reason (``SB001``). ``site`` ties the findings of one call site together. ``reason`` says
    what keeps a manual site from being rewritten and what to do; it is empty in the other tiers.
    ``behaviour_change`` marks what a person should judge.
    """

    path: str
    cell: int
    line: int
    column: int
    rule: str
    legacy: str
    new: str
    tier: Tier
    fidelity: Fidelity
    note: str
    site: str
    reason: str = ""
    behaviour_change: bool = False
    applied: bool = False
