"""A notebook through the pipeline: cells joined, rewritten as one module, taken apart again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from stepbridge_codemods import engine
from stepbridge_codemods.finding import FileProblem, Finding, ProblemKind, Remark, Result
from stepbridge_codemods.notebooks.document import Notebook, NotebookError, read_notebook
from stepbridge_codemods.notebooks.order import out_of_order
from stepbridge_codemods.notebooks.script import Script, join_cells
from stepbridge_codemods.options import Options
from stepbridge_codemods.projects import migrate_installs
from stepbridge_codemods.scan import worth_parsing

Pipeline = Callable[[bytes, str, Options | None], Result]


def rewrite_notebook(
    source: bytes,
    path: str = "<notebook>",
    options: Options | None = None,
    *,
    installs: bool = False,
) -> Result:
    """Rewrites the code cells of a notebook (nbformat 4).

    Cells that do not change stay byte for byte, as do outputs and metadata. ``installs`` also
    raises the SDK in ``%pip install`` lines. Findings count lines within their cell.
    """
    return _run(source, path, options, engine.rewrite, installs=installs)


def audit_notebook(
    source: bytes, path: str = "<notebook>", options: Options | None = None
) -> Result:
    """The findings of a rewrite, without the rewrite."""
    return _run(source, path, options, engine.audit, installs=False)


def _run(
    data: bytes, path: str, options: Options | None, pipeline: Pipeline, *, installs: bool
) -> Result:
    if not worth_parsing(data, options.wrappers if options else ()):
        return Result(data)
    try:
        notebook = read_notebook(data)
    except NotebookError as problem:
        return Result(data, error=FileProblem(path, ProblemKind.SYNTAX, str(problem)))
    script = join_cells(notebook.cells)
    result = pipeline(script.text.encode(), path, options)
    findings = tuple(sorted(_placed(finding, script) for finding in result.findings))
    if result.error is not None:
        return Result(data, findings, _placed_problem(result.error, script))
    remarks = tuple(_remark_placed(remark, script) for remark in result.remarks)
    remarks += out_of_order(notebook, script, path, {finding.cell for finding in findings})
    sources = script.sources(result.source.decode())
    if installs:
        sources = {number: migrate_installs(text)[0] for number, text in sources.items()}
    new = notebook.replaced(sources)
    if not _only_sources_differ(notebook, new, sources):
        unstable = FileProblem(path, ProblemKind.UNSTABLE, "the cells would not come back whole")
        return Result(data, findings, unstable)
    return Result(new.encode("utf-8"), findings, None, remarks)


def _placed(finding: Finding, script: Script) -> Finding:
    cell, line = script.cell_of(finding.line)
    moved = finding.line - line
    end_line = finding.end_line - moved if finding.end_line else 0
    return replace(
        finding,
        cell=cell,
        line=line,
        column=script.column(cell, line, finding.column),
        end_line=end_line,
        end_column=script.column(cell, end_line, finding.end_column),
    )


def _remark_placed(remark: Remark, script: Script) -> Remark:
    cell, line = script.cell_of(remark.line)
    return replace(remark, cell=cell, line=line)


def _placed_problem(problem: FileProblem, script: Script) -> FileProblem:
    if not problem.line:
        return problem
    cell, line = script.cell_of(problem.line)
    return replace(problem, line=line, message=f"cell {cell}: {problem.message}")


def _only_sources_differ(notebook: Notebook, new: str, sources: dict[int, str]) -> bool:
    """The check after a rewrite: every cell reads back as meant, and nothing else has moved."""
    if new == notebook.text:
        return True
    before = json.loads(notebook.text.removeprefix("\ufeff"))
    after = json.loads(new.removeprefix("\ufeff"))
    for number, source in sources.items():
        held = after["cells"][number - 1]["source"]
        if (held if isinstance(held, str) else "".join(held)) != source:
            return False
        after["cells"][number - 1]["source"] = before["cells"][number - 1]["source"]
    return bool(before == after)
