"""A document through the pipeline: its blocks read one after the other, like a notebook's cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from stepbridge.fields.row import Fidelity
from stepbridge_codemods import engine
from stepbridge_codemods.documents.blocks import Block, blocks_of
from stepbridge_codemods.finding import FileProblem, Finding, ProblemKind, Result, Tier
from stepbridge_codemods.findings.reasons import REASONS
from stepbridge_codemods.notebooks.document import CodeCell
from stepbridge_codemods.notebooks.script import Script, join_cells
from stepbridge_codemods.options import Options
from stepbridge_codemods.scan import worth_parsing

Pipeline = Callable[[bytes, str, Options | None], Result]

_LEGACY = re.compile(r"\.(?:generate_content\w*|send_message\w*|GenerativeModel)\(")


def rewrite_document(
    source: bytes, path: str = "<document>.md", options: Options | None = None
) -> Result:
    """Rewrites the Python blocks of a Markdown or reStructuredText document.

    Everything outside the blocks that change stays byte for byte. Findings count lines of the
    document. Blocks that cannot be parsed, and sessions with prompts, stay as they are.
    """
    return _run(source, path, options, engine.rewrite)


def audit_document(
    source: bytes, path: str = "<document>.md", options: Options | None = None
) -> Result:
    """The findings of a rewrite, without the rewrite."""
    return _run(source, path, options, engine.audit)


def _run(data: bytes, path: str, options: Options | None, pipeline: Pipeline) -> Result:
    if not worth_parsing(data, options.wrappers if options else ()):
        return Result(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return Result(data, error=FileProblem(path, ProblemKind.ENCODING, str(problem)))
    blocks = blocks_of(text, path)
    code = {number: block for number, block in enumerate(blocks, 1) if not block.prompts}
    script = join_cells(
        [CodeCell(number, block.source, 0, 0, False) for number, block in code.items()]
    )
    told = [finding for block in blocks if block.prompts for finding in _session(block, path)]
    result = pipeline(script.text.encode(), path, options)
    told += [_placed(finding, script, code) for finding in result.findings]
    findings = tuple(sorted(told))
    if result.error is not None:
        return Result(data, findings, replace(result.error, line=0))
    sources = script.sources(result.source.decode())
    remarks = tuple(
        replace(remark, line=code[cell].line + line - 1)
        for remark in result.remarks
        for cell, line in [script.cell_of(remark.line)]
    )
    return Result(_replaced(text, code, sources).encode("utf-8"), findings, None, remarks)


def _replaced(text: str, blocks: dict[int, Block], sources: dict[int, str]) -> str:
    pieces: list[str] = []
    end = 0
    for number, block in blocks.items():
        new = sources.get(number, block.source)
        if new == block.source:
            continue
        newline = "\r\n" if "\r\n" in text[block.start : block.end + 2] else "\n"
        lines = [block.indent + line if line else "" for line in new.split("\n")]
        pieces += [text[end : block.start], newline.join(lines)]
        end = block.end
    return "".join(pieces) + text[end:]


def _placed(finding: Finding, script: Script, blocks: dict[int, Block]) -> Finding:
    cell, line = script.cell_of(finding.line)
    block = blocks[cell]
    moved = finding.line - line
    end_line = finding.end_line - moved if finding.end_line else 0
    shift = len(block.indent)
    return replace(
        finding,
        line=block.line + line - 1,
        column=script.column(cell, line, finding.column) + shift,
        end_line=block.line + end_line - 1 if end_line else 0,
        end_column=script.column(cell, end_line, finding.end_column) + shift if end_line else 0,
    )


def _session(block: Block, path: str) -> list[Finding]:
    """A session with prompts shows what came out too, so a person has to run it again."""
    reason = REASONS["SB031"]
    found = []
    for number, line in enumerate(block.lines):
        call = _LEGACY.search(line)
        if call is None:
            continue
        column = len(block.indent) + call.start() + 2
        spot = block.line + number
        found.append(
            Finding(
                path=path,
                cell=0,
                line=spot,
                column=column,
                rule=reason.id,
                legacy=line.strip()[:80],
                new="",
                tier=Tier.MANUAL,
                fidelity=Fidelity.EXACT,
                note=f"Left alone because {reason.title}.",
                site=f"{spot}:{column}",
                reason=reason.what_to_do,
            )
        )
    return found
