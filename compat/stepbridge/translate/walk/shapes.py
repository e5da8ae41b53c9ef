"""Readers that take a JSON value of one shape and refuse every other.

They accept what protobuf's JSON form accepts: numbers written as strings, integral floats, one
object where a list belongs (official REST samples write ``"parts": {"text": ...}``).
"""

from __future__ import annotations

from typing import Any

from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.wire import JsonObject


def as_object(value: Any, path: str) -> JsonObject:
    if isinstance(value, dict):
        return value
    raise MalformedRequestError(path, "an object")


def as_list(value: Any, path: str) -> list[Any]:
    """A list; a single object counts as a list of one."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return [value]
    raise MalformedRequestError(path, "a list")


def as_text(value: Any, path: str) -> str:
    if isinstance(value, str):
        return value
    raise MalformedRequestError(path, "a string")


def as_texts(value: Any, path: str) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise MalformedRequestError(path, "a list of strings")


def as_flag(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise MalformedRequestError(path, "true or false")


def as_number(value: Any, path: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise MalformedRequestError(path, "a number")


def as_integer(value: Any, path: str) -> int:
    number = as_number(value, path)
    if isinstance(number, int):
        return number
    if number.is_integer():
        return int(number)
    raise MalformedRequestError(path, "an integer")


def as_labels(value: Any, path: str) -> dict[str, str]:
    labels = as_object(value, path)
    if all(isinstance(label, str) for label in labels.values()):
        return labels
    raise MalformedRequestError(path, "an object of strings")


def as_is(value: Any, path: str) -> Any:
    return value
