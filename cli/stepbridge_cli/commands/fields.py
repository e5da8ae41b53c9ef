"""``stepbridge fields``: the field map, whole or in part."""

from __future__ import annotations

import sys

import click

from stepbridge.fields import FIELDS, Change, Fidelity, Field, Surface, search
from stepbridge_cli import exits
from stepbridge_cli.output import check_writable, emit
from stepbridge_cli.reports.look import look_of

EXAMPLES = """\b
Examples:
  stepbridge fields --search 'thinking budget'
  stepbridge fields --surface request --fidelity lost
  stepbridge fields --change renamed --json --output fields.json
  stepbridge fields --surface tool --markdown

Exit status: 0 rows were found, 1 no row matches, 2 a mistake on the command line."""


def _choice(kind: type[Surface] | type[Change] | type[Fidelity]) -> click.Choice[str]:
    return click.Choice([str(member) for member in kind], case_sensitive=False)


@click.command(epilog=EXAMPLES)
@click.option(
    "--surface", type=_choice(Surface), multiple=True, metavar="PART",
    help=f"Part of the legacy API: {', '.join(Surface)}.",
)  # fmt: skip
@click.option("--change", type=_choice(Change), multiple=True, help="What becomes of the name.")
@click.option("--fidelity", type=_choice(Fidelity), multiple=True, help="How much survives.")
@click.option("--search", "text", metavar="TEXT", help="Every word must occur in the row.")
@click.option("--json", "as_json", is_flag=True, help="JSON, with every attribute.")
@click.option("--markdown", is_flag=True, help="Tables as in MIGRATION.md.")
@click.option(
    "--output", type=click.Path(), metavar="FILE", help="Write there instead of standard output."
)
@click.pass_context
def command(
    context: click.Context,
    surface: tuple[str, ...],
    change: tuple[str, ...],
    fidelity: tuple[str, ...],
    text: str | None,
    as_json: bool,
    markdown: bool,
    output: str | None,
) -> None:
    """Show what becomes of every legacy field.

    Options narrow the selection; the same option twice widens it.
    """
    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    check_writable(output)
    rows = [
        row
        for row in (search(text) if text else FIELDS)
        if _wanted(row.surface, surface)
        and _wanted(row.change, change)
        and _wanted(row.fidelity, fidelity)
    ]
    if as_json:
        from stepbridge_cli.reports.field_json import document

        emit(document(rows), output)
    elif markdown:
        from stepbridge_cli.reports.migration_tables import tables

        emit(tables(rows), output)
    else:
        emit(_listing(rows), output)
    context.exit(exits.CLEAN if rows else exits.FINDINGS)


def _wanted(value: str, chosen: tuple[str, ...]) -> bool:
    return not chosen or value in chosen


def _listing(rows: list[Field]) -> str:
    from stepbridge_cli.reports.field_text import entry

    look = look_of(sys.stdout)
    count = f"{len(rows)} of {len(FIELDS)} fields"
    return "\n".join([*(entry(row, look) for row in rows), count]) + "\n"
