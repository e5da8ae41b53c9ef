"""Model ids that have ended or will end, with the date and the replacement that Google names.

Dates are Google's own (https://ai.google.dev/gemini-api/docs/deprecations and .../changelog, as
they stood between March and July 2026) unless a row says ``reported``: those were read at second
hand, from pages of November 2026 that quote Google's. An id that is not here has no announced end.
A replacement is empty where Google names none for this API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Whether a model still answers."""

    RETIRED = "retired"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class Model:
    """A model id, its status, the day of its end (ISO, or empty), and what takes its place.

    ``reported``: the date, or that there is an end at all, was not seen on a page of Google's.
    """

    id: str
    status: Status
    end: str = ""
    replacement: str = ""
    reported: bool = False

    @property
    def sentence(self) -> str:
        """The status in words."""
        ends = "was shut down" if self.status is Status.RETIRED else "will be shut down"
        when = f" on {self.end}" if self.end else ""
        instead = f"; Google names {self.replacement} instead" if self.replacement else ""
        doubt = " (as other pages report; look it up)" if self.reported else ""
        return f"The model {self.id} {ends}{when}{doubt}{instead}."


_RETIRED = Status.RETIRED
_DEPRECATED = Status.DEPRECATED
_ROWS = (
    Model("gemini-2.0-flash", _RETIRED, "2026-06-01", "gemini-3.5-flash"),
    Model("gemini-2.0-flash-001", _RETIRED, "2026-06-01", "gemini-3.5-flash"),
    Model("gemini-2.0-flash-lite", _RETIRED, "2026-06-01", "gemini-3.1-flash-lite"),
    Model("gemini-2.0-flash-lite-001", _RETIRED, "2026-06-01", "gemini-3.1-flash-lite"),
    Model("gemini-2.5-pro-preview-03-25", _RETIRED, "2025-12-02", "gemini-3.1-pro-preview"),
    Model("gemini-2.5-pro-preview-05-06", _RETIRED, "2025-12-02", "gemini-3.1-pro-preview"),
    Model("gemini-2.5-pro-preview-06-05", _RETIRED, "2025-12-02", "gemini-3.1-pro-preview"),
    Model("gemini-3-pro-preview", _RETIRED, "2026-03-09", "gemini-3.1-pro-preview"),
    Model("gemini-3-pro-image-preview", _RETIRED, "2026-06-25", "gemini-3-pro-image"),
    Model("gemini-3.1-flash-image-preview", _RETIRED, "2026-06-25", "gemini-3.1-flash-image"),
    Model("gemini-3.1-flash-lite-preview", _RETIRED, "2026-05-25", "gemini-3.1-flash-lite"),
    Model("gemini-2.5-flash-image-preview", _RETIRED, "2026-01-15"),
    Model("gemini-2.5-flash-preview-09-25", _RETIRED, "2026-02-17"),
    Model("text-embedding-004", _RETIRED, "2026-01-14"),
    Model("embedding-001", _RETIRED, "2025-10", reported=True),
    Model("gemini-2.5-pro", _DEPRECATED, "2026-12-01", "gemini-3.8-flash", reported=True),
    Model("gemini-2.5-flash", _DEPRECATED, "2026-12-01", "gemini-3.5-flash-lite", reported=True),
)
MODELS = {row.id: row for row in _ROWS}

_ENDED = re.compile(
    r"gemini-1\.[05](?:-[\w.-]+)?|gemini-pro(?:-vision)?|gemini-ultra"
    r"|(?:text|chat)-bison(?:-\d+)?"
)
"""Whole families that are gone; their successors are a choice, not a rename."""

_TRIALS = re.compile(
    r"gemini-exp-\d{4}|gemini-2\.0-(?:flash|pro)(?:-lite)?(?:-thinking)?-(?:exp|preview)(?:-[\w.-]+)?"
)
"""Experiments and previews of a generation that is gone."""


def status_of(name: str) -> Model | None:
    """What is known of a model id, with or without ``models/``; None while it has no end."""
    bare = name.removeprefix("models/")
    if bare in MODELS:
        return MODELS[bare]
    if _ENDED.fullmatch(bare):
        return Model(bare, Status.RETIRED)
    return Model(bare, Status.RETIRED, reported=True) if _TRIALS.fullmatch(bare) else None
