"""How an answer prints: as the objects of google-genai 3.4 do, one attribute a line where nested.

``str`` names every attribute on one line; ``repr``, also that of what lies inside, spreads those
that are there. Long values are cut as the SDK cuts them: bytes after 100, lists after five items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

_STEP = "  "
_BYTES = 100
_ITEMS = 5
_DEPTH = 6


def spread(name: str, attributes: Iterable[tuple[str, Any]], indent: str, depth: int) -> str:
    """An object with one attribute a line, by name; what is None is left out."""
    inner = indent + _STEP
    told = [
        f"{key}={pretty(value, inner, depth - 1)}"
        for key, value in sorted(attributes)
        if value is not None
    ]
    return _block(f"{name}(", told, ")", indent) if told else f"{name}()"


def pretty(value: Any, indent: str = "", depth: int = _DEPTH) -> str:
    """One value, with what is in it further in. Beyond six levels only the number is told."""
    if depth < 0:
        return "<... Max depth ...>"
    if isinstance(value, dict):
        return _mapping(value, indent, depth)
    if isinstance(value, list):
        return _listing(value, indent, depth)
    if type(value) is str and "\n" in value:
        quoted = value.replace('"""', r"\"\"\"")
        return f'"""{quoted}"""'
    if isinstance(value, bytes) and len(value) > _BYTES:
        return f"{value[: _BYTES - 3]!r}"[:-1] + "...'"
    attributes = getattr(value, "_told", None)
    if attributes is not None:
        return spread(type(value).__name__, attributes(), indent, depth)
    return repr(value).replace("\n", f"\n{indent}{_STEP}")


def _mapping(value: dict[str, Any], indent: str, depth: int) -> str:
    if not value:
        return "{}"
    if depth == 0:
        return f"{{<... {_counted(value)} at Max depth ...>}}"
    if len(value) > _ITEMS:
        return f"<dict len={len(value)}>"
    inner = indent + _STEP
    entries = [
        f"{pretty(key, inner, depth - 1)}: {pretty(value[key], inner, depth - 1)}"
        for key in sorted(value, key=str)
    ]
    return _block("{", entries, "}", indent)


def _listing(value: list[Any], indent: str, depth: int) -> str:
    if not value:
        return "[]"
    if depth == 0:
        return f"[<... {_counted(value)} at Max depth ...>]"
    return _block("[", [*_items(value, indent + _STEP, depth - 1)], ",]", indent)


def _items(value: list[Any], indent: str, depth: int) -> Iterator[str]:
    for item in value[:_ITEMS]:
        yield pretty(item, indent, depth)
    if len(value) > _ITEMS:
        yield f"<... {len(value) - _ITEMS} more items ...>"


def _block(start: str, lines: list[str], end: str, indent: str) -> str:
    """Lines between brackets; a comma in front of the closing one ends the last line."""
    last = "," if end.startswith(",") else ""
    body = f",\n{indent}{_STEP}".join(lines)
    return f"{start}\n{indent}{_STEP}{body}{last}\n{indent}{end.lstrip(',')}"


def _counted(value: dict[str, Any] | list[Any]) -> str:
    return f"{len(value)} item" + "s" * (len(value) != 1)
