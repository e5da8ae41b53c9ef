"""Whether the calls that a module makes fit the installed SDK: a type check of literals.

Looked at are the keyword names of ``interactions.create``, every literal in them, and every literal
with a ``type`` that an SDK class has: its keys, the values of its fields where the SDK lists them,
and what lies inside. The shapes are those of ``google.genai.interactions``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from google.genai import interactions
from google.genai._gaos.types.interactions.createmodelinteraction import (
    CreateModelInteractionParam,
)

OPTIONS = frozenset(
    {"extra_headers", "extra_query", "extra_body", "timeout", "automatic_continuation"}
    | {"api_version", "stream"}
)
"""Keywords of the call that are no fields of its body."""
FREE = frozenset({"model", "mime_type"})
"""Fields whose listed values are examples: any other text is right as well."""


def misfits(source: bytes) -> list[str]:
    """Every literal of a module that the SDK would not take, with its line."""
    found: dict[str, None] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("interactions.create"):
            found.update(dict.fromkeys(_call(node)))
        if isinstance(node, ast.Dict):
            found.update(dict.fromkeys(_tagged(node)))
    return list(found)


def _call(call: ast.Call) -> Iterator[str]:
    hints = _hints(CreateModelInteractionParam)
    for keyword in call.keywords:
        if keyword.arg in hints:
            yield from _named(keyword.arg, keyword.value, hints[keyword.arg])
        elif keyword.arg is not None and keyword.arg not in OPTIONS:
            yield f"line {keyword.value.lineno}: create() has no {keyword.arg}="


def _tagged(node: ast.Dict) -> Iterator[str]:
    """A literal whose ``type`` says which classes it may be of."""
    shapes = _by_tag().get(_tag(node) or "", ())
    if shapes:
        yield from _fields(node, shapes)


def _named(name: str, node: ast.expr, hint: object) -> Iterator[str]:
    """What does not fit the field of a name."""
    if name not in FREE or not isinstance(node, ast.Constant):
        yield from _fit(node, hint)


def _fit(node: ast.expr, hint: object) -> Iterator[str]:
    """What of a literal does not fit a type."""
    kinds = list(_flat(hint))
    if isinstance(node, ast.List | ast.Tuple):
        inner = tuple(one for kind in kinds if get_origin(kind) is list for one in get_args(kind))
        for element in node.elts if inner else ():
            yield from _fit(element, Union[inner])  # noqa: UP007  -- made at run time
    elif isinstance(node, ast.Dict):
        shapes = [kind for kind in kinds if _is_shape(kind)]
        known = _known(_tag(node), shapes)
        if shapes and not any(get_origin(kind) is dict for kind in kinds):
            if known:
                yield from _fields(node, tuple(known))
            else:
                yield f"line {node.lineno}: no type {_tag(node)!r} belongs here"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        listed = {
            value for kind in kinds if get_origin(kind) is Literal for value in get_args(kind)
        }
        if listed and str not in kinds and node.value not in listed:
            yield f"line {node.lineno}: {node.value!r} is none of {sorted(listed)}"


def _fields(node: ast.Dict, shapes: tuple[type, ...]) -> Iterator[str]:
    known: dict[str, list[object]] = {}
    for shape in shapes:
        for name, hint in _hints(shape).items():
            known.setdefault(name.rstrip("_"), []).append(hint)
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant):
            continue
        if key.value not in known:
            names = " or ".join(shape.__name__ for shape in shapes)
            yield f"line {key.lineno}: {names} has no {key.value!r}"
            continue
        faults = [list(_named(key.value, value, hint)) for hint in known[key.value]]
        yield from min(faults, key=len)


def _known(tag: str | None, shapes: list[type]) -> list[type]:
    """The classes with a tag; those without any where there is none, all where it is not seen."""
    if tag is None:
        return shapes
    return [s for s in shapes if tag in _tags(s)] or [s for s in shapes if not _tags(s)]


def _tag(node: ast.Dict) -> str | None:
    """The ``type`` of a literal: empty where there is none, None where it is not written out."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "type":
            return str(value.value) if isinstance(value, ast.Constant) else None
    return None if None in node.keys else ""


def _flat(hint: object) -> Iterator[Any]:
    """The alternatives of a type, behind aliases, unions and annotations."""
    value = getattr(hint, "__value__", hint)
    origin = get_origin(value)
    if value is not hint:
        yield from _flat(value)
    elif origin is Literal or origin in (list, dict) or origin is None:
        yield value
    else:
        for one in get_args(value):
            yield from _flat(one)


def _is_shape(kind: object) -> bool:
    return isinstance(kind, type) and hasattr(kind, "__total__")


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


@cache
def _tags(shape: type) -> tuple[str, ...]:
    """The values of ``type`` that a class has."""
    try:
        hint = _hints(shape).get("type") or _hints(shape).get("type_")
    except (NameError, TypeError):
        return ()
    kinds = _flat(hint) if hint is not None else ()
    return tuple(str(v) for kind in kinds if get_origin(kind) is Literal for v in get_args(kind))


@cache
def _by_tag() -> dict[str, tuple[type, ...]]:
    found: dict[str, tuple[type, ...]] = {}
    for shape in vars(interactions).values():
        for tag in _tags(shape) if _is_shape(shape) else ():
            found[tag] = (*found.get(tag, ()), shape)
    return found
