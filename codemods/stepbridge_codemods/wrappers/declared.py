"""Wrappers as a project writes them: a table for each name, checked; the nearest word is named."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from stepbridge import fields
from stepbridge_codemods.findings.request_fields import NESTED
from stepbridge_codemods.wrappers.wrapper import CALLS, Wrapper

KEYS = ("call", "parameters", "returns", "async")
RETURNS = ("response", "text")
_ARGUMENTS = ("model", "contents", "config", "")


class WrapperError(ValueError):
    """What is wrong with declared wrappers: ``complaints`` has one line each, with the key."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def from_tables(tables: Mapping[str, Any]) -> tuple[Wrapper, ...]:
    """The wrappers that a table of dotted names declares. Raises WrapperError.

    A value is a table with ``call``, ``parameters``, ``returns`` and ``async``, or the text of
    ``call`` alone. Names may be quoted, or nested as TOML nests bare ones.
    """
    found: list[Wrapper] = []
    wrong: list[str] = []
    for name, table in _named(tables, ""):
        complaints = [f"{_key(name)}{text}" for text in _complaints(name, table)]
        wrong += complaints
        if not complaints:
            found.append(_wrapper(name, {"call": table} if isinstance(table, str) else table))
    if wrong:
        raise WrapperError(wrong)
    return tuple(found)


def table_of(wrapper: Wrapper) -> dict[str, Any]:
    """The table that declares a wrapper, without what goes without saying."""
    table: dict[str, Any] = {"call": wrapper.call}
    if wrapper.parameters:
        table["parameters"] = dict(wrapper.parameters)
    if wrapper.returns != "response":
        table["returns"] = wrapper.returns
    if wrapper.is_async:
        table["async"] = True
    return table


def symbol_of(argument: str) -> str:
    """``config.thinking_config.thinking_budget`` as the field map spells it; "" for an argument."""
    parts = argument.split(".")
    owner = NESTED.get(parts[-2], "") if len(parts) > 1 else ""
    return f"{owner}.{parts[-1]}" if owner else ""


def _named(tables: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Dotted names and their tables; ``[wrappers.acme.llm.ask]`` nests three deep."""
    for key, value in tables.items():
        name = f"{prefix}{key}"
        if "." not in key and _holds_names(value):
            yield from _named(value, f"{name}.")
        else:
            yield name, value


def _holds_names(value: Any) -> bool:
    """Whether a table goes on with names; a misspelt key is no name."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(isinstance(one, Mapping | str) for one in value.values())
        and not any(difflib.get_close_matches(one, KEYS, 1, 0.8) for one in value)
    )


def _key(name: str) -> str:
    return f'"{name}"'


def _complaints(name: str, table: Any) -> Iterator[str]:
    parts = name.split(".")
    if len(parts) < 2 or not all(part.isidentifier() for part in parts):
        yield ": must be a dotted name, such as acme.llm.ask"
    if isinstance(table, str):
        table = {"call": table}
    if not isinstance(table, Mapping):
        yield ": must be a table"
        return
    for key in table:
        if key not in KEYS:
            yield f".{key}: unknown key; {_nearest(str(key), KEYS)}"
    if table.get("call", "generate_content") not in CALLS:
        yield f".call: {_unknown(table['call'], CALLS)}"
    if table.get("returns", "response") not in RETURNS:
        yield f".returns: {_unknown(table['returns'], RETURNS)}"
    if not isinstance(table.get("async", False), bool):
        yield ".async: must be true or false"
    yield from _wrong_parameters(table.get("parameters", {}))


def _wrong_parameters(parameters: Any) -> Iterator[str]:
    if not isinstance(parameters, Mapping):
        yield '.parameters: must be a table, such as { prompt = "contents" }'
        return
    for name, argument in parameters.items():
        if not isinstance(argument, str) or not _exists(argument):
            words = [*_ARGUMENTS[:3], *(f"config.{one}" for one in _config_fields())]
            yield f".parameters.{name}: {_unknown(argument, words)}"


def _exists(argument: str) -> bool:
    if argument in _ARGUMENTS:
        return True
    try:
        return argument.startswith("config.") and bool(fields.of(symbol_of(argument)))
    except KeyError:
        return False


def _config_fields() -> list[str]:
    owner = "GenerateContentConfig."
    return [row.symbol.removeprefix(owner) for row in fields.FIELDS if row.symbol.startswith(owner)]


def _unknown(value: Any, known: Any) -> str:
    words = list(known)
    return f"{value!r} is not known; {_nearest(str(value), words)}"


def _nearest(word: str, known: Any) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    few = list(known)[:9]
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(map(repr, few))}"


def _wrapper(name: str, table: Mapping[str, Any]) -> Wrapper:
    return Wrapper(
        name,
        table.get("call", "generate_content"),
        tuple(table.get("parameters", {}).items()),
        table.get("returns", "response"),
        table.get("async", False),
    )
