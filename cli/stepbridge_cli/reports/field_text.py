"""Rows of the field map as text for people: a short entry, and a full card."""

from __future__ import annotations

from stepbridge.fields import Change, Fidelity, Field
from stepbridge_cli.reports.look import Look

_COLOURS = {Fidelity.EXACT: "green", Fidelity.APPROXIMATE: "yellow", Fidelity.LOST: "red"}
_KNOWN = {
    "sdk": "read in the official SDK",
    "probe": "seen when the official SDK was run against a mock server",
    "recorded": "seen in recorded traffic",
    "documented": "stated by an official page",
    "reported": "reported by others, not checked",
    "inferred": "concluded from the rest, not stated anywhere",
}
_INDENT = " " * 8


def target(row: Field) -> str:
    """Where the field is now, in words: a path, its old place, or nowhere."""
    if row.interactions:
        return row.interactions
    return "(stays)" if row.change is Change.UNCHANGED else "(no counterpart)"


def legacy(row: Field) -> str:
    """The field's old place in Python, or on the wire when it has none in Python."""
    return row.legacy_python or row.legacy_wire or row.symbol


def entry(row: Field, look: Look) -> str:
    """Two lines: where it was and is, and the note."""
    verdict = look.paint(f"{row.change}, {row.fidelity}", fg=_COLOURS[row.fidelity])
    head = f"{look.paint(row.id.ljust(7), bold=True)} {legacy(row)} -> {target(row)}  [{verdict}]"
    return f"{head}\n{look.wrap(row.note, _INDENT)}"


def card(row: Field, look: Look) -> str:
    """Everything that the map says about one field."""
    verdict = look.paint(f"{row.change}, {row.fidelity}", fg=_COLOURS[row.fidelity])
    lines = [f"{look.paint(row.id, bold=True)}  {row.symbol}", "", look.wrap(row.note, "  "), ""]
    facts = (
        ("in Python", row.legacy_python),
        ("on the wire", row.legacy_wire),
        ("Interactions", target(row)),
        ("what becomes of it", verdict),
        ("surface", str(row.surface)),
        ("source", f"{row.source} ({_KNOWN[row.confidence]})"),
    )
    lines += [f"  {name + ':':<20}{value}" for name, value in facts if value]
    if row.example:
        lines += [
            "",
            "  before:",
            *_code(row.example.before),
            "  after:",
            *_code(row.example.after),
        ]
    return "\n".join(lines)


def _code(source: str) -> list[str]:
    return [f"    {line}".rstrip() for line in source.splitlines()]
