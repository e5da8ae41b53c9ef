"""Interactions objects: attributes over JSON, wrapped when they are asked for."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from stepbridge.client.interactions.declared import BY_PLACE, BY_TAG
from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject

# Objects whose keys are the user's, not the schema's; the official SDK gives them as dicts.
_FREE_FORM = frozenset({"labels", "parameters", "schema", "custom_metadata", "properties"})
_FREE_ARGUMENTS = frozenset({"function_call", "mcp_server_tool_call"})


class Node:
    """An object of the Interactions API.

    Attributes are the keys of the JSON; nested objects are nodes, or dicts where the keys are the
    user's own (``arguments`` of a function call). An attribute that the schema declares and the
    answer lacks is None; any other raises AttributeError. Unknown keys are kept.
    """

    _place = ""

    def __init__(self, wire: JsonObject, place: str = "") -> None:
        self.__dict__["_wire"] = wire
        self.__dict__["_place"] = place

    def __getattr__(self, name: str) -> Any:
        # Called only for what __dict__ does not hold yet.
        if name.startswith("__"):
            raise AttributeError(name)
        wire: JsonObject = self.__dict__["_wire"]
        if name in wire:
            value = self.__dict__[name] = self._wrapped(name, wire[name])
            return value
        if name in _declared(_tag(wire), self.__dict__["_place"]):
            return None
        raise AttributeError(f"{self._title()} has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__.pop(name, None)
        self.__dict__["_wire"][name] = plain(value)

    def to_wire(self) -> JsonObject:
        """The JSON behind the node, itself and not a copy."""
        wire: JsonObject = self.__dict__["_wire"]
        return wire

    def model_dump(self, *, exclude: set[str] | None = None, **_ignored: Any) -> dict[str, Any]:
        """A copy of the JSON, like pydantic's method of that name."""
        kept = {key: value for key, value in self.to_wire().items() if key not in (exclude or ())}
        return copy.deepcopy(kept)

    def model_dump_json(self, *, indent: int | None = None, **_ignored: Any) -> str:
        """The JSON as text."""
        return json.dumps(self.model_dump(), indent=indent)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((name, getattr(self, name)) for name in self.to_wire())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.to_wire() == other.to_wire()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self)
        return f"{self._title()}({told})"

    def _wrapped(self, name: str, value: Any) -> Any:
        if name in _FREE_FORM or (name == "arguments" and _tag(self.to_wire()) in _FREE_ARGUMENTS):
            return value
        if isinstance(value, dict):
            return value if _is_free_result(name, value) else node(value, name)
        if isinstance(value, list):
            return [node(item, name) if isinstance(item, dict) else item for item in value]
        return value

    def _title(self) -> str:
        words = (_tag(self.to_wire()) or self._place or "node").replace(".", "_").split("_")
        return "".join(word.capitalize() for word in words)


def node(wire: JsonObject, place: str = "") -> Node:
    """The node for an object that stands under the attribute ``place``."""
    from stepbridge.client.interactions.interaction import Interaction

    return Interaction(wire) if place == "interaction" else Node(wire, place)


def _is_free_result(name: str, value: JsonObject) -> bool:
    return name == "result" and "type" not in value


def _tag(wire: JsonObject) -> str:
    tag = wire.get("event_type") or wire.get("type")
    return tag if isinstance(tag, str) else ""


@cache
def _declared(tag: str, place: str) -> frozenset[str]:
    return frozenset(BY_TAG.get(tag, "").split()) | frozenset(BY_PLACE.get(place, "").split())
