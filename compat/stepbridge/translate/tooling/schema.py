"""Schemas: OpenAPI style as generateContent has it -> JSON Schema.

Only keywords are touched. Names of properties and definitions, enum values, defaults and examples
belong to the user. Work lists instead of recursion: depth costs no stack.
"""

from __future__ import annotations

from typing import Any

from stepbridge.translate.tooling.schema_keywords import (
    CHILD,
    CHILD_LIST,
    CHILD_MAP,
    KEYWORDS,
    VALUES,
)
from stepbridge.translate.walk.enums import SCHEMA_TYPE
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.names import NAMES
from stepbridge.translate.walk.shapes import as_integer, as_list, as_object, as_texts
from stepbridge.wire import JsonObject

_COUNTS = frozenset(
    {"maxItems", "minItems", "maxLength", "minLength", "maxProperties", "minProperties"}
)
# Keywords that mean the same on both sides.
_PLAIN = frozenset({"default", "description", "enum", "format", "maximum", "minimum", "title"})
_NULL: JsonObject = {"type": "null"}


class SchemaConverter:
    """Turns a schema into JSON Schema; ``refused`` are keywords that the model's server rejects."""

    __slots__ = ("_ledger", "_refused", "_work")

    def __init__(self, ledger: Ledger, refused: frozenset[str]) -> None:
        self._ledger = ledger
        self._refused = refused
        self._work: list[tuple[Any, str, JsonObject]] = []

    def convert(self, schema: Any, path: str) -> JsonObject:
        root: JsonObject = self._later(schema, path)
        while self._work:
            source, at, target = self._work.pop()
            self._node(as_object(source, at), at, target)
        return root

    def _later(self, source: Any, path: str) -> Any:
        """A target that is filled in later; JSON Schema also allows true and false as schemas."""
        if isinstance(source, bool):
            return source
        target: JsonObject = {}
        self._work.append((source, path, target))
        return target

    def _node(self, source: JsonObject, path: str, target: JsonObject) -> None:
        nullable = False
        ordering: list[str] = []
        for key, value in source.items():
            if value is None:
                continue
            if key in _PLAIN and key not in self._refused:
                target[key] = value
                continue
            keyword = key if key in VALUES else KEYWORDS.get(NAMES[key])
            at = f"{path}.{key}"
            if keyword is None:
                self._ledger.unknown(at, value)
            elif keyword == "nullable":
                nullable = bool(value)
            elif keyword == "propertyOrdering":
                ordering = as_texts(value, at)
            else:
                self._keyword(keyword, value, at, target)
        if target.get("format") == "enum":
            del target["format"]
        if ordering and "properties" in target:
            target["properties"] = _ordered(target["properties"], ordering)
        if nullable:
            _allow_null(target)

    def _keyword(self, keyword: str, value: Any, path: str, target: JsonObject) -> None:
        if keyword in self._refused:
            self._ledger.lost(f"Schema.{NAMES[keyword]}", path, value)
        elif keyword in CHILD:
            target[keyword] = self._child(value, path)
        elif keyword in CHILD_MAP:
            target[keyword] = {
                name: self._later(child, f"{path}.{name}")
                for name, child in as_object(value, path).items()
            }
        elif keyword in CHILD_LIST:
            target[keyword] = self._list(value, path)
        elif keyword == "type":
            _set_type(value, path, target)
        elif keyword == "required":
            if value:
                target[keyword] = as_texts(value, path)
        elif keyword == "example":
            target["examples"] = [value]
        elif keyword == "$ref":
            target[keyword] = value.replace("#/defs/", "#/$defs/", 1) if value else value
        else:
            target[keyword] = as_integer(value, path) if keyword in _COUNTS else value

    def _child(self, value: Any, path: str) -> Any:
        return self._list(value, path) if isinstance(value, list) else self._later(value, path)

    def _list(self, value: Any, path: str) -> list[Any]:
        return [
            self._later(child, f"{path}[{place}]")
            for place, child in enumerate(as_list(value, path))
        ]


def _set_type(value: Any, path: str, target: JsonObject) -> None:
    if isinstance(value, list):
        target["type"] = [SCHEMA_TYPE.read(item, path) for item in value]
        return
    name = SCHEMA_TYPE.read(value, path)
    if name is not None:
        target["type"] = name


def _ordered(properties: JsonObject, ordering: list[str]) -> JsonObject:
    first = {name: properties[name] for name in ordering if name in properties}
    return first | {name: child for name, child in properties.items() if name not in first}


def _allow_null(target: JsonObject) -> None:
    """Say ``nullable: true`` in JSON Schema. A schema without restrictions allows null anyway."""
    kind = target.get("type")
    if isinstance(kind, str):
        target["type"] = [kind, "null"] if kind != "null" else kind
    elif isinstance(kind, list) and "null" not in kind:
        target["type"] = [*kind, "null"]
    if "enum" in target and None not in target["enum"]:
        target["enum"] = [*target["enum"], None]
    if "anyOf" in target and _NULL not in target["anyOf"]:
        target["anyOf"].append(dict(_NULL))
    if "$ref" in target:
        target["anyOf"] = [{"$ref": target.pop("$ref")}, dict(_NULL)]


def from_openapi(
    schema: Any, path: str, ledger: Ledger, refused: frozenset[str] = frozenset()
) -> JsonObject:
    """JSON Schema for a legacy ``Schema`` (``responseSchema``, ``parameters``).

    Raises MalformedRequestError for a schema that is not an object.
    """
    if not isinstance(schema, dict):
        raise MalformedRequestError(path, "a schema")
    return SchemaConverter(ledger, refused).convert(schema, path)
