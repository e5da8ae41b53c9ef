"""Which files name requirements, and how to edit each without touching anything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from stepbridge_codemods.projects.edit import Migrated, ProjectEdit, ProjectFileError
from stepbridge_codemods.projects.requirement import SDK_FLOOR, migrate_requirement
from stepbridge_codemods.projects.tables import migrate_toml

LineEdit = tuple[str, str, str, str]
"""The new line, the requirement before and after, the note."""

_SDK = r"google[-_.](?:genai|generativeai)"
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_STRING = re.compile(rf"""(?P<quote>["'])(?P<text>{_SDK}[^"'\n]*)(?P=quote)""")
_YAML_ITEM = re.compile(
    rf"^(?P<head>\s*-\s*)(?P<quote>[\"']?)(?P<text>{_SDK}[^#\"'\n]*?)(?P<tail>[\"']?\s*(?:#.*)?)$"
)
_INSTALL = re.compile(r"\bpip3?\s+install\b|\buv\s+(?:pip\s+install|add)\b")
_WORD = re.compile(rf"""(?P<quote>["']?)(?P<text>{_SDK}[^\s"'#]*)(?P=quote)""")
_SCRIPT_BLOCK = re.compile(r"(?ms)^# /// script\r?$.*?^# ///\r?$")
_NAMES = {
    "pyproject.toml": "toml",
    "pipfile": "toml",
    "setup.cfg": "lines",
    "setup.py": "strings",
    "environment.yml": "yaml",
    "environment.yaml": "yaml",
    "conda.yml": "yaml",
    "conda.yaml": "yaml",
}


def migrate_project_file(
    source: bytes, path: str, floor: str = SDK_FLOOR
) -> tuple[bytes, list[ProjectEdit]]:
    """The file's new bytes and its edits; the bytes are equal when nothing changes.

    Raises ProjectFileError for a file of no known kind, one that is not UTF-8, or broken TOML.
    """
    migrate = KINDS.get(kind_of(path) or "")
    if migrate is None:
        raise ProjectFileError(f"{path}: not a file that names requirements")
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise ProjectFileError(f"{path}: not UTF-8 at byte {problem.start}") from problem
    new, edits = migrate(text, floor)
    return new.encode("utf-8"), edits


def kind_of(path: str) -> str | None:
    """The kind of a project file by its name, or None: ``requirements``, ``toml``, ``yaml``, ..."""
    name = PurePath(path).name.lower()
    parent = PurePath(path).parent.name.lower()
    if name.endswith((".txt", ".in")):
        listed = "requirements" in name or "constraints" in name or parent == "requirements"
        return "requirements" if listed else None
    if name in _NAMES:
        return _NAMES[name]
    return "script" if name.endswith((".py", ".pyw")) else None


def _by_line(text: str, edit_line: Callable[[str], LineEdit | None]) -> Migrated:
    lines = text.splitlines(keepends=True)
    edits: list[ProjectEdit] = []
    for index, line in enumerate(lines):
        body = line.rstrip("\r\n")
        changed = edit_line(body)
        if changed is None:
            continue
        new_line, before, after, note = changed
        lines[index] = new_line + line[len(body) :]
        edits.append(ProjectEdit(index + 1, before, after, note))
    return "".join(lines), edits


def _requirement_line(line: str, floor: str) -> LineEdit | None:
    """A line of a requirements file or of ``install_requires``: a requirement, then options."""
    lead = line[: len(line) - len(line.lstrip())]
    comment = _COMMENT.search(line)
    body = line[len(lead) : comment.start() if comment else len(line)]
    tail = line[comment.start() :] if comment else ""
    options = re.search(r"\s+(?:--\w|\\$)", body)
    if options:
        tail = body[options.start() :] + tail
        body = body[: options.start()]
    stripped = body.rstrip()
    edit = migrate_requirement(stripped, floor) if stripped else None
    if edit is None:
        return None
    if "--hash" in tail:  # a hash of the old release would refuse the new one
        tail = ""
    return lead + edit.text + body[len(stripped) :] + tail, stripped, edit.text, edit.note


def _requirements(text: str, floor: str) -> Migrated:
    return _by_line(text, lambda line: _requirement_line(line, floor))


def _quoted(line: str, floor: str) -> LineEdit | None:
    if line.lstrip().startswith("#"):
        return None
    for found in _STRING.finditer(line):
        edit = migrate_requirement(found["text"], floor)
        if edit is not None:
            new = line[: found.start("text")] + edit.text + line[found.end("text") :]
            return new, found["text"], edit.text, edit.note
    return None


def _strings(text: str, floor: str) -> Migrated:
    return _by_line(text, lambda line: _quoted(line, floor))


def _yaml_item(line: str, floor: str) -> LineEdit | None:
    found = _YAML_ITEM.match(line)
    if found is None:
        return None
    before = found["text"].rstrip()
    conda_pin = re.fullmatch(r"([\w.-]+)=(\d[\w.*]*)(?:=\w+)?", before)
    edit = migrate_requirement(f"{conda_pin[1]}=={conda_pin[2]}" if conda_pin else before, floor)
    if edit is None:
        return None
    new = f"{found['head']}{found['quote']}{edit.text}{found['tail']}"
    return new, before, edit.text, edit.note


def _yaml(text: str, floor: str) -> Migrated:
    return _by_line(text, lambda line: _yaml_item(line, floor))


def _script_line(line: str, floor: str) -> LineEdit | None:
    changed = _quoted(line.removeprefix("#"), floor)
    return ("#" + changed[0], *changed[1:]) if changed else None


def _script(text: str, floor: str) -> Migrated:
    """The ``# /// script`` block of PEP 723; nothing else in a Python file."""
    block = _SCRIPT_BLOCK.search(text)
    if block is None:
        return text, []
    new, edits = _by_line(block[0], lambda line: _script_line(line, floor))
    above = text.count("\n", 0, block.start())
    moved = [replace(edit, line=edit.line + above) for edit in edits]
    return text[: block.start()] + new + text[block.end() :], moved


def migrate_install_line(line: str, floor: str = SDK_FLOOR) -> str:
    """A shell or magic line of a notebook (``%pip install -q google-generativeai``), migrated."""
    if not _INSTALL.search(line):
        return line
    pieces: list[str] = []
    end = 0
    for found in _WORD.finditer(line):
        edit = migrate_requirement(found["text"], floor)
        if edit is None:
            continue
        quote = found["quote"] or ('"' if re.search(r"[<>]", edit.text) else "")
        pieces += [line[end : found.start()], f"{quote}{edit.text}{quote}"]
        end = found.end()
    return "".join(pieces) + line[end:]


KINDS: dict[str, Callable[[str, str], Migrated]] = {
    "requirements": _requirements,
    "lines": _requirements,
    "toml": migrate_toml,
    "strings": _strings,
    "yaml": _yaml,
    "script": _script,
}
