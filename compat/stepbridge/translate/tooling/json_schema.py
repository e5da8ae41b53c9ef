"""Schemas that are JSON Schema already: passed on by reference where the server takes them."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.tooling.schema_keywords import CHILD, CHILD_LIST, CHILD_MAP
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.names import NAMES
from stepbridge.wire import JsonObject


def from_json_schema(
    schema: Any, path: str, ledger: Ledger, refused: frozenset[str] = frozenset()
) -> Any:
    """The same schema without empty ``required`` lists and without refused keywords.

    The very object that came in when there is nothing to leave out.
    """
    if not isinstance(schema, dict) or not _needs_cleaning(schema, refused):
        return schema
    root: JsonObject = {}
    work: list[tuple[JsonObject, str, JsonObject]] = [(schema, path, root)]
    while work:
        source, at, target = work.pop()
        for keyword, value in source.items():
            if keyword == "required" and value == []:
                continue
            if keyword in refused:
                ledger.lost(f"Schema.{NAMES[keyword]}", f"{at}.{keyword}", value)
                continue
            target[keyword] = _copy(keyword, value, f"{at}.{keyword}", work)
    return root


def _needs_cleaning(schema: JsonObject, refused: frozenset[str]) -> bool:
    work = [schema]
    while work:
        node = work.pop()
        if node.get("required") == [] or not refused.isdisjoint(node):
            return True
        for keyword, value in node.items():
            work.extend(child for _, child in _children(keyword, value))
    return False


def _children(keyword: str, value: Any) -> list[tuple[Any, JsonObject]]:
    """The schemas in one keyword's value, each with its key or index (None: the value itself)."""
    found: list[tuple[Any, Any]] = []
    if keyword in CHILD and isinstance(value, dict):
        found = [(None, value)]
    elif keyword in CHILD_MAP and isinstance(value, dict):
        found = list(value.items())
    elif (keyword in CHILD_LIST or keyword in CHILD) and isinstance(value, list):
        found = list(enumerate(value))
    return [(key, child) for key, child in found if isinstance(child, dict)]


def _copy(
    keyword: str, value: Any, path: str, work: list[tuple[JsonObject, str, JsonObject]]
) -> Any:
    children = _children(keyword, value)
    if not children:
        return value
    if children[0][0] is None:
        copy: Any = {}
        work.append((value, path, copy))
        return copy
    copy = value.copy()
    for key, child in children:
        at = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
        copy[key] = {}
        work.append((child, at, copy[key]))
    return copy
