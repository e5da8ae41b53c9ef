"""``stepbridge rewrite``: moves the code, shows it as a diff, or only says whether it would."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from stepbridge_cli import exits, safeguards, session
from stepbridge_cli.options import (
    Reporting,
    Sources,
    codemod_options,
    proof_options,
    report_options,
    source_options,
)
from stepbridge_cli.output import check_writable, emit, emit_bytes, warn
from stepbridge_cli.pipeline import Outcome, Work
from stepbridge_cli.proof import PlanSettings
from stepbridge_cli.reports import render
from stepbridge_cli.reports.look import look_of
from stepbridge_cli.reports.model import Change, Proof, Report
from stepbridge_cli.wrapping import incomplete

if TYPE_CHECKING:
    from stepbridge_codemods import Options

EXAMPLES = """\b
Examples:
  stepbridge rewrite src                    write the files
  stepbridge rewrite src --diff             show the change, write nothing
  stepbridge rewrite src --check            for CI: would a file change?
  stepbridge rewrite src --interactive      ask about each call site
  stepbridge rewrite app.py --verify        write only what is proved
  stepbridge rewrite - < old.py > new.py    as a filter

Exit status: 0 nothing is left to do, 1 files would change, a proof failed or call sites are left
to a person, 2 some file could not be processed, 3 both."""


@dataclass(frozen=True, slots=True)
class Mode:
    """What is done with the rewritten source."""

    diff: bool
    check: bool
    stdin: bool
    backup: bool

    @property
    def writes(self) -> bool:
        return not (self.diff or self.check or self.stdin)


@click.command(epilog=EXAMPLES)
@source_options
@click.option("--diff", is_flag=True, help="Show a unified diff with the findings; write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when a file would change.")
@click.option("--interactive", "-i", is_flag=True, help="Ask about each call site.")
@click.option("--backup", is_flag=True, help="Keep the old file beside the new one, as NAME.orig.")
@click.option("--allow-dirty", is_flag=True, help="Write although git could not give the old back.")
@codemod_options
@click.option(
    "--todo/--no-todo", default=False, help="Leave a comment at each call site left to a person."
)
@click.option(
    "--tidy/--no-tidy", default=False,
    help="Remove ignore comments that leave nothing alone, and TODO(stepbridge) markers of calls "
    "that are gone.",
)  # fmt: skip
@click.option(
    "--verify", is_flag=True,
    help="Run each program before and after on the local emulator; write only what is proved.",
)  # fmt: skip
@proof_options
@report_options
@click.pass_context
def command(
    context: click.Context,
    sources: Sources,
    options: Options,
    reporting: Reporting,
    plans: PlanSettings,
    diff: bool,
    check: bool,
    interactive: bool,
    backup: bool,
    allow_dirty: bool,
    todo: bool,
    tidy: bool,
    verify: bool,
) -> None:
    """Rewrite generateContent code to the Interactions API.

    PATH is a file, a folder, a pattern, or '-' for standard input; without one, this folder. Each
    file is written whole or not at all. In a git repository with uncommitted changes nothing is
    written unless --allow-dirty is given, so that the change can be seen and undone.
    """
    mode = Mode(diff, check, sources.stdin_filename is not None, backup)
    _check(mode, verify, reporting)
    if interactive and not mode.writes:
        raise click.UsageError("--interactive writes what is taken; it needs files, and no --diff")
    options = replace(options, todo=todo, tidy=tidy)
    check_writable(reporting.output)
    selection = session.selected(sources)
    if mode.writes and not allow_dirty:
        safeguards.refuse_dirty(selection.files, sources.request.paths)
    found = session.begin(sources, selection, options)
    session.work(
        found,
        options,
        sources,
        Work.REWRITE,
        quiet=reporting.detail < 0,
        together=not interactive,
    )
    if interactive:
        _choose(found, options, sources)
    proofs = _proofs(found, plans) if verify else []
    proved = _proved(found, proofs) if verify else found.changed
    changes = [session.change(outcome) for outcome in found.changed]
    if mode.writes:
        changes = _write(found, proved, backup)
    report = session.report(
        found, "rewrite", changes=changes, proofs=proofs, with_sources=reporting.shows_sources
    )
    _say(report, found, mode, reporting)
    context.exit(_status(report, mode, verify))


def _check(mode: Mode, verify: bool, reporting: Reporting) -> None:
    if mode.stdin and not (mode.diff or mode.check) and reporting.format != "text":
        raise click.UsageError(
            "'-' writes source, not a report; 'stepbridge audit -' writes the report"
        )
    if mode.stdin and verify:
        raise click.UsageError("--verify needs a file: a program on standard input has no folder")
    if mode.stdin and mode.backup:
        raise click.UsageError("--backup needs a file")
    if mode.backup and (mode.diff or mode.check):
        raise click.UsageError("--backup goes with writing, not with --diff or --check")


def _choose(found: session.Session, options: Options, sources: Sources) -> None:
    """Asks about each call site; what is not taken stays as it is."""
    from stepbridge_cli.interactive import Chooser

    def options_of(outcome: Outcome) -> Options:
        return session.options_for(options, sources.config.for_file(outcome.file.location))

    chooser = Chooser(options_of, look_of(sys.stdout))
    found.outcomes = chooser.choose(found.outcomes)
    click.echo(f"\n{chooser.taken} of {chooser.asked} call sites that were shown are taken\n")


def _proofs(found: session.Session, plans: PlanSettings) -> list[Proof]:
    from stepbridge_cli.proving import prove_all

    return prove_all(found.changed, found.sieved.programs, plans)


def _proved(found: session.Session, proofs: list[Proof]) -> list[Outcome]:
    good = {proof.path for proof in proofs if proof.proved}
    proved = [outcome for outcome in found.changed if outcome.file.path in good]
    left = incomplete(found.changed, proved)
    return [outcome for outcome in proved if outcome.file.location not in left]


def _write(found: session.Session, proved: list[Outcome], backup: bool) -> list[Change]:
    """Writes what may be written; the files that could not be are problems of the session."""
    changes = []
    try:
        for outcome in found.changed:
            written = outcome in proved
            if written:
                problem = safeguards.write(outcome, backup)
                if problem is not None:
                    found.problems.append(problem)
                    written = False
            changes.append(session.change(outcome, written=written))
        changes = _undo(found, changes)
    except KeyboardInterrupt:
        done = sum(change.written for change in changes)
        click.echo(f"stepbridge: {done} files were written, the others are as they were", err=True)
        raise
    return changes


def _undo(found: session.Session, changes: list[Change]) -> list[Change]:
    """Takes back what was written where a file that belongs to it could not be."""
    pairs = list(zip(found.changed, changes, strict=True))
    left = incomplete(found.changed, [outcome for outcome, change in pairs if change.written])
    kept = []
    for outcome, change in pairs:
        if change.written and outcome.file.location in left:
            safeguards.take_back(outcome)
            change = replace(change, written=False)
        kept.append(change)
    return kept


def _say(report: Report, found: session.Session, mode: Mode, reporting: Reporting) -> None:
    warn(report.problems)
    if reporting.detail >= 0:
        warn(report.notes)
    look = look_of(sys.stdout, reporting.detail)
    if mode.diff and reporting.format == "text":
        from stepbridge_cli.reports import patch, text

        emit(patch.render(report, look), reporting.output)
        aside = look_of(sys.stderr, reporting.detail)
        click.echo(text.closing(report, aside), err=True, nl=False)
    elif mode.stdin and not mode.check:
        _pass_through(found, reporting)
        click.echo(report.coverage, err=True)
    else:
        emit(render(report, reporting.format, look), reporting.output)
        if reporting.output:
            click.echo(report.coverage, err=True)


def _pass_through(found: session.Session, reporting: Reporting) -> None:
    """Source on standard input comes out rewritten, or as it was when nothing can be done."""
    emit_bytes(found.outcomes[0].after if found.outcomes else found.source, reporting.output)


def _status(report: Report, mode: Mode, verify: bool) -> int:
    left = any(tier == "manual" and count for tier, count in report.tiers.items())
    unwritten = any(not change.written for change in report.changes) and not mode.stdin
    unproved = verify and any(not proof.proved for proof in report.proofs)
    return exits.status(findings=left or unwritten or unproved, errors=bool(report.problems))
