"""Which place of the old text each place of the lowered text comes from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from stepbridge_codemods.text.edits import Edits


@dataclass(slots=True)
class Places:
    """The lowered text in segments; an inserted one stands for the start of its edit."""

    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    origins: list[tuple[int, bool]] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, origin: int, *, kept: bool) -> None:
        """Appends a segment."""
        if text:
            self.pieces.append(text)
            self.starts.append(self.length)
            self.origins.append((origin, kept))
            self.length += len(text)

    @property
    def text(self) -> str:
        """The lowered text."""
        return "".join(self.pieces)

    def old(self, offset: int) -> tuple[int, bool]:
        """The old offset of a new one, and whether that place was kept as it was."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        if not self.starts:
            return offset, True
        origin, kept = self.origins[index]
        return (origin + offset - self.starts[index], True) if kept else (origin, False)


def rendered(edits: Edits) -> Places:
    """The text after all edits, with its places."""
    places = Places()
    for text, origin, kept in edits.segments(0, len(edits.source.text)):
        places.add(text, origin, kept=kept)
    return places
