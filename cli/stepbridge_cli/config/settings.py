"""Every key that a project may set, and what it may hold."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


class ConfigError(Exception):
    """What is wrong in a configuration file: a line each, with the key and the nearest one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key. ``kind`` is the type of its value, ``choices`` its values where they are few.

    ``per_file`` keys may stand in ``[[overrides]]`` too. ``rules`` says which ids a list may name.
    """

    name: str
    kind: type
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()
    per_file: bool = False
    rules: Literal["", "any", "droppable"] = ""


_ROWS = (
    Setting("exclude", list, [], "patterns to leave out, as in .gitignore"),
    Setting("include", list, [], "patterns to look at; empty means all"),
    Setting("jobs", int, 0, "worker processes; 0 means by the amount of work"),
    Setting("baseline", str, "", "report whose findings do not count as new"),
    Setting(
        "chats", str, "stateful", "what chats become", ("stateful", "stateless", "bridge"), True
    ),
    Setting("store", str, "false", "what migrated calls say", ("false", "default"), True),
    Setting(
        "native-only", bool, False, "leave to a person what needs stepbridge at run time", (), True
    ),
    Setting("safe", bool, False, "leave out changes that alter behaviour", (), True),
    Setting("todo", bool, False, "mark what is left to a person with a comment", (), True),
    Setting("tidy", bool, False, "remove ignore comments and markers of no use", (), True),
    Setting("project-files", bool, False, "edit requirements too"),
    Setting("docs", bool, False, "edit Python in documents too"),
    Setting("models", bool, False, "replace ids of models that end", (), True),
    Setting("select", list, [], "only these rules; empty means all", (), True, "any"),
    Setting("ignore", list, [], "all but these rules", (), True, "any"),
    Setting("drop", list, [], "fields without a counterpart to leave out", (), True, "droppable"),
)
SETTINGS: dict[str, Setting] = {row.name: row for row in _ROWS}
PER_FILE = {name: row for name, row in SETTINGS.items() if row.per_file}
_KINDS = {list: "a list of strings", int: "a whole number", str: "a string", bool: "true or false"}


def complaints(table: Mapping[str, Any], known: Mapping[str, Setting], where: str) -> list[str]:
    """What is wrong with a table of settings, one line each."""
    found = []
    for key, value in table.items():
        if key not in known:
            found.append(f"{where}{key}: unknown key; {_nearest(key, [*known])}")
        elif wrong := _wrong(known[key], value):
            found.append(f"{where}{key}: {wrong}")
    return found


def _nearest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(known))}"


def _wrong(setting: Setting, value: Any) -> str:
    fits = type(value) is setting.kind
    if fits and setting.kind is list:
        fits = all(isinstance(item, str) for item in value)
    if not fits:
        return f"must be {_KINDS[setting.kind]}"
    if setting.choices and value not in setting.choices:
        return f"{value!r} is not one of {', '.join(map(repr, setting.choices))}"
    if setting.kind is int and value < 0:
        return "must not be negative"
    if setting.rules:
        from stepbridge_codemods.findings.rule_ids import not_droppable, unknown

        return unknown(value) if setting.rules == "any" else not_droppable(value)
    return ""
