"""One source file: bytes, text, tree, and the way between positions of the three."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from codecs import BOM_UTF8
from functools import cache, cached_property

from stepbridge_codemods.finding import FileProblem, ProblemKind

_LINE_END = re.compile(r"\r\n|\r|\n")
_AFTER = re.compile(r"\s*\)")
_IN_FRONT = frozenset("=:,[({")
"""What may stand before a round bracket that groups; behind anything else one may call."""
_BARE = frozenset({ast.arguments, ast.comprehension, ast.withitem, ast.match_case})
"""Kinds of node without a place of their own that others lie in."""


_PLAIN = frozenset(
    {"ctx", "op", "ops", "id", "attr", "asname", "level", "module", "conversion", "is_async"}
    | {"simple", "type_comment"}
)
"""Fields that hold texts, numbers, contexts and operators in every kind of node."""


class UnreadableError(Exception):
    """The file cannot be decoded or parsed; carries the problem to report."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Source:
    """The text of a file with its tree.

    ``spelled`` are attributes in the tree that are calls of ``getattr`` in the text.

    Every edit is an edit of the text, so whatever is not edited stays byte for byte: line endings,
    byte order mark, encoding, form feeds.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.bom = data.startswith(BOM_UTF8)
        self.encoding = _encoding(data, path)
        try:
            self.text = data[len(BOM_UTF8) if self.bom else 0 :].decode(self.encoding)
        except (UnicodeDecodeError, LookupError) as problem:
            raise UnreadableError(
                FileProblem(path, ProblemKind.ENCODING, str(problem))
            ) from problem
        self.tree = parse(self.text, path)
        self.spelled: dict[ast.AST, ast.Call] = {}
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def encode(self, text: str) -> bytes:
        """Text back to bytes, the way the file came."""
        return (BOM_UTF8 if self.bom else b"") + text.encode(self.encoding)

    @cached_property
    def newline(self) -> str:
        """The line ending of the file: that of its first line."""
        match = _LINE_END.search(self.text)
        return match.group() if match else "\n"

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The parent of every node."""
        self.nodes  # noqa: B018  -- one walk finds both
        return self._parents

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node, as ``nodes_of`` lists them."""
        self._parents: dict[ast.AST, ast.AST] = {}
        return nodes_of(self.tree, self._parents)

    def look_again(self) -> None:
        """Forgets what was found in the tree, which has changed."""
        for name in ("nodes", "parents", "formatted"):
            self.__dict__.pop(name, None)

    @cached_property
    def tokens(self) -> list[tokenize.TokenInfo]:
        """The tokens of the file; rows count from 1, columns in characters."""
        return list(tokenize.generate_tokens(io.StringIO(self.text).readline))

    @cached_property
    def formatted(self) -> list[ast.JoinedStr]:
        """Every f-string, outer ones first."""
        return [node for node in self.nodes if isinstance(node, ast.JoinedStr)]

    @cached_property
    def comments(self) -> list[tuple[int, int]]:
        """Start and end offsets of all comments, in order."""
        if "#" not in self.text:
            return []
        return [
            (self.at(token.start[0], token.start[1]), self.at(token.end[0], token.end[1]))
            for token in self.tokens
            if token.type == tokenize.COMMENT
        ]

    @cached_property
    def step(self) -> str:
        """One step of indentation, as the first block of the file has it."""
        for node in self.nodes:
            body = getattr(node, "body", None)
            if isinstance(node, ast.stmt) and isinstance(body, list) and body:
                outer, inner = (self.indent(self.at(one.lineno, 0)) for one in (node, body[0]))
                if inner != outer and inner.startswith(outer):
                    return inner.removeprefix(outer)
        return "\t" if "\n\t" in self.text and "\n " not in self.text else "    "

    @property
    def hanging(self) -> str:
        """The indentation inside brackets: four columns also where blocks are indented by two."""
        return "\t" if self.step == "\t" else "    "

    def at(self, line: int, column: int) -> int:
        """The offset of a line (from 1) and column (from 0, in characters)."""
        return self._starts[line - 1] + column

    def offset(self, line: int, utf8_column: int) -> int:
        """The offset of a position as ``ast`` gives it (column in UTF-8 bytes)."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        content = self.text[start:end]
        if content.isascii():
            return start + utf8_column
        return start + len(content.encode()[:utf8_column].decode())

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Start and end offsets of a node that has a place."""
        start = self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return start, end

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset."""
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            if self._starts[middle] <= offset:
                low = middle
            else:
                high = middle
        return low + 1, offset - self._starts[low] + 1

    def bracketed(self, start: int, end: int) -> tuple[int, int]:
        """The span of an expression with the round brackets around it that only group."""
        found = _AFTER.match(self.text, end)
        opening = self._before(start)
        in_front = self._before(opening)
        if found is None or in_front < 0 or self.text[opening] != "(":
            return start, end
        groups = self.text[in_front] in _IN_FRONT
        return (opening, found.end()) if groups else (start, end)

    def _before(self, offset: int) -> int:
        """The offset of the last character before another that is no white space, or -1."""
        offset -= 1
        while offset >= 0 and self.text[offset].isspace():
            offset -= 1
        return offset

    def line_start(self, offset: int) -> int:
        """The offset at which the line of ``offset`` begins."""
        return self._starts[self.position(offset)[0] - 1]

    def indent(self, offset: int) -> str:
        """The white space at the beginning of the line of ``offset``."""
        start = self.line_start(offset)
        end = start
        while end < len(self.text) and self.text[end] in " \t\f":
            end += 1
        return self.text[start:end]


def nodes_of(tree: ast.AST, parents: dict[ast.AST, ast.AST] | None = None) -> list[ast.AST]:
    """Every node, outer ones first; contexts and operators are left out."""
    parents = {} if parents is None else parents
    found = [tree]
    for node in found:
        for child in children_of(node):
            parents[child] = node
            found.append(child)
    return found


def children_of(node: ast.AST) -> list[ast.AST]:
    """The nodes right inside a node; contexts and operators are left out."""
    found: list[ast.AST] = []
    for name in _inner_of(type(node)):  # type: ignore[arg-type]
        inner = getattr(node, name, None)
        if isinstance(inner, list):
            found += [one for one in inner if isinstance(one, ast.AST) and _matters(one)]
        elif isinstance(inner, ast.AST) and _matters(inner):
            found.append(inner)
    return found


@cache
def _inner_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others."""
    return () if kind is ast.Constant else tuple(n for n in kind._fields if n not in _PLAIN)


def _matters(node: ast.AST) -> bool:
    return bool(node._attributes) or type(node) in _BARE


def parse(text: str, path: str) -> ast.Module:
    """The tree of a text; raises UnreadableError with line and column."""
    try:
        return ast.parse(text)
    except SyntaxError as problem:
        # What is nested too deeply for Python overflows the stack of the concrete parser.
        tree = None if "too many" in str(problem.msg) else _newer(text)
        if tree is not None:
            return tree
        message = problem.msg or "invalid syntax"
        found = FileProblem(
            path, ProblemKind.SYNTAX, message, problem.lineno or 0, problem.offset or 0
        )
        raise UnreadableError(found) from problem
    except (ValueError, RecursionError, MemoryError) as problem:
        message = str(problem) if isinstance(problem, ValueError) else "nested too deeply"
        raise UnreadableError(FileProblem(path, ProblemKind.SYNTAX, message)) from problem


def _newer(text: str) -> ast.Module | None:
    """The tree of a file in a newer Python's syntax, with the file's own positions."""
    # Only files that this Python cannot read need libcst at this point.
    from stepbridge_codemods.text.newer_syntax import stand_in

    readable = stand_in(text)
    return None if readable is None else ast.parse(readable)


def _encoding(data: bytes, path: str) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as problem:
        raise UnreadableError(FileProblem(path, ProblemKind.ENCODING, str(problem))) from problem
    return "utf-8" if encoding == "utf-8-sig" else encoding
