"""Tables that say what becomes of each field of an object, and the walk that applies them.

A table maps a field's snake_case name to a rule. A rule gets the value, its wire path, the target
that it writes to and the ledger. A field without a rule is unknown, and goes to the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.names import NAMES
from stepbridge.translate.walk.shapes import as_is, as_object
from stepbridge.wire import JsonObject

Target = TypeVar("Target")
Rule: TypeAlias = Callable[[Any, str, Target, Ledger], None]
Table: TypeAlias = Mapping[str, Rule[Target]]
Reader: TypeAlias = Callable[[Any, str], Any]

_EMPTY: tuple[Any, ...] = ([], {}, "")


def apply(
    source: JsonObject, prefix: str, table: Table[Target], target: Target, ledger: Ledger
) -> None:
    """Walk an object's fields; ``prefix`` is its wire path with a trailing dot, "" for a body.

    Raises MalformedRequestError when one field comes twice, in both spellings.
    """
    for key, value in source.items():
        if value is None:
            continue
        name = NAMES[key]
        if name != key and name in source:
            raise MalformedRequestError(prefix + key, "a field in one spelling only")
        rule = table.get(name)
        if rule is None:
            ledger.unknown(prefix + key, value)
        else:
            rule(value, prefix + key, target, ledger)


def carried(
    source: Any, path: str, table: Table[JsonObject], ledger: Ledger, **start: Any
) -> JsonObject:
    """A new object made from ``source`` by a table, on top of the fields in ``start``."""
    target: JsonObject = dict(start)
    apply(as_object(source, path), path + ".", table, target, ledger)
    return target


def copied(to: str, read: Reader = as_is) -> Rule[JsonObject]:
    """The field arrives under the name ``to``, read by a shape reader."""

    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        target[to] = read(value, path)

    return rule


def nested(to: str, table: Table[JsonObject]) -> Rule[JsonObject]:
    """The field is an object that a table of its own carries."""

    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        target[to] = carried(value, path, table, ledger)

    return rule


def refused(symbol: str, *harmless: Any, secret: bool = False) -> Rule[Any]:
    """The field has no counterpart. Values in ``harmless``, and empty ones, say nothing."""

    def rule(value: Any, path: str, target: Any, ledger: Ledger) -> None:
        if value in harmless or value in _EMPTY:
            return
        if secret:
            ledger.lost_secret(symbol, path)
        else:
            ledger.lost(symbol, path, value)

    return rule
