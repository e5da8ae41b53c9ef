"""Files through the codemods: a sieve on bytes in this process, the rest here or in workers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import repeat
from typing import TYPE_CHECKING

from stepbridge_cli import interruption
from stepbridge_cli.problem import Problem
from stepbridge_cli.sources import SourceFile, read
from stepbridge_codemods.scan import worth_parsing
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings

if TYPE_CHECKING:
    from stepbridge_codemods import Options
    from stepbridge_codemods.finding import Finding, Remark, Result
    from stepbridge_codemods.wrappers.wrapper import Wrapper

# Parsing takes about two seconds a megabyte; starting a worker about a third of a second.
WORTH_WORKERS = 400_000

_HINTS = {
    "syntax error": "It was left as it is; fix it, or leave it out with --exclude.",
    "undecodable": "It was left as it is; save it as UTF-8 or declare its encoding.",
    "fault of stepbridge": "It was left as it is; please report it with the lines it is about.",
    "too large": "Generated code is migrated at its generator; leave it out with --exclude.",
}


class Work(StrEnum):
    """What is done with files: an audit, an audit that also shows the new source, a rewrite."""

    AUDIT = "audit"
    PREVIEW = "preview"
    REWRITE = "rewrite"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file after the codemods. ``after`` equals ``before`` when nothing changed."""

    file: SourceFile
    before: bytes
    after: bytes
    findings: tuple[Finding, ...]
    problem: Problem | None
    around: Surroundings = NOWHERE
    remarks: tuple[Remark, ...] = ()

    @property
    def changed(self) -> bool:
        return self.after != self.before


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that passed the sieve; ``around`` is what the other files have to do with it."""

    file: SourceFile
    source: bytes
    around: Surroundings = NOWHERE


@dataclass(slots=True)
class Sieved:
    """What the first look at the bytes left over. ``programs`` say how they are to be proved;
    ``others`` are the files without Gemini.
    """

    scanned: int = 0
    candidates: list[Candidate] = field(default_factory=list)
    programs: list[Candidate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    others: list[SourceFile] = field(default_factory=list)


def sieve(files: Iterable[SourceFile], wrappers: tuple[Wrapper, ...] = ()) -> Sieved:
    """Reads every file and keeps those that could hold Gemini code, or calls of wrappers of it."""
    result = Sieved()
    for file in files:
        result.scanned += 1
        source = read(file)
        if isinstance(source, Problem):
            result.problems.append(source)
        else:
            _sort(file, source, result, wrappers)
    return result


def sieve_source(file: SourceFile, source: bytes, wrappers: tuple[Wrapper, ...] = ()) -> Sieved:
    """The same for source that is already at hand."""
    result = Sieved(scanned=1)
    _sort(file, source, result, wrappers)
    return result


def _sort(file: SourceFile, source: bytes, result: Sieved, wrappers: tuple[Wrapper, ...]) -> None:
    if worth_parsing(source, wrappers):
        result.candidates.append(Candidate(file, source))
    else:
        result.others.append(file)
        if file.named and (problem := _not_python(file, source)):
            result.problems.append(problem)
    if b"stepbridge: verify" in source:
        result.programs.append(Candidate(file, source))


def _not_python(file: SourceFile, source: bytes) -> Problem | None:
    """A file that the user named gets a full look even when nothing in it concerns Gemini."""
    if not file.location.endswith((".py", ".pyw")):
        return None
    import ast

    try:
        ast.parse(source, file.path)
    except SyntaxError as error:
        return Problem(
            file.path, f"not valid Python: {error.msg}", "", error.lineno or 0, error.offset or 0
        )
    except (ValueError, RecursionError, MemoryError) as error:
        return Problem(file.path, f"not valid Python: {error or 'nested too deeply'}")
    return None


def run(
    candidates: Sequence[Candidate],
    options: Sequence[Options],
    *,
    work: Work,
    jobs: int = 0,
    advance: Callable[[], object] = lambda: None,
) -> Iterator[Outcome]:
    """Every candidate's outcome, in the order given. ``advance`` is called after each.

    ``options`` has one entry for each candidate. ``jobs`` is the number of worker processes; 0
    chooses by the amount of source.
    """
    workers = jobs or _worth(candidates)
    outcomes = (
        _spread(candidates, options, work, workers)
        if workers > 1 and len(candidates) > 1
        else map(process, candidates, options, repeat(work))
    )
    for outcome in outcomes:
        advance()
        yield outcome


def _worth(candidates: Sequence[Candidate]) -> int:
    volume = sum(len(candidate.source) for candidate in candidates)
    return min(os.cpu_count() or 1, 1 + volume // WORTH_WORKERS)


def process(candidate: Candidate, options: Options, work: Work) -> Outcome:
    """One file through the codemods. Never raises: what goes wrong becomes the file's problem."""
    file, source = candidate.file, candidate.source
    try:
        from stepbridge_codemods import files

        run = {
            Work.AUDIT: files.audit_file,
            Work.PREVIEW: files.preview_file,
            Work.REWRITE: files.rewrite_file,
        }[work]
        result = run(source, file.path, options, candidate.around)
    except (RecursionError, MemoryError):
        return _failed(candidate, "nested too deeply to be parsed", "Leave it out with --exclude.")
    except Exception as error:
        return _failed(
            candidate,
            f"the codemods failed on this file: {type(error).__name__}: {error}",
            "It was left as it is. Please report this with the file, if you can share it.",
        )
    problem = _problem(file, result)
    return Outcome(
        file, source, result.source, result.findings, problem, candidate.around, result.remarks
    )


def _problem(file: SourceFile, result: Result) -> Problem | None:
    if result.error is None:
        return None
    error = result.error
    message = f"{error.kind}: {error.message}" if error.message else str(error.kind)
    return Problem(file.path, message, _HINTS.get(error.kind, ""), error.line, error.column)


def _failed(candidate: Candidate, message: str, hint: str = "") -> Outcome:
    problem = Problem(candidate.file.path, message, hint)
    return Outcome(candidate.file, candidate.source, candidate.source, (), problem)


def _spread(
    candidates: Sequence[Candidate], options: Sequence[Options], work: Work, workers: int
) -> Iterator[Outcome]:
    with ProcessPoolExecutor(min(workers, len(candidates)), initializer=_begin) as pool:
        futures = [
            pool.submit(process, candidate, chosen, work)
            for candidate, chosen in zip(candidates, options, strict=True)
        ]
        try:
            for candidate, chosen, future in zip(candidates, options, futures, strict=True):
                yield _collected(candidate, future, chosen, work)
        finally:
            for future in futures:
                future.cancel()


def _collected(
    candidate: Candidate, future: Future[Outcome], options: Options, work: Work
) -> Outcome:
    """A worker that dies takes the whole pool with it: the file is tried again alone."""
    try:
        return future.result()
    except BrokenProcessPool:
        with ProcessPoolExecutor(1, initializer=_begin) as alone:
            try:
                return alone.submit(process, candidate, options, work).result()
            except BrokenProcessPool:
                return _failed(candidate, "the parser crashed on this file; it was left as it is")


def _begin() -> None:
    """Leaves an interrupt to the parent, which stops the workers, and loads what packages bring."""
    from stepbridge_codemods.wrappers.entry_points import installed

    interruption.release()
    installed()
