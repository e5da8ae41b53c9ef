"""A field that real traffic used, as a finding: how it fared, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stepbridge_codemods.finding import Finding


class Fate(StrEnum):
    """What became of a field on its way to the Interactions API."""

    CARRIED = "carried"
    APPROXIMATED = "approximated"
    DROPPED = "dropped"
    REFUSED = "refused"
    PASSED = "passed"


MEANING = {
    Fate.CARRIED: "sent on with its whole meaning",
    Fate.APPROXIMATED: "sent on with nearly its meaning",
    Fate.DROPPED: "left out",
    Fate.REFUSED: "the request was refused",
    Fate.PASSED: "the request went to generateContent as it was",
}


@dataclass(frozen=True, slots=True, order=True)
class Usage(Finding):
    """All requests of one call site that used one field and fared alike, ``count`` of them."""

    fate: Fate = Fate.CARRIED
    count: int = 1


@dataclass(frozen=True, slots=True)
class Traffic:
    """Requests in an audit log: all of them, by outcome, and by model; most first."""

    requests: int
    outcomes: dict[str, int]
    models: dict[str, int]


def count_of(finding: Finding) -> int:
    """How many uses a finding stands for."""
    return finding.count if isinstance(finding, Usage) else 1
