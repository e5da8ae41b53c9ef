"""What audit and rewrite do alike: find files, put them through the codemods, report."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stepbridge_cli import commenting, pipeline
from stepbridge_cli import owners as code_owners
from stepbridge_cli.diffs import unified
from stepbridge_cli.failure import Failure
from stepbridge_cli.neighbours import acquainted
from stepbridge_cli.options import Sources, suffixes_wanted, typed
from stepbridge_cli.pipeline import Outcome, Sieved, Work
from stepbridge_cli.problem import Problem
from stepbridge_cli.progress import progress
from stepbridge_cli.reports.model import Change, Proof, Report
from stepbridge_cli.sources import Selection, SourceFile, select
from stepbridge_cli.sources.git import GitError
from stepbridge_cli.sources.selection import PatternError
from stepbridge_cli.wrapping import with_standing

if TYPE_CHECKING:
    from stepbridge_codemods import Options


@dataclass(slots=True)
class Session:
    """One run over some files: what was selected, and what came of each.

    ``source`` is what standard input held, when that is where the source comes from.
    """

    sieved: Sieved
    source: bytes
    problems: list[Problem]
    notes: list[str]
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def changed(self) -> list[Outcome]:
        """The files that a rewrite changes, and that nothing is wrong with."""
        return [outcome for outcome in self.outcomes if outcome.changed and not outcome.problem]


def selected(sources: Sources) -> Selection:
    """The files that the command line means, unread. Raises Failure when git cannot answer."""
    if sources.stdin_filename is not None:
        name = sources.stdin_filename
        return Selection([SourceFile(name, name, named=True)])
    more = suffixes_wanted()
    request = replace(sources.request, suffixes=(*sources.request.suffixes, *more))
    try:
        found = select(request if more else sources.request)
        if more:
            from stepbridge_cli.kinds import is_read

            found.files = [file for file in found.files if is_read(file)]
        return found
    except GitError as error:
        raise Failure(f"--changed-since: {error}") from error
    except PatternError as error:
        raise Failure(str(error)) from error


def begin(sources: Sources, selection: Selection, options: Options) -> Session:
    """Reads the files and keeps those that matter."""
    source = b""
    if sources.stdin_filename is not None:
        if sys.stdin is None:
            raise Failure("standard input is closed")
        source = sys.stdin.buffer.read()
        sieved = pipeline.sieve_source(selection.files[0], source, options.wrappers)
    else:
        sieved = pipeline.sieve(selection.files, options.wrappers)
    return Session(sieved, source, [*selection.problems, *sieved.problems], selection.notes)


def work(
    session: Session,
    options: Options,
    sources: Sources,
    kind: Work,
    *,
    quiet: bool,
    together: bool = True,
) -> None:
    """Puts every candidate through the codemods, each with the options that hold for it.

    Not ``together``: what migrates in one file must not ask for a change in another.
    """
    candidates = acquainted(session.sieved.candidates, session.sieved.others)
    chosen = [
        options_for(options, sources.config.for_file(item.file.location)) for item in candidates
    ]
    whole = together and sources.stdin_filename is None
    candidates, notes = with_standing(candidates, chosen, sources.config, together=whole)
    session.notes += notes
    volume = sum(len(candidate.source) for candidate in candidates)
    with progress(len(candidates), volume, quiet) as advance:
        session.outcomes = list(
            pipeline.run(candidates, chosen, work=kind, jobs=sources.jobs, advance=advance)
        )
    session.problems += [outcome.problem for outcome in session.outcomes if outcome.problem]


def options_for(options: Options, values: Mapping[str, Any]) -> Options:
    """The options of a run with what the configuration says about one file on top.

    What stands on the command line stays.
    """
    more: dict[str, Any] = {
        name.replace("-", "_"): frozenset(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name not in typed()
    }
    return replace(options, **more) if more else options


def report(
    session: Session,
    command: str,
    *,
    changes: Sequence[Change] = (),
    proofs: Sequence[Proof] = (),
    with_sources: bool = False,
) -> Report:
    """The model of what the session found. ``with_sources`` adds the text of the files."""
    written = {item.path for item in changes if item.written}
    comments = commenting.notes(session.outcomes, rewritten=command == "rewrite")
    findings = [
        replace(finding, applied=finding.applied and finding.path in written)
        for outcome in session.outcomes
        for finding in outcome.findings
    ]
    owners, problem = _owners(session)
    return Report(
        command=command,
        scanned=session.sieved.scanned,
        concerned=sum(1 for outcome in session.outcomes if outcome.findings),
        findings=tuple(sorted(findings)),
        problems=tuple(sorted([*session.problems, *([problem] if problem else [])])),
        notes=(*session.notes, *comments),
        changes=tuple(changes),
        proofs=tuple(proofs),
        owners=owners,
        sources=tuple(change(item) for item in session.outcomes if item.findings)
        if with_sources
        else (),
    )


def _owners(session: Session) -> tuple[dict[str, tuple[str, ...]], Problem | None]:
    """Whose each file with findings is, as the CODEOWNERS file of this repository says."""
    owned = [outcome.file for outcome in session.outcomes if outcome.findings]
    if not owned:
        return {}, None
    found, problem = code_owners.find(Path.cwd())
    if found is None:
        return {}, problem
    return {file.path: found.of(file.location) for file in owned}, None


def change(outcome: Outcome, *, written: bool = False) -> Change:
    """The change of one file. Bytes that are not UTF-8 survive as lone surrogates."""
    before, after = (
        source.decode("utf-8", "surrogateescape") for source in (outcome.before, outcome.after)
    )
    return Change(
        outcome.file.path, before, after, unified(outcome.file.path, before, after), written
    )
