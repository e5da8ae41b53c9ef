"""What is known about a value, and the variables that hold values."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.values.kinds import Kind

CALLED = "()"
"""The name of the variable that stands for what a function returns; its scope is the function."""


@dataclass(frozen=True, slots=True)
class Value:
    """A kind and the nodes it started from: calls, or annotated parameters.

    ``pending`` is true of what still has to be awaited.
    """

    kind: Kind
    origins: frozenset[ast.AST]
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """A name in a scope, or an attribute that the methods of a class share (``self.history``).

    A name that is used for one thing after another is several variables: ``life`` counts those of
    its bindings that share no read (the cells of a notebook that each begin with ``contents =``).
    """

    scope: ast.AST
    name: str
    is_attribute: bool = False
    life: int = 0


def agree(values: list[Value | None]) -> Value | None:
    """The one value that several are; of kind MIXED where they differ."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    origins = frozenset().union(*(value.origins for value in known))
    first = known[0]
    same = all((v.kind, v.pending) == (first.kind, first.pending) for v in known)
    if same and len(known) == len(values):
        return Value(first.kind, origins, first.pending)
    return Value(Kind.MIXED, origins)


def streams(node: ast.Call) -> bool:
    """Whether a call says ``stream=True``."""
    return any(
        keyword.arg == "stream"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value in (False, None))
        for keyword in node.keywords
    )


def streamed(owner: Kind, result: Kind) -> Kind:
    """What a call gives that says ``stream=True``."""
    if result is Kind.INTERACTION:
        return Kind.EVENTS
    return Kind.STREAM if owner in (Kind.OLD_MODEL, Kind.OLD_CHAT) else result
