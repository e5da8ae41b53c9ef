"""``stepbridge verify``: proves that a program before and after means the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from stepbridge_cli.failure import Failure
from stepbridge_cli.options import proof_options
from stepbridge_cli.output import check_writable, emit
from stepbridge_cli.problem import from_os_error, shown
from stepbridge_cli.proof import Outcome, PlanError, PlanSettings, Verdict, plan_for, prove
from stepbridge_cli.proof.verdict import STATUS
from stepbridge_cli.reports.look import Look, look_of

EXAMPLES = """\b
Examples:
  stepbridge verify before.py after.py
  stepbridge verify chat.py chat_new.py --stdin questions.txt
  stepbridge verify report.py report_new.py -- --folder data --top 3

A program can say how it is run in a comment of its own:
  # stepbridge: verify args="--folder data" stdin="questions.txt"

Exit status: 0 proved, 1 differences, 2 not proved: the runs could not show it."""

_COLOURS = {Outcome.PROVED: "green", Outcome.DIFFERENT: "red", Outcome.UNPROVED: "yellow"}


@click.command(epilog=EXAMPLES)
@click.argument("before", type=click.Path())
@click.argument("after", type=click.Path())
@click.argument("args", nargs=-1, type=click.UNPROCESSED, metavar="[-- ARGS...]")
@click.option("--stdin", "stdin", type=click.Path(), metavar="FILE", help="Standard input of both.")
@click.option(
    "--own-folder", is_flag=True,
    help="Run AFTER in a copy of its own folder. Usually it takes BEFORE's place in BEFORE's.",
)  # fmt: skip
@proof_options
@click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="Format of the verdict.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(), metavar="FILE", help="Write the verdict here.")
@click.pass_context
def command(
    context: click.Context,
    before: str,
    after: str,
    args: tuple[str, ...],
    stdin: str | None,
    own_folder: bool,
    plans: PlanSettings,
    form: str,
    output: str | None,
) -> None:
    """Run BEFORE and AFTER on the local emulator and compare what they do.

    Compared are the requests by their meaning, whichever API they came by, standard output, the
    exit status, and the files that were written. Each program runs as a process of its own, in a
    private copy of its folder, without your keys and without the network; nothing is sent to
    Google. AFTER takes the place of BEFORE, with the modules beside it that BEFORE has as well.
    """
    check_writable(output)
    first, second = Path(before), Path(after)
    old, new = _source(first), _source(second)
    try:
        plan = plans.applied(plan_for(first, old))
    except PlanError as error:
        raise Failure(str(error)) from error
    if args:
        plan = replace(plan, args=args)
    if stdin is not None:
        plan = replace(plan, stdin=_source(Path(stdin)))
    replacements = _counterparts(first, second) | {plan.script: new}
    folder = second.resolve().parent if own_folder else None
    verdict = prove(plan, replacements, allowed=plans.allowed, after_folder=folder)
    text = _json(verdict) if form == "json" else _text(verdict, before, after, look_of(sys.stdout))
    emit(text, output)
    context.exit(STATUS[verdict.outcome])


def _source(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Failure(str(from_os_error(shown(str(path)), error))) from error


def _counterparts(before: Path, after: Path) -> dict[str, bytes]:
    """Modules beside AFTER whose names exist beside BEFORE too: they were migrated together."""
    old, new = before.resolve().parent, after.resolve().parent
    if old == new:
        return {}
    return {
        path.name: (new / path.name).read_bytes()
        for path in sorted(old.glob("*.py"))
        if (new / path.name).is_file()
    }


def _json(verdict: Verdict) -> str:
    data = {
        "schema_version": "1.0",
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "measured": [asdict(row) for row in verdict.measured],
        "differences": [asdict(difference) for difference in verdict.differences],
        "notes": list(verdict.notes),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _text(verdict: Verdict, before: str, after: str, look: Look) -> str:
    return "".join(f"{line}\n" for line in _lines(verdict, before, after, look))


def _lines(verdict: Verdict, before: str, after: str, look: Look) -> Iterator[str]:
    head = look.paint(verdict.outcome, fg=_COLOURS[verdict.outcome], bold=True)
    yield f"{head}: {shown(before)} and {shown(after)}"
    if verdict.reason:
        yield look.wrap(verdict.reason, "  ")
    for row in verdict.measured:
        mark = "same" if row.same else look.paint("DIFFERENT", fg="red")
        values = row.before if row.before == row.after else f"{row.before} -> {row.after}"
        yield f"  {row.aspect:<16} {mark:<9} {values}"
    for note in verdict.notes:
        yield look.wrap(f"note: {note}", "  ")
    for difference in verdict.differences:
        yield ""
        yield f"{difference.aspect}: {difference.summary}"
        yield from (f"  {line}" for line in difference.diff.splitlines())
