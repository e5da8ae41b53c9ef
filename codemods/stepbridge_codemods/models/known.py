"""Model ids that have ended or will end, with the date and the replacement that Google names.

https://ai.google.dev/gemini-api/docs/deprecations, as it stood in November 2026. An id that is not
here has no announced end. A replacement is empty where the page names none for this API.
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
    """A model id, its status, the day of its end (ISO, or empty), and what takes its place."""

    id: str
    status: Status
    end: str = ""
    replacement: str = ""

    @property
    def sentence(self) -> str:
        """The status in words."""
        ends = "was shut down" if self.status is Status.RETIRED else "will be shut down"
        when = f" on {self.end}" if self.end else ""
        instead = f"; Google names {self.replacement} instead" if self.replacement else ""
        return f"The model {self.id} {ends}{when}{instead}."


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
    Model("gemini-2.5-pro", _DEPRECATED, "2026-12-01", "gemini-3.8-flash"),
    Model("gemini-2.5-flash", _DEPRECATED, "2026-12-01", "gemini-3.5-flash-lite"),
)
MODELS = {row.id: row for row in _ROWS}

_ENDED = re.compile(
    r"gemini-1\.[05](?:-[\w.-]+)?|gemini-pro(?:-vision)?|gemini-ultra"
    r"|(?:text|chat)-bison(?:-\d+)?"
)
"""Whole families that are gone; their successors are a choice, not a rename."""


def status_of(name: str) -> Model | None:
    """What is known of a model id, with or without ``models/``; None while it has no end."""
    bare = name.removeprefix("models/")
    if bare in MODELS:
        return MODELS[bare]
    return Model(bare, Status.RETIRED) if _ENDED.fullmatch(bare) else None
