"""Wrappers and rules that installed packages bring along, by the entry points ``stepbridge.rules``.

https://packaging.python.org/specifications/entry-points/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

from stepbridge_codemods.wrappers.declared import WrapperError, from_tables
from stepbridge_codemods.wrappers.wrapper import Wrapper

GROUP = "stepbridge.rules"


class EntryPointError(Exception):
    """An entry point that cannot be used; the message names it, its package and what is wrong."""


@cache
def installed() -> tuple[Wrapper, ...]:
    """The wrappers of all installed packages; their rules register when they are loaded.

    An entry point names a table as the configuration has it (dotted name -> table), a Wrapper,
    several of them, or a module, whose import registers rules and whose ``WRAPPERS``, if any, is
    one of these. Raises EntryPointError for the first that is none, or that cannot be loaded.
    """
    found: dict[str, Wrapper] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        for wrapper in _loaded(point):
            found[wrapper.name] = wrapper
    return tuple(found.values())


def _loaded(point: EntryPoint) -> list[Wrapper]:
    try:
        return list(_wrappers(point.load()))
    except WrapperError as error:
        raise EntryPointError(f"{_label(point)}: {'; '.join(error.complaints)}") from error
    except Exception as error:  # whatever the package does on import
        reason = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise EntryPointError(f"{_label(point)} cannot be loaded: {reason}") from error


def _wrappers(given: Any) -> Iterator[Wrapper]:
    if isinstance(given, ModuleType):
        given = getattr(given, "WRAPPERS", ())
    if isinstance(given, Wrapper):
        yield given
    elif isinstance(given, Mapping):
        yield from from_tables(given)
    else:
        for one in given:
            if not isinstance(one, Wrapper):
                raise TypeError(f"{one!r} is no table of wrappers and no Wrapper")
            yield one


def _label(point: EntryPoint) -> str:
    package = point.dist.name if point.dist is not None else "an unknown package"
    return f"entry point {point.name!r} of {package} ({point.value})"
