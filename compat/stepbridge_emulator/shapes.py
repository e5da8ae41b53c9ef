"""Walks JSON along a table of message shapes and says the first thing that does not fit.

A shape is a string: ``str int num bool bytes duration any object``, the name of a message,
``[shape]`` for a list, ``{shape}`` for a map with free keys, ``a|b`` (outermost only) for
alternatives told apart by JSON type, or ``enum:Name``. The tables are in ``legacy_shapes`` and
``interactions_shapes``.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

Messages = Mapping[str, Mapping[str, str]]


class Dialect(Protocol):
    """How one API names its fields and words its complaints. Each ``bad_*`` raises."""

    @property
    def messages(self) -> Messages: ...
    @property
    def enums(self) -> Mapping[str, frozenset[str]]: ...
    @property
    def enum_numbers(self) -> Mapping[str, Mapping[int, str]]: ...
    @property
    def required(self) -> Mapping[str, tuple[str, ...]]: ...

    @property
    def takes_one_as_list(self) -> bool: ...

    def field_name(self, key: str) -> str: ...
    def variant(self, shape: str, value: Mapping[str, Any], path: str) -> str: ...
    def bad_field(self, path: str, key: str, shape: str) -> None: ...
    def bad_type(self, path: str, shape: str, value: Any) -> None: ...
    def bad_enum(self, path: str, shape: str, value: Any) -> None: ...
    def bad_base64(self, path: str) -> None: ...
    def missing(self, path: str, key: str) -> None: ...


DURATION = re.compile(r"^-?\d+(\.\d+)?s$")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_int(value: Any) -> bool:
    return _is_number(value) and float(value).is_integer()


SCALARS: dict[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "int": _is_int,
    "num": _is_number,
    "bool": lambda value: isinstance(value, bool),
    "bytes": lambda value: isinstance(value, str),
    "any": lambda value: True,
    "object": lambda value: isinstance(value, dict),
    "duration": lambda value: isinstance(value, str) and DURATION.match(value) is not None,
}


def conform(value: Any, shape: str, dialect: Dialect, path: str = "") -> Any:
    """A copy with the dialect's field names and without nulls; raises where nothing fits."""
    if "|" in shape:
        return _alternative(value, shape.split("|"), dialect, path)
    if shape.startswith("["):
        return _list(value, shape[1:-1], dialect, path)
    if shape.startswith("{"):
        return _map(value, shape[1:-1], dialect, path)
    if shape.startswith("enum:"):
        return _enum(value, shape[5:], dialect, path)
    if shape in SCALARS:
        return _scalar(value, shape, dialect, path)
    return _message(value, shape, dialect, path)


def _scalar(value: Any, shape: str, dialect: Dialect, path: str) -> Any:
    if not SCALARS[shape](value):
        dialect.bad_type(path, shape, value)
    if shape == "bytes" and not is_base64(value):
        dialect.bad_base64(path)
    return value


def _alternative(value: Any, shapes: list[str], dialect: Dialect, path: str) -> Any:
    for shape in shapes:
        if _fits(value, shape):
            return conform(value, shape, dialect, path)
    return conform(value, shapes[-1], dialect, path)


def _fits(value: Any, shape: str) -> bool:
    if shape in SCALARS:
        return SCALARS[shape](value)
    if shape.startswith("enum:"):
        return isinstance(value, str)
    return isinstance(value, list if shape.startswith("[") else dict)


def _list(value: Any, shape: str, dialect: Dialect, path: str) -> list[Any]:
    if not isinstance(value, list) and dialect.takes_one_as_list:
        return [conform(value, shape, dialect, path)]
    if not isinstance(value, list):
        dialect.bad_type(path, "list", value)
    return [conform(item, shape, dialect, f"{path}[{index}]") for index, item in enumerate(value)]


def _map(value: Any, shape: str, dialect: Dialect, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        dialect.bad_type(path, "object", value)
    return {key: conform(item, shape, dialect, _join(path, key)) for key, item in value.items()}


def _enum(value: Any, name: str, dialect: Dialect, path: str) -> Any:
    if isinstance(value, int):
        value = dialect.enum_numbers.get(name, {}).get(value, value)
    if not isinstance(value, str) or value not in dialect.enums[name]:
        dialect.bad_enum(path, name, value)
    return value


def _message(value: Any, shape: str, dialect: Dialect, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        dialect.bad_type(path, shape, value)
    shape = dialect.variant(shape, value, path)
    fields = dialect.messages[shape]
    result: dict[str, Any] = {}
    for key, item in value.items():
        name = dialect.field_name(key)
        if name not in fields:
            dialect.bad_field(path, key, shape)
        if item is not None:
            result[name] = conform(item, fields[name], dialect, _join(path, key))
    for name in dialect.required.get(shape, ()):
        if name not in result:
            dialect.missing(path, name)
    return result


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def is_base64(text: str) -> bool:
    """Whether ``text`` decodes, in the standard or the URL-safe alphabet, padded or not."""
    try:
        decode_base64(text)
    except (binascii.Error, ValueError):
        return False
    return True


def decode_base64(text: str) -> bytes:
    """Bytes of base64 in either alphabet; raises ``ValueError`` on anything else."""
    plain = text.translate(str.maketrans("-_", "+/")).rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
