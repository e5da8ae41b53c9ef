"""Counts of what happened to traffic in this process."""

from __future__ import annotations

from collections import Counter
from threading import Lock


class Counters:
    """Thread-safe counts under plain names (``translated``, ``lost:SB105``)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()

    def add(self, *names: str) -> None:
        """Add one to each name."""
        with self._lock:
            for name in names:
                self._counts[name] += 1

    def snapshot(self) -> dict[str, int]:
        """A copy, names sorted."""
        with self._lock:
            return dict(sorted(self._counts.items()))

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._counts.clear()


COUNTERS = Counters()
"""The process's counts: one per decision outcome (``translated``, ``legacy``, ``dropped``,
``refused``), ``fallback``, ``passed``, ``continued``, and ``lost:ID`` and ``approximated:ID``
per field id."""
