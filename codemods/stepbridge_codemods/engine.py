"""A file through the pipeline: bytes, tree, values, plans, edits, checks, bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stepbridge_codemods import rules
from stepbridge_codemods.finding import FileProblem, ProblemKind, Result
from stepbridge_codemods.findings import other_sdks
from stepbridge_codemods.findings.listing import findings_of
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.attempt import attempt
from stepbridge_codemods.scan import worth_parsing
from stepbridge_codemods.surroundings import surroundings_of
from stepbridge_codemods.text.source import Source, UnreadableError
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings
from stepbridge_codemods.wrappers.standing import with_standing

_OLD_SDK = b"generative"


def rewrite(
    source: bytes,
    path: str = "<string>",
    options: Options | None = None,
    around: Surroundings = NOWHERE,
) -> Result:
    """Rewrites one file; never raises for what is in it.

    The result's source equals the input where nothing could be or had to be done. ``around`` is
    what the other modules of its tree have to do with it.
    """
    return _run(source, path, options or Options(), around, apply=True)


def rewrite_tree(sources: Mapping[str, bytes], options: Options | None = None) -> dict[str, Result]:
    """Rewrites the modules of one tree, by path: no value that one takes from another is half done.

    To spread the work, take ``surroundings_of(sources, wanted)``, and rewrite each file with its
    own.
    """
    wrappers = options.wrappers if options is not None else ()
    wanted = [path for path, source in sources.items() if worth_parsing(source, wrappers)]
    around = surroundings_of(sources, wanted)
    if options is not None and options.wrappers:
        chosen = dict.fromkeys(sources, options)
        around = with_standing(sources, chosen, around)
    return {
        path: rewrite(source, path, options, around.get(path, NOWHERE))
        for path, source in sources.items()
    }


def audit(
    source: bytes,
    path: str = "<string>",
    options: Options | None = None,
    around: Surroundings = NOWHERE,
) -> Result:
    """The findings of a rewrite, without the rewrite."""
    return _run(source, path, options or Options(), around, apply=False)


def _run(data: bytes, path: str, options: Options, around: Surroundings, *, apply: bool) -> Result:
    if len(data) > options.max_bytes:
        message = f"{len(data)} bytes; the limit is {options.max_bytes}"
        return Result(data, error=FileProblem(path, ProblemKind.TOO_LARGE, message))
    if not worth_parsing(data, options.wrappers):
        return Result(data)
    rules.load()
    if options.wrappers and not around.wrappers:
        around = replace(around, wrappers=options.wrappers)
    migrated = _from_old_sdk if _OLD_SDK in data else _migrated
    try:
        return migrated(data, path, options, around, apply=apply)
    except RecursionError:
        message = "nested too deeply"
        return Result(data, error=FileProblem(path, ProblemKind.SYNTAX, message))
    except Exception as fault:  # one file must never cost the rest of a run
        message = f"internal fault: {type(fault).__name__}: {fault}"
        return Result(data, error=FileProblem(path, ProblemKind.FAULT, message))


def _from_old_sdk(
    data: bytes, path: str, options: Options, around: Surroundings, *, apply: bool
) -> Result:
    from stepbridge_codemods import old_sdk

    def pipeline(lowered: bytes, name: str, chosen: Options) -> Result:
        return _migrated(lowered, name, chosen, around, apply=apply)

    return old_sdk.run(data, path, options, pipeline, around, apply=apply)


def _migrated(
    data: bytes, path: str, options: Options, around: Surroundings, *, apply: bool
) -> Result:
    try:
        source = Source(data, path)
    except UnreadableError as unreadable:
        return Result(data, error=unreadable.problem)
    done = attempt(source, options, around, apply=apply)
    if done.clashed:
        return Result(data, error=done.problem)
    findings = findings_of(done.values, done.groups, applied=apply and done.problem is None)
    remarks = (*done.remarks, *other_sdks.remarks(source))
    if done.problem is not None or done.text == source.text or not apply:
        return Result(data, findings, done.problem, remarks)
    return Result(source.encode(done.text), findings, None, remarks)
