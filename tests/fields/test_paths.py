"""What the map names on the Interactions side exists in the official SDK's classes."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from google import genai
from google.genai import _interactions, errors
from google.genai._gaos.types import interactions
from google.genai._gaos.types.basemodel import UnrecognizedStr
from pydantic import BaseModel

from stepbridge.fields import FIELDS, Field

_SEGMENT = re.compile(r"(?P<name>[\w$-]+)(?P<kind>\[[\w.]*\])?\.?")
_REQUEST = interactions.CreateModelInteraction
_ROOTS: tuple[type[BaseModel], ...] = (
    _REQUEST,
    interactions.CreateAgentInteraction,
    interactions.Interaction,
)
# The error's body is described by pages, not by a class; see the rows' sources.
_WITHOUT_CLASS = re.compile(r"error(\.(code|body))?( = .*)?$")


def _inner(annotation: Any) -> Iterator[Any]:
    annotation = getattr(annotation, "__value__", annotation)  # a named union
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Literal or not arguments:
        yield annotation
        return
    for argument in arguments:
        yield from _inner(argument)


def _field(owner: type[BaseModel], name: str) -> Any:
    """The annotation of a field by its name on the wire, or None."""
    for attribute, field in owner.model_fields.items():
        if name in (field.alias or attribute, attribute.rstrip("_")):
            return field.annotation
    return None


def _kind(model: Any) -> str:
    for name in ("type", "event_type"):
        if name in model.model_fields:
            return str(model.model_fields[name].default)
    return ""


class WrongPathError(Exception):
    """A path that the SDK's classes do not have."""


def _step(owners: list[type[BaseModel]], name: str, kind: str) -> list[Any]:
    found = [part for owner in owners for part in _inner(_field(owner, name)) if part is not None]
    if not found:
        raise WrongPathError(f"no {name}")
    if len(kind) > 2:
        found = [part for part in found if _is_model(part) and _kind(part) == kind[1:-1]]
        if not found:
            raise WrongPathError(f"no {name}{kind}")
    return found


def _is_model(part: Any) -> bool:
    return inspect.isclass(part) and issubclass(part, BaseModel)


def _is_free(part: Any) -> bool:
    """An arbitrary JSON object: any key may follow."""
    return part in (Any, dict) or (_is_model(part) and not part.model_fields)


def _events() -> list[Any]:
    classes: list[tuple[str, Any]] = inspect.getmembers(interactions, inspect.isclass)
    return [
        kind
        for name, kind in classes
        if _is_model(kind) and "event_type" in kind.model_fields and not name.startswith("Unknown")
    ]


def check(path: str) -> None:
    """Raises WrongPathError for a place, or a value, that the SDK does not have."""
    place, _, value = path.partition(" = ")
    owners: list[Any] = list(_ROOTS)
    found: list[Any] = []
    segments = list(_SEGMENT.finditer(place))
    assert "".join(segment[0] for segment in segments) == place, path
    for number, segment in enumerate(segments):
        name, kind = segment["name"], segment["kind"] or ""
        if number == 0 and name == "event":
            found = [event for event in _events() if _kind(event) == kind[1:-1]]
            if not found:
                raise WrongPathError(f"no event {kind}")
        elif any(_is_free(part) for part in found):
            return
        else:
            found = _step(owners, name, kind)
        owners = [part for part in found if _is_model(part)]
    if value.startswith('"') and not _takes(found, value.strip('"')):
        raise WrongPathError(f"no value {value}")


def _takes(parts: list[Any], value: str) -> bool:
    literals = [part for part in parts if typing.get_origin(part) is typing.Literal]
    if not literals:
        return str in parts or UnrecognizedStr in parts
    return any(value in typing.get_args(literal) for literal in literals)


def _paths(row: Field) -> list[str]:
    return (row.interactions or "").split(", ") if row.interactions else []


def _create_arguments() -> set[str]:
    client = genai.Client(api_key="x")
    return set(inspect.signature(client.interactions.create).parameters)


def test_every_path_exists_in_the_sdk() -> None:
    arguments = _create_arguments()
    wrong = []
    checked = 0
    for row in FIELDS:
        for path in _paths(row):
            if path in arguments or path.startswith("client.") or _WITHOUT_CLASS.match(path):
                continue
            if path[0].isupper():
                continue
            checked += 1
            try:
                check(path)
            except WrongPathError as error:
                wrong.append(f"{row.id} {path}: {error}")
    assert checked > 500
    assert wrong == []


def test_exception_classes_exist() -> None:
    named = {path.partition(".")[0] for row in FIELDS for path in _paths(row) if path[0].isupper()}
    assert named >= {"APIError", "APIStatusError"}
    assert [n for n in named if not (hasattr(_interactions, n) or hasattr(errors, n))] == []


def test_calls_of_the_client_exist() -> None:
    client: Any = genai.Client(api_key="x")
    for path in {path for row in FIELDS for path in _paths(row) if path.startswith("client.")}:
        value = client
        for name in path.split(".")[1:]:
            value = getattr(value, name)
        assert value is not None, path


@pytest.mark.parametrize(
    "path",
    [
        "generation_config.top_k",
        "steps[text]",
        "event[content.delta]",
        'generation_config.thinking_level = "HIGH"',
        "steps[function_call].args",
    ],
)
def test_the_check_itself_refuses_what_is_not_there(path: str) -> None:
    with pytest.raises(WrongPathError):
        check(path)
