"""``stepbridge convert``: stored requests, answers and histories in the other API's form."""

from __future__ import annotations

import click

from stepbridge_cli import exits
from stepbridge_cli.output import check_writable

EXAMPLES = """\b
Examples:
  stepbridge convert batch.jsonl --to interactions --output new.jsonl
  stepbridge convert history.json --to interactions
  stepbridge convert stored.jsonl --to generate-content --losses losses.jsonl
  tail -f log.jsonl | stepbridge convert --to interactions --model MODEL

Exit status: 0 all is carried, 1 something was lost, 2 a record could not be
converted, 3 both."""

_FORMS = ("interactions", "generate-content")


@click.command(epilog=EXAMPLES)
@click.argument("source", type=click.Path(), default="-", metavar="[FILE]")
@click.option("--to", "form", type=click.Choice(_FORMS), required=True, help="The form to write.")
@click.option("--model", default="", help="The model of requests that do not name one.")
@click.option(
    "--output", type=click.Path(), metavar="FILE", help="Write there instead of standard output."
)
@click.option(
    "--losses", "report", type=click.Path(), metavar="FILE", help="Every loss as a line of JSON."
)
@click.pass_context
def command(
    context: click.Context,
    source: str,
    form: str,
    model: str,
    output: str | None,
    report: str | None,
) -> None:
    """Convert stored data: request and answer bodies, chat histories, lines of a batch.

    FILE holds one JSON value, or JSON Lines, which are converted one by one as they are read. What
    a record is shows in its keys. Losses are told on standard error.
    """
    from stepbridge_cli.conversion import Tally, convert_file

    check_writable(output)
    check_writable(report)
    tally = Tally()
    convert_file(source, form, model, output, report, tally)
    for line in tally.lines():
        click.echo(line, err=True)
    context.exit(exits.status(findings=tally.lost > 0, errors=tally.problems > 0))
