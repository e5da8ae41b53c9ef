"""Carries a plan out on the concrete syntax tree: only statements that change are replaced.

The plan speaks of places in the text; here each place is found in libcst's tree, whose untouched
nodes print exactly as they were read. Statements are matched by structure (the n-th of a block is
the n-th of the other tree's block), so no position metadata is computed.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import libcst as cst

from stepbridge_codemods.edits import ClashError, Edit, Edits
from stepbridge_codemods.source import Source

Row: TypeAlias = cst.SimpleStatementLine | cst.BaseCompoundStatement


@dataclass(frozen=True, slots=True)
class Line:
    """One element of a block: the statements of a line, and the text from its start to its end."""

    statements: tuple[ast.stmt, ...]
    start: int
    end: int


def read(source: Source) -> cst.Module:
    """The concrete tree of a file; raises ClashError where libcst cannot read what Python can."""
    try:
        return cst.parse_module(source.text)
    except (cst.ParserSyntaxError, RecursionError) as problem:
        raise ClashError(f"libcst cannot read this file: {problem}") from problem


def carried_out(module: cst.Module, source: Source, edits: Edits) -> cst.Module:
    """The tree with the edits in it.

    Raises ClashError when an edit would not leave whole statements, or when the tree would not
    print the text that the plan describes.
    """
    pending = edits.in_order()
    if not pending:
        return module
    carrier = _Carrier(module, source, edits)
    done = module.with_changes(body=carrier.block(source.tree.body, module.body, pending))
    if done.code != edits.render(0, len(source.text)):
        raise ClashError("the tree would not print what was planned")
    return done


class _Carrier:
    def __init__(self, module: cst.Module, source: Source, edits: Edits) -> None:
        self.config = module.config_for_parsing
        self.source = source
        self.edits = edits

    def block(
        self, statements: Sequence[ast.stmt], rows: Sequence[cst.CSTNode], pending: list[Edit]
    ) -> list[Row]:
        """The rows of one block after the edits that lie in it."""
        lines = self._lines(statements)
        old = [cast(Row, row) for row in rows]
        if len(lines) != len(old):
            raise ClashError("the two trees disagree about a block")
        done: list[Row] = []
        index = 0
        for first, last, inside in _runs(lines, pending):
            done += old[index:first]
            done += self._replaced(lines[first : last + 1], old[first : last + 1], inside)
            index = last + 1
        return done + old[index:]

    def _replaced(self, lines: list[Line], rows: list[Row], inside: list[Edit]) -> list[Row]:
        if len(lines) == 1 and isinstance(rows[0], cst.BaseCompoundStatement):
            inner = self._inner(lines[0].statements[0], rows[0], inside)
            if inner is not None:
                return [inner]
        text = self.edits.render(lines[0].start, lines[-1].end)
        fresh = self._parsed(text, self.source.indent(lines[0].start))
        if fresh:
            kept = [*rows[0].leading_lines, *fresh[0].leading_lines]
            fresh[0] = fresh[0].with_changes(leading_lines=kept)
        elif any(line.comment for line in rows[0].leading_lines):
            raise ClashError("a comment would lose its statement")
        return fresh

    def _inner(
        self, statement: ast.stmt, row: cst.BaseCompoundStatement, inside: list[Edit]
    ) -> Row | None:
        """The compound statement with edits in its blocks only; None when its head changes too."""
        fresh: dict[cst.CSTNode, cst.CSTNode] = {}
        left = list(inside)
        for statements, block in _blocks(statement, row):
            if not isinstance(block, cst.IndentedBlock) or not statements:
                continue
            lines = self._lines(statements)
            if len(lines) != len(block.body):
                return None
            mine = [e for e in left if lines[0].start <= e.start and e.end <= lines[-1].end]
            if mine:
                body = self.block(statements, block.body, mine)
                fresh[block] = block.with_changes(body=body)
                left = [edit for edit in left if edit not in mine]
        return None if left else cast(Row, _rebuilt(row, fresh))

    def _parsed(self, text: str, indent: str) -> list[Row]:
        if not text.strip():
            return []
        wrapped = f"if 1:{self.config.default_newline}{text}" if indent else text
        try:
            module = cst.parse_module(wrapped, self.config)
        except cst.ParserSyntaxError as problem:
            raise ClashError(f"a rewritten statement would not parse: {problem}") from problem
        if not indent:
            return self._with_head(module.header, module.body, module.footer)
        body = cast(cst.IndentedBlock, cast(cst.If, module.body[0]).body)
        return self._with_head([], body.body, [*body.footer, *module.footer])

    def _with_head(
        self,
        header: Sequence[cst.EmptyLine],
        body: Sequence[cst.CSTNode],
        footer: Sequence[cst.EmptyLine],
    ) -> list[Row]:
        if footer and any(line.comment for line in footer):
            raise ClashError("a comment would end a block")
        rows = [cast(Row, row) for row in body]
        if rows and header:
            kept = [*header, *rows[0].leading_lines]
            rows[0] = rows[0].with_changes(leading_lines=kept)
        return rows

    def _lines(self, statements: Sequence[ast.stmt]) -> list[Line]:
        """The rows of a block as ranges of text, each from its first column to its line end."""
        grouped: list[list[ast.stmt]] = []
        for statement in statements:
            if grouped and self._same_line(grouped[-1][-1], statement):
                grouped[-1].append(statement)
            else:
                grouped.append([statement])
        return [self._line(tuple(group)) for group in grouped]

    def _same_line(self, one: ast.stmt, other: ast.stmt) -> bool:
        between = self.source.text[self.source.span(one)[1] : self._start(other)]
        return "\n" not in between.replace("\\\n", "").replace("\\\r\n", "") and "\r" not in between

    def _start(self, statement: ast.stmt) -> int:
        decorators = getattr(statement, "decorator_list", [])
        if not decorators:
            return self.source.span(statement)[0]
        return self.source.text.rindex("@", 0, self.source.span(decorators[0])[0])

    def _line(self, group: tuple[ast.stmt, ...]) -> Line:
        text = self.source.text
        end = self.source.span(group[-1])[1]
        while end < len(text) and text[end] not in "\r\n":
            end += 1
        if text.startswith("\r\n", end):
            end += 2
        elif end < len(text):
            end += 1
        return Line(group, self.source.line_start(self._start(group[0])), end)


def _runs(lines: list[Line], pending: list[Edit]) -> list[tuple[int, int, list[Edit]]]:
    """Runs of neighbouring rows that edits touch, each with its edits."""
    runs: list[tuple[int, int, list[Edit]]] = []
    for edit in pending:
        first = next((i for i, line in enumerate(lines) if edit.start < line.end), len(lines) - 1)
        reach = [i for i, line in enumerate(lines) if line.start < edit.end]
        last = max(first, reach[-1] if reach else first)
        if runs and runs[-1][1] >= first:
            start, end, inside = runs[-1]
            runs[-1] = (start, max(end, last), [*inside, edit])
        else:
            runs.append((first, last, [edit]))
    return runs


def _rebuilt(node: cst.CSTNode, fresh: dict[cst.CSTNode, cst.CSTNode]) -> cst.CSTNode:
    """The node with fresh blocks in place of old ones; what holds none is the same object."""
    if node in fresh:
        return fresh[node]
    changes: dict[str, object] = {}
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        child: Any = getattr(node, name, None)
        if isinstance(child, cst.CSTNode) and not isinstance(child, cst.BaseSmallStatement):
            changes[name] = _rebuilt(child, fresh)
        elif name in ("handlers", "cases") and child:
            changes[name] = [_rebuilt(one, fresh) for one in child]
    return node.with_changes(**changes) if changes else node


def _blocks(
    statement: ast.stmt, row: cst.CSTNode
) -> list[tuple[list[ast.stmt], cst.BaseSuite | None]]:
    """The blocks of a compound statement in both trees, in the same order."""
    found: list[tuple[list[ast.stmt], cst.BaseSuite | None]] = []
    if isinstance(statement, ast.Match) and isinstance(row, cst.Match):
        return [(a.body, c.body) for a, c in zip(statement.cases, row.cases, strict=True)]
    found.append((getattr(statement, "body", []), cast(cst.BaseSuite, getattr(row, "body", None))))
    handlers = getattr(statement, "handlers", [])
    for ours, theirs in zip(handlers, getattr(row, "handlers", []), strict=True):
        found.append((ours.body, theirs.body))
    orelse = getattr(row, "orelse", None)
    if isinstance(orelse, cst.If):
        found += _blocks(cast(ast.If, statement).orelse[0], orelse)
    elif orelse is not None:
        found.append((statement.orelse, orelse.body))  # type: ignore[attr-defined]
    final = getattr(row, "finalbody", None)
    if final is not None:
        found.append((statement.finalbody, final.body))  # type: ignore[attr-defined]
    return found
