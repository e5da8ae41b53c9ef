"""``stepbridge audit``: every legacy field, where it is and what becomes of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from stepbridge_cli import exits, session
from stepbridge_cli import traffic as traffic_log
from stepbridge_cli.options import (
    Reporting,
    Sources,
    codemod_options,
    report_options,
    source_options,
)
from stepbridge_cli.output import check_writable, emit, warn
from stepbridge_cli.pipeline import Work
from stepbridge_cli.reports import history, render
from stepbridge_cli.reports.look import look_of
from stepbridge_cli.reports.model import Report

if TYPE_CHECKING:
    from stepbridge_codemods import Options

EXAMPLES = """\b
Examples:
  stepbridge audit src
  stepbridge audit . --exclude 'tests/' --format json --output report.json
  stepbridge audit --changed-since origin/main --format github
  stepbridge audit --traffic traffic.jsonl --output traffic.html
  stepbridge audit - --stdin-filename app.py < app.py

Exit status: 0 no legacy code, 1 findings, 2 some file could not be processed, 3 both."""


@click.command(epilog=EXAMPLES)
@source_options
@codemod_options
@report_options
@click.option(
    "--baseline",
    type=click.Path(),
    metavar="FILE",
    help="Show and count only what this earlier JSON report does not have.",
)
@click.option(
    "--write-baseline",
    type=click.Path(),
    metavar="FILE",
    help="Write the JSON report to this file, for --baseline, and end with 0.",
)
@click.option(
    "--compare",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Show what moved since this earlier JSON report. Repeat it, or give a pattern, for a "
    "history: reports are put in the order of their times.",
)
@click.option(
    "--traffic",
    type=click.Path(),
    metavar="FILE",
    help="Report what real requests used, from a log of 'run --audit' or 'proxy --audit'.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 when there are findings.")
@click.pass_context
def command(
    context: click.Context,
    sources: Sources,
    options: Options,
    reporting: Reporting,
    baseline: str | None,
    write_baseline: str | None,
    compare: tuple[str, ...],
    traffic: str | None,
    exit_zero: bool,
) -> None:
    """Report every use of the legacy Gemini API, and change nothing.

    PATH is a file, a folder, a pattern, or '-' for standard input; without one, this folder. In a
    folder the Python files that git knows are read, outside git all of them; no link is followed.
    """
    check_writable(reporting.output)
    check_writable(write_baseline)
    if traffic is not None:
        _check_traffic(context)
        report = traffic_log.report(traffic)
        _finish(context, report, reporting, exit_zero)
    known = history.read(baseline) if baseline else None
    earlier = history.read_all(compare)
    found = session.begin(sources, session.selected(sources), options)
    session.work(
        found,
        options,
        sources,
        Work.PREVIEW if reporting.shows_sources else Work.AUDIT,
        quiet=reporting.detail < 0,
    )
    report = session.report(found, "audit", with_sources=reporting.shows_sources)
    if write_baseline:
        emit(render(report, "json"), write_baseline)
        exit_zero = True
    if known:
        report = history.without_known(report, known)
    if earlier:
        report = history.with_history(report, earlier)
    _finish(context, report, reporting, exit_zero)


def _check_traffic(context: click.Context) -> None:
    for name in ("paths", "baseline", "write_baseline", "compare", "changed_since"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError("--traffic reads a log; it takes no paths and no baselines")


def _finish(context: click.Context, report: Report, reporting: Reporting, exit_zero: bool) -> None:
    """Writes the report and ends the command."""
    warn(report.problems)
    if reporting.detail >= 0:
        warn(report.notes)
    look = look_of(sys.stdout, reporting.detail)
    emit(render(report, reporting.format, look), reporting.output)
    if reporting.output:
        click.echo(f"{report.coverage}\nReport: {reporting.output}", err=True)
    context.exit(
        exits.status(findings=bool(report.findings) and not exit_zero, errors=bool(report.problems))
    )
