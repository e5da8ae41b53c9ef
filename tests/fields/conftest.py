"""What the installed official SDK has, found by looking at it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator
from enum import Enum
from types import ModuleType
from typing import Any

import pytest
from google.genai import (
    batches,
    caches,
    chats,
    documents,
    file_search_stores,
    files,
    live,
    models,
    operations,
    tokens,
    tunings,
    types,
)
from pydantic import BaseModel

from stepbridge.fields import FIELDS, Field

# The SDK hides the tools of a config behind a validator, and declarations of schemas behind Any.
_ROOTS = (
    types.GenerateContentConfig,
    types.GenerationConfig,
    types.Content,
    types.GenerateContentResponse,
    types.HttpOptions,
    types.Tool,
    types.FunctionDeclaration,
    types.Modality,
)
# Types whose fields are values of the user's own, or keywords that have rows as schema.<keyword>.
_OPAQUE = frozenset({"JSONSchema", "ResponseFormat", "TranslationConfig"})
_SERVICES = (
    models,
    chats,
    files,
    caches,
    batches,
    tunings,
    tokens,
    operations,
    file_search_stores,
    documents,
    live,
)


def _parts(annotation: Any) -> Iterator[Any]:
    arguments = typing.get_args(annotation)
    if not arguments:
        yield annotation
    for argument in arguments:
        yield from _parts(argument)


def _reachable() -> Iterator[Any]:
    waiting: list[Any] = list(_ROOTS)
    seen = set[Any]()
    while waiting:
        kind = waiting.pop()
        if kind in seen or kind.__name__ in _OPAQUE:
            continue
        seen.add(kind)
        yield kind
        for field in getattr(kind, "model_fields", {}).values():
            waiting += [
                part
                for part in _parts(field.annotation)
                if inspect.isclass(part)
                and part.__module__ == types.__name__
                and issubclass(part, (BaseModel, Enum))
            ]


@pytest.fixture(scope="session")
def sdk_symbols() -> frozenset[str]:
    """``Type.attribute`` and ``Enum.MEMBER`` of everything that a request or an answer can hold."""
    found = set[str]()
    for kind in _reachable():
        names = [member.name for member in kind] if issubclass(kind, Enum) else kind.model_fields
        found.update(f"{kind.__name__}.{name}" for name in names)
    # The wire's own class repeats what GenerateContentConfig has, and adds a little.
    repeated = types.GenerateContentConfig.model_fields
    return frozenset(found - {f"GenerationConfig.{name}" for name in repeated})


def _methods(module: ModuleType) -> Iterator[str]:
    for name, kind in vars(module).items():
        if not inspect.isclass(kind) or kind.__module__ != module.__name__ or name[0] == "_":
            continue
        for method, _ in inspect.getmembers(kind, inspect.isroutine):
            if not method.startswith("_"):
                yield f"{name}.{method}"


@pytest.fixture(scope="session")
def sdk_methods() -> frozenset[str]:
    """``Class.method`` of every service of the client."""
    return frozenset(name for module in _SERVICES for name in _methods(module))


@pytest.fixture(scope="session")
def rows() -> dict[str, Field]:
    """Every row of the field map by symbol."""
    return {row.symbol: row for row in FIELDS}
