"""pyproject.toml and Pipfile: requirement lists and version tables, formatting kept by tomlkit."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, MutableSequence
from typing import Any

import tomlkit
from packaging.utils import canonicalize_name
from tomlkit.exceptions import TOMLKitError

from stepbridge_codemods.projects.edit import Migrated, ProjectEdit, ProjectFileError
from stepbridge_codemods.projects.requirement import (
    NEW_SDK,
    OLD_SDK,
    RequirementEdit,
    migrate_requirement,
)

LISTS = (
    "build-system.requires",
    "project.dependencies",
    "project.optional-dependencies.*",
    "dependency-groups.*",
    "tool.uv.dev-dependencies",
    "tool.uv.constraint-dependencies",
    "tool.uv.override-dependencies",
    "tool.pdm.dev-dependencies.*",
    "tool.hatch.envs.*.dependencies",
    "tool.hatch.envs.*.extra-dependencies",
)
"""Where PEP 508 strings stand; ``*`` is any key."""

VERSION_TABLES = (
    "tool.poetry.dependencies",
    "tool.poetry.dev-dependencies",
    "tool.poetry.group.*.dependencies",
    "packages",
    "dev-packages",
)
"""Where a name maps to a version, as Poetry and Pipenv write them."""


def migrate_toml(text: str, floor: str) -> Migrated:
    """Edits every requirement of a TOML document; raises ProjectFileError when it is not TOML."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as problem:
        raise ProjectFileError(f"not TOML: {problem}") from problem
    edits: list[ProjectEdit] = []
    for path in LISTS:
        for found in _at(document, path.split(".")):
            if isinstance(found, MutableSequence):
                edits += _edit_list(found, text, floor)
    for path in VERSION_TABLES:
        for found in _at(document, path.split(".")):
            if isinstance(found, MutableMapping):
                edits += _edit_table(found, text, floor)
    return (tomlkit.dumps(document), edits) if edits else (text, [])


def _at(value: Any, keys: list[str]) -> Iterator[Any]:
    if not keys:
        yield value
        return
    if not isinstance(value, MutableMapping):
        return
    names = list(value) if keys[0] == "*" else [keys[0]] if keys[0] in value else []
    for name in names:
        yield from _at(value[name], keys[1:])


def _edit_list(items: MutableSequence[Any], text: str, floor: str) -> list[ProjectEdit]:
    edits = []
    for index, item in enumerate(items):
        edit = migrate_requirement(item, floor) if isinstance(item, str) else None
        if edit is not None:
            before = str(item)
            items[index] = edit.text
            edits.append(ProjectEdit(_line_of(text, before), before, edit.text, edit.note))
    return edits


def _edit_table(table: MutableMapping[str, Any], text: str, floor: str) -> list[ProjectEdit]:
    edits = []
    for name in list(table):
        entry = table[name]
        spec = entry.get("version") if isinstance(entry, MutableMapping) else entry
        edit = _version_edit(name, str(spec), floor) if isinstance(spec, str) else None
        if edit is None:
            continue
        if isinstance(entry, MutableMapping):
            entry["version"] = edit.text
        else:
            table[name] = edit.text
        new_name = name
        if canonicalize_name(name) == OLD_SDK:
            new_name = NEW_SDK
            _rename(table, name, new_name)
        edits.append(
            ProjectEdit(
                _line_of(text, name), f"{name} {spec}", f"{new_name} {edit.text}", edit.note
            )
        )
    return edits


def _rename(table: MutableMapping[str, Any], old: str, new: str) -> None:
    """Puts the value under its new key in the old one's place."""
    entries = [(new if key == old else key, value) for key, value in table.items()]
    for key in list(table):
        del table[key]
    for key, value in entries:
        table[key] = value


def _version_edit(name: str, spec: str, floor: str) -> RequirementEdit | None:
    """The new version text; Poetry's caret and tilde are read as lower bounds of their kind."""
    caret = re.fullmatch(r"([\^~])\s*(\d[\w.]*)", spec)
    pep = (
        ""
        if spec == "*"
        else f">={caret[2]}"
        if caret
        else f"=={spec}"
        if spec[:1].isdigit()
        else spec
    )
    edit = migrate_requirement(name + pep, floor)
    if edit is None:
        return None
    if caret and caret[1] == "^":
        return RequirementEdit(f"^{floor}", edit.note)
    return RequirementEdit(re.sub(r"^[\w.-]*?(?=[<>=!~])", "", edit.text), edit.note)


def _line_of(text: str, needle: str) -> int:
    position = text.find(needle)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1
