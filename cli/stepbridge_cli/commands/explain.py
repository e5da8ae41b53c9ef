"""``stepbridge explain``: one field, or one reason, in full."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from stepbridge.fields import FIELDS, Field, Surface, by_id, nearest, of
from stepbridge_cli.completion import rule_ids
from stepbridge_cli.failure import Failure
from stepbridge_cli.output import emit
from stepbridge_cli.reports.look import Look, look_of

if TYPE_CHECKING:
    from stepbridge_codemods.findings.reasons import Reason

EXAMPLES = """\b
Examples:
  stepbridge explain SB105
  stepbridge explain GenerateContentConfig.top_k
  stepbridge explain thinking_budget
  stepbridge explain SB004 SB141

Exit status: 0, or 2 when an id or name is not known."""


@click.command(epilog=EXAMPLES)
@click.argument("wanted", metavar="ID_OR_NAME...", nargs=-1, required=True, shell_complete=rule_ids)
@click.option("--json", "as_json", is_flag=True, help="Rows of the field map as JSON.")
def command(wanted: tuple[str, ...], as_json: bool) -> None:
    """Explain an id from a report, or a legacy field by its name.

    ID_OR_NAME is an id (SB105), a symbol (GenerateContentConfig.top_k) or an attribute that only
    one type has (thinking_budget).
    """
    found = [_find(name) for name in wanted]
    if as_json:
        from stepbridge_cli.reports.field_json import document

        emit(document(item for item in found if isinstance(item, Field)), None)
        return
    look = look_of(sys.stdout)
    emit("\n\n".join(_text(item, look) for item in found) + "\n", None)


def _text(item: Field | Reason, look: Look) -> str:
    if isinstance(item, Field):
        from stepbridge_cli.reports.field_text import card

        return card(item, look)
    lines = [
        f"{look.paint(item.id, bold=True)}  not plain Interactions code because {item.title}",
        "",
        look.wrap(item.what_to_do, "  "),
        "",
        "  for example:",
        *(f"    {line}".rstrip() for line in item.example.splitlines()),
    ]
    return "\n".join(lines)


def _find(name: str) -> Field | Reason:
    """Raises Failure when nothing, or more than one field, has this name."""
    reasons = _reasons()
    if name.upper() in reasons:
        return reasons[name.upper()]
    for look_up in (by_id, of):
        try:
            return look_up(name)
        except KeyError:
            continue
    called = _called(name)
    if len(called) == 1:
        return called[0]
    if called:
        choices = ", ".join(f"{row.id} ({row.symbol})" for row in called[:8])
        more = ", ..." if len(called) > 8 else ""
        raise Failure(f"{len(called)} fields are called {name}: {choices}{more}", "Name one.")
    close = nearest(name, known=(*reasons, *(row.id for row in FIELDS)))
    raise Failure(
        f"nothing is known as {name!r}",
        f"Did you mean {', '.join(close)}?" if close else "See 'stepbridge fields --search TEXT'.",
    )


def _called(name: str) -> list[Field]:
    """Rows whose symbol, last name or legacy path is this, in any case.

    The old SDK's rows come second, since many of its names live on.
    """
    plain = name.casefold()
    found = [
        row
        for row in FIELDS
        if plain
        in (
            row.symbol.casefold(),
            row.symbol.rpartition(".")[2].casefold(),
            row.legacy_python.casefold(),
            row.legacy_wire.casefold(),
        )
    ]
    return [row for row in found if row.surface is not Surface.OLD_SDK] or found


def _reasons() -> dict[str, Reason]:
    from stepbridge_codemods.findings.reasons import REASONS

    return REASONS
