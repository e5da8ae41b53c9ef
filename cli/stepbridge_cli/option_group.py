"""Click options that a command is handed as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def grouped(
    name: str, options: Iterable[Callable[[Function], Function]], build: Callable[..., Any]
) -> Callable[[Function], Function]:
    """Adds click options to a command and passes it one argument built from their values."""
    declared = list(options)

    def decorate(function: Function) -> Function:
        names: set[str] = set()

        @wraps(function)
        def call(**values: Any) -> Any:
            own = {key: values.pop(key) for key in names}
            return function(**values, **{name: build(**own)})

        earlier = {parameter.name for parameter in getattr(function, "__click_params__", [])}
        decorated: Any = call
        for option in reversed(declared):
            decorated = option(decorated)
        names.update(
            parameter.name
            for parameter in decorated.__click_params__
            if parameter.expose_value and parameter.name not in earlier
        )
        result: Function = decorated
        return result

    return decorate
