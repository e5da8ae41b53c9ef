"""Declares a Python function to the model: its signature as JSON Schema, its docstring."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Any

from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject

_SKIPPED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def declaration_of(function: Callable[..., Any]) -> JsonObject:
    """A function declaration.

    Raises ValueError, naming function and parameter, for an annotation that has no JSON form.
    """
    name = getattr(function, "__name__", "")
    declaration: JsonObject = {"name": name, "description": inspect.getdoc(function) or ""}
    properties: JsonObject = {}
    definitions: JsonObject = {}
    required: list[str] = []
    hints = _type_hints(function)
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind in _SKIPPED:
            continue
        schema = _parameter_schema(name, parameter, hints)
        definitions |= schema.pop("$defs", {})
        properties[parameter.name] = schema
        if parameter.default is parameter.empty:
            required.append(parameter.name)
    if not properties:
        return declaration
    parameters: JsonObject = {"type": "object", "properties": properties}
    if definitions:
        parameters["$defs"] = definitions
    if required:
        parameters["required"] = required
    return {**declaration, "parametersJsonSchema": parameters}


def _type_hints(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(function, include_extras=True)
    except (NameError, TypeError):
        return {}


def _parameter_schema(
    function_name: str, parameter: inspect.Parameter, hints: dict[str, Any]
) -> JsonObject:
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    annotation = hints.get(parameter.name, parameter.annotation)
    if annotation is parameter.empty:
        annotation = Any
    try:
        schema = TypeAdapter(annotation).json_schema()
        if parameter.default is not parameter.empty:
            schema["default"] = plain(parameter.default)
    except (PydanticUserError, TypeError) as error:
        raise ValueError(
            f"parameter {parameter.name} of function {function_name} cannot be declared to the "
            f"model: {annotation!r} has no JSON form; declare the function yourself"
        ) from error
    return schema
