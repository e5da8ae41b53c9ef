"""A notebook's JSON with the place of every code cell's source, so that an edit touches only that.

Format: nbformat 4 (``cells[].source`` is a string or a list of strings, each with its newline).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = re.compile(r"-?[0-9.eE+-]+|true|false|null|NaN|-?Infinity")


class NotebookError(ValueError):
    """The file is not a notebook that can be read; it is left as it is."""


@dataclass(frozen=True, slots=True)
class CodeCell:
    """One code cell: its number among all cells (from 1), its source, and where that stands."""

    number: int
    source: str
    start: int
    end: int
    listed: bool


@dataclass(frozen=True, slots=True)
class Notebook:
    """The decoded text of a notebook and its code cells in order."""

    text: str
    cells: tuple[CodeCell, ...]

    def replaced(self, sources: dict[int, str]) -> str:
        """The notebook's text with new sources for the cells of these numbers."""
        pieces: list[str] = []
        end = 0
        for cell in self.cells:
            new = sources.get(cell.number, cell.source)
            if new != cell.source:
                pieces += [self.text[end : cell.start], self._encoded(cell, new)]
                end = cell.end
        return "".join(pieces) + self.text[end:]

    def _encoded(self, cell: CodeCell, source: str) -> str:
        """``source`` as JSON, spelled as the cell was: list or string, escapes, indentation."""
        old = self.text[cell.start : cell.end]
        ascii_only = self.text.isascii()
        if not cell.listed:
            return json.dumps(source, ensure_ascii=ascii_only)
        lines = [json.dumps(line, ensure_ascii=ascii_only) for line in source.splitlines(True)]
        lead = re.match(r"\[([ \t\r\n]*)", old)
        tail = re.search(r"([ \t\r\n]*)\]$", old)
        between = re.search(r'",([ \t\r\n]*)"', old)
        head = lead[1] if lead else ""
        gap = between[1] if between else head or " "
        return f"[{head}" + f",{gap}".join(lines) + f"{tail[1] if tail else ''}]"


def read_notebook(source: bytes) -> Notebook:
    """Finds the code cells; raises NotebookError naming what is wrong."""
    try:
        text = source.decode("utf-8")
        document = json.loads(text.removeprefix("\ufeff"))
    except UnicodeDecodeError as problem:
        raise NotebookError(f"not UTF-8 at byte {problem.start}") from problem
    except json.JSONDecodeError as problem:
        raise NotebookError(
            f"not JSON at line {problem.lineno}, column {problem.colno}: {problem.msg}"
        ) from problem
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise NotebookError("no cells: not a notebook of format 4")
    spans = _source_spans(text)
    cells = [
        CodeCell(
            number, _joined(cell["source"]), *spans[number - 1], isinstance(cell["source"], list)
        )
        for number, cell in enumerate(document["cells"], 1)
        if _is_code(cell) and number - 1 in spans
    ]
    return Notebook(text, tuple(cells))


def _is_code(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code" and "source" in cell


def _joined(source: Any) -> str:
    lines = [source] if isinstance(source, str) else source
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise NotebookError("the source of a cell is neither text nor a list of lines")
    return "".join(lines)


def _source_spans(text: str) -> dict[int, tuple[int, int]]:
    """Where each cell's ``source`` value stands, by the cell's index."""
    spans: dict[int, tuple[int, int]] = {}
    _walk(text, _skip(text, 1 if text.startswith("\ufeff") else 0), (), spans)
    return spans


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _walk(
    text: str, at: int, path: tuple[str | int, ...], spans: dict[int, tuple[int, int]]
) -> int:
    """Steps over the value at ``at`` and returns where it ends; notes the spans on the way."""
    if text[at] == "{":
        end = _walk_object(text, at, path, spans)
    elif text[at] == "[":
        end = _walk_array(text, at, path, spans)
    else:
        found = _STRING.match(text, at) or _SCALAR.match(text, at)
        assert found is not None  # json.loads has read the same text
        end = found.end()
    if len(path) == 3 and path[0] == "cells" and path[2] == "source":
        spans[int(path[1])] = (at, end)
    return end


def _walk_object(
    text: str, at: int, path: tuple[str | int, ...], spans: dict[int, tuple[int, int]]
) -> int:
    at = _skip(text, at + 1)
    while text[at] != "}":
        key = _STRING.match(text, at)
        assert key is not None
        at = _skip(text, _skip(text, key.end()) + 1)
        at = _skip(text, _walk(text, at, (*path, json.loads(key[0])), spans))
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1


def _walk_array(
    text: str, at: int, path: tuple[str | int, ...], spans: dict[int, tuple[int, int]]
) -> int:
    at = _skip(text, at + 1)
    index = 0
    while text[at] != "]":
        at = _skip(text, _walk(text, at, (*path, index), spans))
        index += 1
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1
