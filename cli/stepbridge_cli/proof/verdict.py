"""What a proof says: the outcome, what differs, and what was compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stepbridge_cli import exits


class Outcome(StrEnum):
    """PROVED: same meaning, same behaviour. UNPROVED: the runs cannot show it either way."""

    PROVED = "proved"
    DIFFERENT = "different"
    UNPROVED = "not proved"


STATUS = {
    Outcome.PROVED: exits.CLEAN,
    Outcome.DIFFERENT: exits.FINDINGS,
    Outcome.UNPROVED: exits.ERROR,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same. ``aspect`` is what was compared, ``diff`` a unified diff."""

    aspect: str
    summary: str
    diff: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """One aspect, before and after, in a few words each."""

    aspect: str
    before: str
    after: str
    same: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a proof. ``reason`` says why nothing could be proved, and what to do."""

    outcome: Outcome
    measured: tuple[Measured, ...] = ()
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    imported: frozenset[str] = frozenset()

    @property
    def summary(self) -> str:
        """The verdict in one line."""
        if self.outcome is Outcome.PROVED:
            return "; ".join(f"{row.aspect} {row.after}" for row in self.measured)
        if self.outcome is Outcome.DIFFERENT:
            return "; ".join(difference.summary for difference in self.differences)
        return self.reason
