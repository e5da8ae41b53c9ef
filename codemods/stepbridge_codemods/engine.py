"""A file through the pipeline: bytes, tree, values, plans, edits, checks, bytes."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from stepbridge_codemods import markers, rules
from stepbridge_codemods.edits import ClashError, Edits
from stepbridge_codemods.finding import FileProblem, ProblemKind, Result
from stepbridge_codemods.groups import Group, bridge_instead, solve
from stepbridge_codemods.imports import adjust_imports
from stepbridge_codemods.listing import findings_of
from stepbridge_codemods.options import Options
from stepbridge_codemods.protection import Protection, protect
from stepbridge_codemods.scan import worth_parsing
from stepbridge_codemods.selection import select
from stepbridge_codemods.source import Source, UnreadableError
from stepbridge_codemods.surroundings import surroundings_of
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings

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

    To spread the work, take ``surroundings_of(sources)`` and rewrite each file with its own.
    """
    around = surroundings_of(sources)
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
    if not worth_parsing(data):
        return Result(data)
    rules.load()
    migrated = _from_old_sdk if _OLD_SDK in data else _migrated
    try:
        return migrated(data, path, options, around, apply=apply)
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
    values = Values(source, around)
    groups = solve(values, options)
    select(values, groups, options)
    try:
        text = _finished(_edited(values, groups, options, look=not apply), values, groups, options)
    except ClashError as clash:
        return Result(data, error=FileProblem(path, ProblemKind.UNSTABLE, str(clash)))
    if not apply:
        return Result(data, findings_of(values, groups, applied=False))
    findings = findings_of(values, groups, applied=True)
    if text == source.text:
        return Result(data, findings)
    problem = _unstable(source.encode(text), text, values, options)
    if problem is not None:
        return Result(data, findings_of(values, groups, applied=False), problem)
    return Result(source.encode(text), findings)


def _edited(values: Values, groups: list[Group], options: Options, *, look: bool) -> str:
    """The new text; groups whose handlers cannot follow are refused on the way."""
    source = values.source
    protection = _protected(values, groups)
    edits = Edits(source)
    needed = set()
    for group in groups:
        if group.plan is not None and group.refusal is None:
            edits.update(group.plan.edits)
            needed |= group.plan.imports
    if options.todo:
        markers.mark(values, groups, edits)
    if not len(edits):
        return source.text
    edits.update(protection.edits)
    return adjust_imports(values, edits, needed | protection.imports, look=look)


def _finished(text: str, before: Values, groups: list[Group], options: Options) -> str:
    """The text after the fixes that had to wait for other edits."""
    for _ in range(4):
        if not any(group.waits for group in groups):
            break
        source = before.source
        values = Values(Source(source.encode(text), source.path), before.around)
        groups = solve(values, options)
        select(values, groups, options)
        text = _edited(values, groups, options, look=False)
    return text


def _protected(values: Values, groups: list[Group]) -> Protection:
    while True:
        # Calls that were on Interactions before raise what they raised.
        legacy = [g for g in groups if g.refusal is None and g.evidence is None]
        moved = [g for g in legacy if not (g.plan and g.plan.bridges_call)]
        migrated = {s.call for g in moved for s in g.sites}
        protection = protect(values, migrated)
        if protection.refusal is None:
            return protection
        for group in groups:
            guarded = any(site.call in protection.guarded for site in group.sites)
            if group.refusal is None and guarded and not bridge_instead(group, protection.refusal):
                group.refusal = protection.refusal


def _unstable(data: bytes, text: str, before: Values, options: Options) -> FileProblem | None:
    """The check after a rewrite: it parses, nothing is half done, a second run changes nothing."""
    path = before.source.path
    try:
        again = Source(data, path)
    except UnreadableError as unreadable:
        message = f"the result would not parse: {unreadable.problem.message}"
        return FileProblem(path, ProblemKind.UNSTABLE, message, unreadable.problem.line)
    values = Values(again, before.around)
    half = half_migrated(values)
    if half is not None:
        line, _ = again.position(again.span(half)[0])
        message = f"a migrated value would still be read as .{half.attr}"
        return FileProblem(path, ProblemKind.UNSTABLE, message, line)
    groups = solve(values, options)
    select(values, groups, options)
    if not options.leave and _edited(values, groups, options, look=True) != text:
        return FileProblem(path, ProblemKind.UNSTABLE, "a second run would change it again")
    return None


_LEGACY = {
    Kind.INTERACTION: frozenset(
        {"text", "candidates", "parsed", "usage_metadata", "function_calls", "prompt_feedback"}
        | {"model_version", "response_id", "parts", "automatic_function_calling_history"}
    ),
    Kind.EVENT: frozenset({"text", "candidates", "usage_metadata", "function_calls", "parts"}),
}


def half_migrated(values: Values) -> ast.Attribute | None:
    """A legacy attribute that is read from an Interaction or an event; None when there is none."""
    names = {name for group in _LEGACY.values() for name in group}
    for name in names:
        for node in values.attribute_nodes.get(name, ()):
            value = values.value(node.value)
            if value is not None and name in _LEGACY.get(value.kind, ()):
                return node
    return None
