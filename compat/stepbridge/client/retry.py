"""When a request is tried again, and how long to wait before."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_STATUSES = frozenset({408, 429, 500, 502, 503, 504})

# google.genai._api_client (3.4.0), for options that leave it open.
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Retry:
    """Exponential back-off with full jitter; times are in seconds.

    Nothing is tried again unless asked for, as with ``google.genai.Client``.

    ``attempts`` counts the first try. A ``Retry-After`` of the server wins over the back-off, up
    to ``longest_wait``; a longer one ends the tries.
    """

    attempts: int = 1
    initial_delay: float = 1.0
    max_delay: float = 60.0
    exp_base: float = 2.0
    statuses: frozenset[int] = _STATUSES
    longest_wait: float = 60.0

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Retry:
        """From the fields of the official ``HttpRetryOptions``, with its defaults (five attempts).

        Raises ValueError.
        """
        given = {
            "attempts": _ATTEMPTS,
            **{
                name: options[name]
                for name in ("attempts", "initial_delay", "max_delay", "exp_base")
                if options.get(name) is not None
            },
        }
        codes = options.get("http_status_codes")
        if codes is not None:
            given["statuses"] = frozenset(codes)
        retry = cls(**given)
        if retry.attempts < 0 or retry.initial_delay < 0 or retry.max_delay < 0:
            raise ValueError("retry options must not be negative")
        return retry

    def delay(self, attempt: int, status: int | None, retry_after: str | None) -> float | None:
        """Seconds until the next try after try number ``attempt`` (from 1); None for no more.

        ``status`` is None when the connection failed before an answer.
        """
        if attempt >= self.attempts or (status is not None and status not in self.statuses):
            return None
        asked = _seconds(retry_after)
        if asked is not None:
            return asked if asked <= self.longest_wait else None
        ceiling = min(self.max_delay, self.initial_delay * self.exp_base ** (attempt - 1))
        return random.uniform(0, ceiling)


def _seconds(retry_after: str | None) -> float | None:
    """The value of a ``Retry-After`` header: seconds or a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
