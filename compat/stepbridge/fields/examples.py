"""Before and after, as Python source, by number of a row's id."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {}
