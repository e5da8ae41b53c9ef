"""What an edit of a project file is."""

from __future__ import annotations

from dataclasses import dataclass


class ProjectFileError(ValueError):
    """A project file that cannot be read; it is left as it is."""


@dataclass(frozen=True, slots=True)
class ProjectEdit:
    """One changed requirement: where it stood (line from 1), its old and new text, and why.

    ``after`` is empty where the file is only told of, because a tool made it.
    """

    line: int
    before: str
    after: str
    note: str


Migrated = tuple[str, list[ProjectEdit]]

LOCKED = "the tool that made this list has to make it again once the requirements have changed"
IN_PIECES = "the requirement is put together from several strings or values: change it by hand"
CONSTRAINED = (
    "constraints pin what other files ask for: take this line out, or pin google-genai and what it "
    "needs"
)
