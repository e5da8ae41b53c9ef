"""Code blocks of a document: fences in Markdown, directives in reStructuredText.

Fences as in https://spec.commonmark.org/0.31.2/#fenced-code-blocks; directives as Sphinx has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SUFFIXES = (".md", ".markdown", ".rst")
_FENCE = re.compile(r"^(?P<indent>(?:[ \t]|> ?)*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\r\n]*)$")
_PYTHON = re.compile(r"^\{?\.?(?:python3?|py|py3|pycon|ipython3?)\b", re.IGNORECASE)
_DIRECTIVE = re.compile(
    r"^(?P<indent>[ \t]*)\.\. (?:code-block|code|sourcecode|testcode)::[ \t]*"
    r"(?P<language>python3?|py|pycon|ipython3?)?[ \t]*$"
)
_OPTION = re.compile(r"^[ \t]+:[\w-]+:")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of Python: its first line (from 1), the offsets and the lines of its content.

    ``lines`` are without ``indent`` and line ends. ``prompts``: an interactive session.
    """

    line: int
    start: int
    end: int
    indent: str
    lines: tuple[str, ...]

    @property
    def source(self) -> str:
        """The code."""
        return "\n".join(self.lines)

    @property
    def prompts(self) -> bool:
        """Whether it shows a session with ``>>>``."""
        return any(line.lstrip().startswith((">>>", "In [")) for line in self.lines)


def is_document(path: str) -> bool:
    """Whether a file is read as a document."""
    return path.lower().endswith(_SUFFIXES)


def blocks_of(text: str, path: str) -> list[Block]:
    """The Python blocks of a document in order."""
    lines = text.splitlines(keepends=True)
    find = _directives if path.lower().endswith(".rst") else _fences
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for first, last, indent in find([line.rstrip("\r\n") for line in lines]):
        content = [line.rstrip("\r\n") for line in lines[first:last]]
        if not all(not line.strip() or line.startswith(indent) for line in content):
            continue
        bare = tuple(line[len(indent) :] if line.strip() else "" for line in content)
        end = starts[last - 1] + len(lines[last - 1].rstrip("\r\n"))
        found.append(Block(first + 1, starts[first], end, indent, bare))
    return found


def _fences(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """First line, line behind the last, and indentation of each fenced block of Python."""
    opened: tuple[int, str, str, bool] | None = None
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if opened is None:
            if found is not None:
                wanted = _PYTHON.match(found["info"]) is not None
                opened = (number + 1, found["fence"], found["indent"], wanted)
            continue
        first, fence, indent, wanted = opened
        closes = found is not None and not found["info"].strip()
        if closes and found and found["fence"].startswith(fence):
            if wanted and number > first:
                yield first, number, indent
            opened = None


def _directives(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    number = 0
    while number < len(lines):
        found = _DIRECTIVE.match(lines[number])
        number += 1
        if found is None:
            continue
        while number < len(lines) and _OPTION.match(lines[number]):
            number += 1
        while number < len(lines) and not lines[number].strip():
            number += 1
        if number == len(lines):
            return
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if len(indent) <= len(found["indent"]):
            continue
        first = number
        last = number
        while number < len(lines):
            if lines[number].strip():
                if not lines[number].startswith(indent):
                    break
                last = number + 1
            number += 1
        yield first, last, indent
