"""Calls the functions that the model asked for, and words their results for it."""

from __future__ import annotations

import asyncio
import inspect
import typing
from collections.abc import Callable, Mapping
from typing import Any

from stepbridge.client.mcp import McpFunction
from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject

Function = Callable[..., Any]


def call(function: Function, args: Mapping[str, Any]) -> JsonObject:
    """The response object for one call: ``{"result": ...}``, or ``{"error": ...}``.

    An exception of the function is told to the model, not raised.
    """
    try:
        return {"result": plain(function(**arguments_for(function, args)))}
    except Exception as error:
        return _told(function, error)


async def call_async(function: Function | McpFunction, args: Mapping[str, Any]) -> JsonObject:
    """The same for coroutine functions and MCP tools; other functions run in a thread."""
    try:
        if isinstance(function, McpFunction):
            return await function.invoke({name: _whole_numbers(args[name]) for name in args})
        given = arguments_for(function, args)
        if inspect.iscoroutinefunction(function):
            return {"result": plain(await function(**given))}
        return {"result": plain(await asyncio.to_thread(function, **given))}
    except Exception as error:
        return _told(function, error)


def arguments_for(function: Function, args: Mapping[str, Any]) -> dict[str, Any]:
    """The model's arguments as the function's annotations want them.

    JSON has one kind of number, so 3.0 is given as 3; a pydantic model is built from its object.
    Raises ValueError for a value that an annotation does not allow.
    """
    try:
        hints = typing.get_type_hints(function)
    except (NameError, TypeError):
        hints = {}
    names = inspect.signature(function).parameters
    return {
        name: _converted(name, _whole_numbers(args[name]), hints.get(name, Any))
        for name in names
        if name in args
    }


def _whole_numbers(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    return value


def _converted(name: str, value: Any, annotation: Any) -> Any:
    if annotation is Any or (annotation is float and isinstance(value, int)):
        return value
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(annotation).validate_python(value)
    except ValidationError as error:
        raise ValueError(f"argument {name}: {value!r} does not fit {annotation!r}") from error


def _told(function: Function | McpFunction, error: Exception) -> JsonObject:
    name = getattr(function, "__name__", None) or getattr(function, "name", "function")
    return {"error": f"{name} failed: {error}"}
