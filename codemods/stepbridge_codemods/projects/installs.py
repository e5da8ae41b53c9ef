"""Lines that install the SDK: in cells of notebooks, in shell blocks of documents."""

from __future__ import annotations

import re

from stepbridge_codemods.projects.edit import Migrated, ProjectEdit
from stepbridge_codemods.projects.requirement import SDK_FLOOR, migrate_requirement

_INSTALL = re.compile(
    r"\bpip3?(?:\.exe)?\s+install\b|\buv\s+(?:pip\s+install|add)\b"
    r"|\b(?:poetry|pdm)\s+add\b|\bpipenv\s+install\b"
)
_WORD = re.compile(r"""(?P<quote>["']?)(?P<text>google[-_.](?:genai|generativeai)[^\s"'`#;&|)]*)""")
_BEFORE = re.compile(r"""(?:^|[\s"'])$""")


def migrate_installs(text: str, floor: str = SDK_FLOOR) -> Migrated:
    """Every line that installs an SDK, with the lines that it goes on in (``\\\\`` at the end)."""
    lines = text.split("\n")
    edits: list[ProjectEdit] = []
    goes_on = False
    for index, line in enumerate(lines):
        if not goes_on and not _INSTALL.search(line):
            continue
        goes_on = line.rstrip().endswith("\\")
        lines[index], found = _line(line, index + 1, floor)
        edits += found
    return "\n".join(lines), edits


def migrate_install_line(line: str, floor: str = SDK_FLOOR) -> str:
    """A shell or magic line of a notebook (``%pip install -q google-generativeai``), migrated."""
    return migrate_installs(line, floor)[0]


def _line(line: str, number: int, floor: str) -> tuple[str, list[ProjectEdit]]:
    pieces: list[str] = []
    edits: list[ProjectEdit] = []
    end = 0
    for found in _WORD.finditer(line):
        if not _BEFORE.search(line[: found.start()]):
            continue
        before = _whole(line, found)
        edit = migrate_requirement(before, floor)
        if edit is None:
            continue
        bare = not found["quote"] and re.search(r"[<>]", edit.text)
        quote = '"' if bare else ""
        pieces += [line[end : found.start("text")], f"{quote}{edit.text}{quote}"]
        end = found.start("text") + len(before)
        edits.append(ProjectEdit(number, before, edit.text, edit.note))
    return "".join(pieces) + line[end:], edits


def _whole(line: str, found: re.Match[str]) -> str:
    """The requirement: up to its closing quote, where it is quoted."""
    if found["quote"]:
        start = found.start("text")
        stop = line.find(found["quote"], start)
        if stop >= 0:
            return line[start:stop]
    return found["text"]
