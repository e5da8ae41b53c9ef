"""Any file that a migration touches, by its name: code, notebook, document, or project file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from stepbridge import fields
from stepbridge.fields.row import Fidelity
from stepbridge_codemods import engine
from stepbridge_codemods.documents import audit_document, is_document, rewrite_document
from stepbridge_codemods.finding import FileProblem, Finding, ProblemKind, Result, Tier
from stepbridge_codemods.findings.reasons import REASONS
from stepbridge_codemods.models import Mention, Status, mentions, replaced
from stepbridge_codemods.notebooks import audit_notebook, rewrite_notebook
from stepbridge_codemods.notebooks.document import NotebookError, read_notebook
from stepbridge_codemods.options import Options
from stepbridge_codemods.projects import (
    ProjectEdit,
    ProjectFileError,
    kind_of,
    migrate_installs,
    migrate_project_file,
)
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings

_CODE = (".py", ".pyw")


def is_project_file(path: str) -> bool:
    """Whether a file names requirements and is no Python."""
    return kind_of(path) is not None and not path.lower().endswith(_CODE)


def rewrite_file(
    source: bytes, path: str, options: Options, around: Surroundings = NOWHERE
) -> Result:
    """Rewrites a file of any kind. ``project_files`` and ``models`` of the options add to that."""
    return _run(source, path, options, around, apply=True)


def preview_file(
    source: bytes, path: str, options: Options, around: Surroundings = NOWHERE
) -> Result:
    """A rewrite with all the findings of an audit."""
    return _run(source, path, options, around, apply=True, audit=True)


def audit_file(
    source: bytes, path: str, options: Options, around: Surroundings = NOWHERE
) -> Result:
    """The findings of a rewrite, and models that have ended."""
    return _run(source, path, options, around, apply=False, audit=True)


def _run(
    source: bytes,
    path: str,
    options: Options,
    around: Surroundings,
    *,
    apply: bool,
    audit: bool = False,
) -> Result:
    if is_project_file(path):
        return _project(Result(source), source, path, apply=apply)
    result = _work(path, options, around, apply=apply)(source)
    if result.error is not None:
        return result
    if options.project_files or (audit and not apply):
        result = _installing(result, source, path, apply=apply)
    if options.models or audit:
        result = _models(result, source, path, options, apply=apply)
    return result


def _work(
    path: str, options: Options, around: Surroundings, *, apply: bool
) -> Callable[[bytes], Result]:
    if path.endswith(".ipynb"):
        # A notebook imports from its own cells only.
        if apply:
            installs = options.project_files
            return lambda source: rewrite_notebook(source, path, options, installs=installs)
        return lambda source: audit_notebook(source, path, options)
    if is_document(path):
        work = rewrite_document if apply else audit_document
        return lambda source: work(source, path, options)
    run = engine.rewrite if apply else engine.audit
    return lambda source: run(source, path, options, around)


# --- requirements ------------------------------------------------------------------------------


def _project(result: Result, source: bytes, path: str, *, apply: bool) -> Result:
    """Requirements on top of a result: found in the old source, edited in the new one."""
    try:
        _, edits = migrate_project_file(source, path)
        new, _ = migrate_project_file(result.source, path)
    except ProjectFileError as error:
        return replace(result, error=FileProblem(path, ProblemKind.SYNTAX, str(error)))
    lines = source.decode("utf-8").splitlines()
    found = [_requirement(edit, lines, path, apply=apply) for edit in edits]
    findings = tuple(sorted([*result.findings, *found]))
    return replace(result, source=new if apply else result.source, findings=findings)


def _installing(result: Result, source: bytes, path: str, *, apply: bool) -> Result:
    """What code, notebooks and documents say themselves about what to install."""
    if path.lower().endswith(_CODE):
        return _project(result, source, path, apply=apply)
    try:
        text = source.decode("utf-8")
        cells = (
            {cell.number: cell.source for cell in read_notebook(source).cells}
            if path.endswith(".ipynb")
            else {0: text}
        )
    except (UnicodeDecodeError, NotebookError):
        return result
    found = [
        replace(_requirement(edit, lines.split("\n"), path, apply=apply), cell=cell)
        for cell, lines in cells.items()
        for edit in migrate_installs(lines)[1]
    ]
    new = result.source
    if apply and is_document(path):
        new = migrate_installs(new.decode("utf-8"))[0].encode("utf-8")
    return replace(result, source=new, findings=tuple(sorted([*result.findings, *found])))


def _requirement(edit: ProjectEdit, lines: list[str], path: str, *, apply: bool) -> Finding:
    known = fields.of("generativeai.requirement")
    text = lines[edit.line - 1] if 0 < edit.line <= len(lines) else ""
    column = max(text.find(edit.before), 0) + 1
    return Finding(
        path=path,
        cell=0,
        line=edit.line,
        column=column,
        rule=known.id,
        legacy=edit.before,
        new=edit.after,
        tier=Tier.NATIVE if edit.after else Tier.MANUAL,
        fidelity=Fidelity.EXACT,
        note=f"{edit.note}." if edit.after else known.note,
        site=f"{edit.line}:{column}",
        reason="" if edit.after else f"{edit.note[:1].upper()}{edit.note[1:]}.",
        applied=apply and bool(edit.after),
        end_line=edit.line,
        end_column=column + len(edit.before),
    )


# --- models ------------------------------------------------------------------------------------


def _models(result: Result, source: bytes, path: str, options: Options, *, apply: bool) -> Result:
    """Ids of models that have ended, or with the option ``models`` those that will, too."""
    try:
        if path.endswith(".ipynb"):
            return _in_notebook(result, source, path, options, apply=apply)
        text = source.decode("utf-8")
    except (UnicodeDecodeError, NotebookError):
        return result
    found = [_model(m, text, path, 0, options, apply=apply) for m in _wanted(text, options)]
    new = result.source
    if options.models and apply:
        new = replaced(new.decode("utf-8")).encode("utf-8")
    return replace(result, source=new, findings=tuple(sorted([*result.findings, *found])))


def _in_notebook(
    result: Result, source: bytes, path: str, options: Options, *, apply: bool
) -> Result:
    found = [
        _model(mention, cell.source, path, cell.number, options, apply=apply)
        for cell in read_notebook(source).cells
        for mention in _wanted(cell.source, options)
    ]
    new = result.source
    if options.models and apply and found:
        notebook = read_notebook(new)
        sources = {cell.number: replaced(cell.source) for cell in notebook.cells}
        new = notebook.replaced(sources).encode("utf-8")
    return replace(result, source=new, findings=tuple(sorted([*result.findings, *found])))


def _wanted(text: str, options: Options) -> list[Mention]:
    return [m for m in mentions(text) if options.models or m.model.status is Status.RETIRED]


def _model(
    mention: Mention, text: str, path: str, cell: int, options: Options, *, apply: bool
) -> Finding:
    line = text.count("\n", 0, mention.start) + 1
    column = mention.start - (text.rfind("\n", 0, mention.start) + 1) + 1
    renamed = options.models and bool(mention.model.replacement)
    reason = REASONS["SB030"]
    return Finding(
        path=path,
        cell=cell,
        line=line,
        column=column,
        rule=reason.id,
        legacy=mention.model.id,
        new=mention.model.replacement,
        tier=Tier.NATIVE if renamed else Tier.MANUAL,
        fidelity=Fidelity.APPROXIMATE,
        note=mention.model.sentence,
        site=f"{line}:{column}",
        reason="" if renamed else reason.what_to_do,
        behaviour_change=True,
        applied=apply and renamed,
        end_line=line,
        end_column=column + len(mention.model.id),
    )
