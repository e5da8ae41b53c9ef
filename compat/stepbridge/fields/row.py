"""What one row of the field map says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Surface(StrEnum):
    """The part of the legacy API that a field belongs to."""

    REQUEST = "request"
    CONTENT = "content"
    TOOL = "tool"
    SCHEMA = "schema"
    RESPONSE = "response"
    STREAM = "stream"
    CHAT = "chat"
    CLIENT = "client"
    ERROR = "error"
    BETA = "beta"
    OLD_SDK = "old-sdk"


class Change(StrEnum):
    """What becomes of a field's name, place and shape."""

    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    MOVED = "moved"
    RESHAPED = "reshaped"
    DEFAULT_CHANGED = "default changed"
    DROPPED = "dropped"


class Fidelity(StrEnum):
    """How much of a field's meaning survives: all, nearly all (with a note), or nothing."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    LOST = "lost"


class Confidence(StrEnum):
    """How a row is known, from the strongest evidence to the weakest."""

    SDK = "sdk"
    PROBE = "probe"
    RECORDED = "recorded"
    DOCUMENTED = "documented"
    REPORTED = "reported"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Example:
    """One use of a field before and after the migration, as Python source."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Field:
    """One legacy field and its fate.

    ``id`` is stable and never changes meaning (``SB105``). ``symbol`` is the natural key:
    the owning type and attribute as the official SDK spells them
    (``GenerateContentConfig.top_k``, ``FinishReason.SAFETY``, ``Models.generate_content``).
    ``interactions`` is the path in the Interactions schema, or None when there is none.
    """

    id: str
    symbol: str
    surface: Surface
    legacy_wire: str
    legacy_python: str
    interactions: str | None
    change: Change
    fidelity: Fidelity
    note: str
    source: str
    confidence: Confidence

    @property
    def example(self) -> Example | None:
        """The field before and after, for fields that people meet often."""
        from stepbridge.fields.samples import EXAMPLES  # read by people only, so loaded for them

        found = EXAMPLES.get(self.id)
        return Example(found[0].strip(), found[1].strip()) if found else None
