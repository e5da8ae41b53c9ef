"""How the tables of the field map are written down, and how they become rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple, TypeAlias

from stepbridge.fields.row import Change, Confidence, Fidelity, Field, Surface

Line: TypeAlias = (
    tuple[int, str, str | None, str, str]
    | tuple[int, str, str | None, str, str, str]
    | tuple[int, str, str | None, str, str, str, str]
)
"""Number of the id, attribute, Interactions path, verdict, note; then, where they differ from the
table's, the path on the wire and the path in Python."""

_VERDICTS = {
    f"{change} {fidelity} {confidence}": (change, fidelity, confidence)
    for change, fidelity, confidence in product(Change, Fidelity, Confidence)
}


class Table(NamedTuple):
    """The fields of one legacy type.

    ``wire`` and ``python`` say where the type's attributes sit: ``*`` stands for the attribute (the
    last part of a dotted name), in camelCase on the wire, and ``**`` for the whole name.
    ``owner`` is the first half of each row's symbol.
    A verdict is change, fidelity and confidence in one string: ``"moved exact sdk"``.
    """

    owner: str
    surface: Surface
    wire: str
    python: str
    source: str
    lines: tuple[Line, ...]


def camel(name: str) -> str:
    """``top_k`` -> ``topK``; names of enum members stay as they are."""
    if "_" not in name or name.isupper():
        return name
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def _filled(template: str, name: str, spell: Callable[[str], str]) -> str:
    if "**" in template:
        return template.replace("**", name)
    return template.replace("*", spell(name.rpartition(".")[2]))


def fields(tables: tuple[Table, ...]) -> Iterator[Field]:
    """The rows of some tables, in order."""
    for owner, surface, wire, python, source, lines in tables:
        for line in lines:
            number, name, target, verdict, note = line[:5]
            change, fidelity, confidence = _VERDICTS[verdict]
            yield Field(
                f"SB{number}",
                f"{owner}.{name}" if owner else name,
                surface,
                line[5] if len(line) > 5 else _filled(wire, name, camel),
                line[6] if len(line) > 6 else _filled(python, name, str),
                target,
                change,
                fidelity,
                note,
                source,
                confidence,
            )
