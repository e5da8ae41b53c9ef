"""One module planned, rewritten in memory and checked; nothing is half done in what comes out."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.finding import FileProblem, ProblemKind, Remark
from stepbridge_codemods.findings import markers
from stepbridge_codemods.findings.stale import has_comments, remarks, stale, tidied
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.groups import Group, bridge_instead, solve
from stepbridge_codemods.planning.imports import adjust_imports
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.planning.protection import Protection, protect
from stepbridge_codemods.planning.selection import select
from stepbridge_codemods.planning.spelled import values_of
from stepbridge_codemods.text.edits import ClashError, Edits
from stepbridge_codemods.text.source import Source, UnreadableError
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.surroundings import Surroundings


@dataclass(slots=True)
class Attempt:
    """What became of one module: its values, its groups with their plans, and the new text.

    ``problem`` says why the text is not to be used; ``clashed`` that there is none.
    """

    values: Values
    groups: list[Group]
    text: str
    problem: FileProblem | None = None
    clashed: bool = False
    remarks: tuple[Remark, ...] = ()


def attempt(source: Source, options: Options, around: Surroundings, *, apply: bool) -> Attempt:
    """Plans a module, carries the plans out, and with ``apply`` checks the result."""
    values = values_of(source, around)
    groups = solve(values, options)
    select(values, groups, options)
    done = Attempt(values, groups, source.text)
    try:
        edited = _edited(values, groups, options, look=not apply)
        done.text = _finished(edited, values, groups, options)
        if options.todo and done.text != source.text:
            done.text = _marked(done.text, values, options)
    except ClashError as clash:
        done.problem = FileProblem(source.path, ProblemKind.UNSTABLE, str(clash))
        done.clashed = True
        return done
    if has_comments(done.text):
        _tidy(done, source, options, around, apply=apply)
    if apply and done.text != source.text:
        done.problem = _unstable(source.encode(done.text), done.text, values, options)
    return done


def _tidy(
    done: Attempt, source: Source, options: Options, around: Surroundings, *, apply: bool
) -> None:
    """Takes away the comments that the rewrite made stale, and notes those that are."""
    before = stale(done.values, done.groups)
    if not apply:
        done.remarks = remarks(source, before)
        return
    try:
        done.text, done.remarks = tidied(done.text, source, around, options, before)
    except UnreadableError:
        return  # the check that follows says why


def _edited(values: Values, groups: list[Group], options: Options, *, look: bool) -> str:
    """The new text; groups whose handlers cannot follow are refused on the way."""
    source = values.source
    protection = _protected(values, groups, options)
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
        values, groups = _looked_at(text, before, options)
        text = _edited(values, groups, options, look=False)
    return text


def _looked_at(text: str, before: Values, options: Options) -> tuple[Values, list[Group]]:
    """The values and the groups of a module as it stands after a rewrite."""
    source = before.source
    values = values_of(Source(source.encode(text), source.path), before.around.settled())
    groups = solve(values, options)
    select(values, groups, options)
    return values, groups


def _marked(text: str, before: Values, options: Options) -> str:
    """The text with markers at what is left to a person only since it was rewritten."""
    try:
        values, groups = _looked_at(text, before, options)
    except UnreadableError:
        return text  # the check that follows says why
    _protected(values, groups, options)
    edits = Edits(values.source)
    markers.mark(values, groups, edits)
    return edits.render(0, len(text))


def _protected(values: Values, groups: list[Group], options: Options) -> Protection:
    while True:
        # Calls that were on Interactions before raise what they raised.
        legacy = [g for g in groups if g.refusal is None and g.evidence is None]
        wrapped = [g for g in legacy if g.plan and g.plan.bridges_call]
        calls = {s.call for g in wrapped for s in g.sites}
        migrated = {s.call for g in legacy for s in g.sites} - calls
        protection = protect(values, migrated, calls)
        if protection.refusal is None and not _remarked(legacy, protection, options):
            return protection
        for group in groups:
            refusal = protection.refusal
            guarded = any(site.call in protection.guarded for site in group.sites)
            if refusal is None or group.refusal is not None or not guarded:
                continue
            if not bridge_instead(group, refusal):
                group.refusal = refusal


def _remarked(groups: list[Group], protection: Protection, options: Options) -> bool:
    """Puts remarks about calls where findings are made; whether one leaves its group out."""
    left_out = False
    for group in groups:
        for site in group.sites:
            remark = protection.remarks.get(site.call)
            if remark is None or group.plan is None:
                continue
            group.plan.mark(site.function, remark)
            if options.safe:
                group.refusal = ManualError("SB017", site.call)
                left_out = True
    return left_out


def _unstable(data: bytes, text: str, before: Values, options: Options) -> FileProblem | None:
    """The check after a rewrite: it parses, nothing is half done, a second run changes nothing."""
    path = before.source.path
    try:
        again = Source(data, path)
    except UnreadableError as unreadable:
        message = f"the result would not parse: {unreadable.problem.message}"
        return FileProblem(path, ProblemKind.UNSTABLE, message, unreadable.problem.line)
    wrong = _not_compiled(again)
    if wrong and not _not_compiled(before.source):
        return FileProblem(path, ProblemKind.UNSTABLE, f"the result would not run: {wrong}")
    values = values_of(again, before.around.settled())
    half = half_migrated(values)
    if len(half) > len(half_migrated(before)):  # what was wrong before is a finding, no fault
        line, _ = again.position(again.span(half[0])[0])
        message = f"a migrated value would still be read as .{half[0].attr}"
        return FileProblem(path, ProblemKind.UNSTABLE, message, line)
    groups = solve(values, options)
    select(values, groups, options)
    if not options.leave and _edited(values, groups, options, look=True) != text:
        return FileProblem(path, ProblemKind.UNSTABLE, "a second run would change it again")
    return None


def _not_compiled(source: Source) -> str:
    """What Python objects to beyond the grammar, such as a star outside a list; empty if nothing.

    ``await`` at the top is a notebook's right.
    """
    try:
        compile(source.tree, source.path, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True)
    except (SyntaxError, ValueError) as problem:
        return str(problem)
    return ""


_LEGACY = {
    Kind.INTERACTION: frozenset(
        {"text", "candidates", "parsed", "usage_metadata", "function_calls", "prompt_feedback"}
        | {"model_version", "response_id", "parts", "automatic_function_calling_history"}
    ),
    Kind.EVENT: frozenset({"text", "candidates", "usage_metadata", "function_calls", "parts"}),
    Kind.STEP: frozenset({"args", "function_call", "function_response", "executable_code"}),
}


def half_migrated(values: Values) -> list[ast.Attribute]:
    """Every legacy attribute that is read from an Interaction or an event."""
    found = []
    for name in sorted({name for group in _LEGACY.values() for name in group}):
        for node in values.attribute_nodes.get(name, ()):
            value = values.value(node.value)
            if value is not None and name in _LEGACY.get(value.kind, ()):
                found.append(node)
    return found
