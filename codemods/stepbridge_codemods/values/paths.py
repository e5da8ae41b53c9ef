"""Ways into a value: keys, indices, and what a loop gives."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias


class Any(Enum):
    """A step whose place is not known.

    ``ITEM`` is what a loop gives: an element of a list, a key of a dict. ``ENTRY`` is what an index
    gives: an element of a list, a value of a dict.
    """

    ITEM = "item"
    ENTRY = "entry"


ITEM, ENTRY = Any.ITEM, Any.ENTRY
Step: TypeAlias = int | str | Any
Path: TypeAlias = tuple[Step, ...]
"""``("q",)`` is entry ``q`` of a dict, ``(ITEM, 1)`` the second place of each tuple of a list."""
