"""What to do with a field that the Interactions API cannot carry, and how that is made visible."""

from __future__ import annotations

from stepbridge.policy.counters import COUNTERS, Counters
from stepbridge.policy.decision import Decision, Outcome
from stepbridge.policy.errors import UnsupportedFieldError, UnsupportedFieldWarning
from stepbridge.policy.settings import Settings, Unsupported

__all__ = [
    "COUNTERS",
    "Counters",
    "Decision",
    "Outcome",
    "Settings",
    "Unsupported",
    "UnsupportedFieldError",
    "UnsupportedFieldWarning",
]
