"""Enumeration values: equal to their strings and to the official SDK's members."""

from __future__ import annotations

import sys
from typing import Any


class EnumValue(str):
    """A value such as ``STOP`` of an enumeration such as ``FinishReason``.

    Prints as a member of that enumeration and has ``name`` and ``value``; an unknown value is a
    value like any other.
    """

    __slots__ = ("_enumeration",)
    _enumeration: str

    def __new__(cls, enumeration: str, value: str) -> EnumValue:
        made = super().__new__(cls, value)
        made._enumeration = enumeration
        return made

    @property
    def name(self) -> str:
        """The member's name."""
        return str.__str__(self)

    @property
    def value(self) -> str:
        """The member's value on the wire."""
        return str.__str__(self)

    def __str__(self) -> str:
        return f"{self._enumeration}.{self.name}"

    def __repr__(self) -> str:
        return f"<{self._enumeration}.{self.name}: {self.value!r}>"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> tuple[Any, ...]:
        return (EnumValue, (self._enumeration, self.value))


def enum_value(enumeration: str, value: Any) -> Any:
    """The official member when that SDK is loaded (so that ``is`` works), else an ``EnumValue``."""
    if not isinstance(value, str):
        return value
    types = sys.modules.get("google.genai.types")
    official = getattr(types, enumeration, None)
    if official is not None:
        return official(value)
    return EnumValue(enumeration, value)
