"""Choices in the translation of a request that facts do not settle."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may allow.

    ``pass_top_k``: send ``top_k``, which the schema lacks but gemini-2.5-flash was seen to accept.
    ``sign_foreign_calls``: put the documented placeholder signature in front of replayed function
    calls that carry none (histories written by other models), which Gemini 3 otherwise refuses.
    """

    pass_top_k: bool = False
    sign_foreign_calls: bool = False
