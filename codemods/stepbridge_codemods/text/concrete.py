"""Carries a plan out on the concrete syntax tree: only statements that change are replaced.

The plan speaks of places in the text; here each place is found in libcst's tree, whose untouched
nodes print exactly as they were read. Only the top-level statements that change are read at all.
Statements are matched by structure (the n-th of a block is the n-th of the other tree's block), so
no position metadata is computed.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import libcst as cst

from stepbridge_codemods.text.edits import ClashError, Edit, Edits
from stepbridge_codemods.text.source import Source

Row: TypeAlias = cst.SimpleStatementLine | cst.BaseCompoundStatement


@dataclass(frozen=True, slots=True)
class Line:
    """One element of a block: the statements of a line, and the text from its start to its end."""

    statements: tuple[ast.stmt, ...]
    start: int
    end: int


def carried_out(source: Source, edits: Edits) -> str:
    """The text after the edits, each carried out on the tree of its top-level statement.

    Raises ClashError when an edit would not leave whole statements, or when a tree would not
    print the text that the plan describes.
    """
    carrier = _Carrier(source, edits)
    lines = carrier.lines(source.tree.body)
    done: list[str] = []
    position = 0
    for first, last, inside in _runs(lines, edits.in_order()):
        done.append(source.text[position : lines[first].start])
        done.append(carrier.statements(lines[first : last + 1], inside))
        position = lines[last].end
    done.append(source.text[position:])
    text = "".join(done)
    if text != edits.render(0, len(source.text)):
        raise ClashError("the tree would not print what was planned")
    return text


class _Carrier:
    def __init__(self, source: Source, edits: Edits) -> None:
        self.config = cst.PartialParserConfig(default_newline=source.newline, encoding="utf-8")
        self.source = source
        self.edits = edits

    def statements(self, lines: list[Line], inside: list[Edit]) -> str:
        """The new text of some neighbouring top-level lines."""
        start, end = lines[0].start, lines[-1].end
        if len(lines) > 1 or not hasattr(lines[0].statements[0], "body"):
            return self._module(self.edits.render(start, end)).code
        old = self._module(self.source.text[start:end])
        self.config = old.config_for_parsing
        rows = list(old.body)
        return old.with_changes(body=self._replaced(lines, rows, inside)).code

    def _module(self, text: str) -> cst.Module:
        try:
            return cst.parse_module(text, self.config)
        except (cst.ParserSyntaxError, RecursionError) as problem:
            raise ClashError(f"libcst cannot read a statement: {problem}") from problem

    def block(
        self, statements: Sequence[ast.stmt], rows: Sequence[cst.CSTNode], pending: list[Edit]
    ) -> list[Row]:
        """The rows of one block after the edits that lie in it."""
        lines = self.lines(statements)
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
            lines = self.lines(statements)
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
        module = self._module(wrapped)
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

    def lines(self, statements: Sequence[ast.stmt]) -> list[Line]:
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
