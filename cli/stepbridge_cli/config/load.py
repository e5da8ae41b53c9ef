"""Finding and reading the configuration of a project."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stepbridge_cli.config.settings import PER_FILE, SETTINGS, ConfigError, complaints

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from stepbridge_codemods.wrappers.wrapper import Wrapper

OWN = "stepbridge.toml"
SHARED = "pyproject.toml"
TABLES = ("overrides", "wrappers")


@dataclass(frozen=True)
class Override:
    """Settings for the files that match ``files``, patterns as in .gitignore."""

    files: tuple[str, ...]
    values: Mapping[str, Any]

    @cached_property
    def spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines(self.files)


@dataclass(frozen=True)
class Config:
    """What a file says. Patterns are relative to its folder, ``root``; ``path`` None: no file."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    wrappers: tuple[Wrapper, ...] = ()

    @property
    def root(self) -> Path:
        return self.path.parent if self.path else Path.cwd()

    def for_file(self, location: str) -> dict[str, Any]:
        """The settings that overrides give to one file; a later one wins."""
        values: dict[str, Any] = {}
        for _, override in self._overrides(location):
            values |= override.values
        return values

    def effective(self, location: str | None = None) -> dict[str, tuple[Any, str]]:
        """Every setting's value, for one file or in general, and where it comes from."""
        name = self.path.name if self.path else ""
        found = {
            key: (self.values[key], name) if key in self.values else (row.default, "default")
            for key, row in SETTINGS.items()
        }
        for number, override in self._overrides(location) if location is not None else ():
            place = f"{name}: overrides[{number}]"
            found |= {key: (value, place) for key, value in override.values.items()}
        return found

    def _overrides(self, location: str) -> Iterator[tuple[int, Override]]:
        """The overrides that hold for a file, counted from 1."""
        path = Path(location).absolute()
        if path.is_relative_to(self.root.absolute()):
            name = str(path.relative_to(self.root.absolute()))
            for number, override in enumerate(self.overrides, 1):
                if override.spec.match_file(name):
                    yield number, override


def find(folder: Path) -> Path | None:
    """The nearest configuration at or above a folder, no higher than the repository it is in.

    A pyproject.toml without ``[tool.stepbridge]`` is passed over. Raises ConfigError for one that
    cannot be read.
    """
    for place in (folder, *folder.parents):
        if (place / OWN).is_file():
            return place / OWN
        if (place / SHARED).is_file() and _table(place / SHARED) is not None:
            return place / SHARED
        if (place / ".git").exists():
            return None
    return None


def load(path: Path) -> Config:
    """Reads and checks a file. Raises ConfigError with everything that is wrong in it."""
    table = _table(path)
    prefix = "tool.stepbridge." if path.name == SHARED else ""
    if table is None:
        raise ConfigError(f"{path.name}: there is no [tool.stepbridge] table in it")
    values = {key: value for key, value in table.items() if key not in TABLES}
    known = {**SETTINGS, **dict.fromkeys(TABLES, SETTINGS["exclude"])}
    found = complaints(values, known, f"{path.name}: {prefix}")
    overrides, more = _overrides(table.get("overrides", []), f"{path.name}: {prefix}overrides")
    wrappers, most = _wrappers(table.get("wrappers", {}), f"{path.name}: {prefix}wrappers")
    if found or more or most:
        raise ConfigError("\n".join([*found, *more, *most]))
    return Config(path, values, overrides, wrappers)


def _overrides(tables: Any, where: str) -> tuple[tuple[Override, ...], list[str]]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return (), [f"{where}: must be a list of tables, [[{where.rpartition(' ')[2]}]]"]
    found: list[str] = []
    overrides = []
    for number, table in enumerate(tables, 1):
        place = f"{where}[{number}]."
        files = table.get("files")
        if not isinstance(files, list) or not all(isinstance(item, str) for item in files):
            found.append(f"{place}files: must be a list of patterns")
            continue
        values = {key: value for key, value in table.items() if key != "files"}
        found += complaints(values, PER_FILE, place)
        overrides.append(Override(tuple(files), values))
    return tuple(overrides), found


def _wrappers(tables: Any, where: str) -> tuple[tuple[Wrapper, ...], list[str]]:
    if not tables:
        return (), []
    from stepbridge_codemods.wrappers.declared import WrapperError, from_tables

    if not isinstance(tables, dict):
        return (), [f"{where}: must be a table, [{where.rpartition(' ')[2]}]"]
    try:
        return from_tables(tables), []
    except WrapperError as error:
        return (), [f"{where}.{complaint}" for complaint in error.complaints]


def _table(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except OSError as error:
        raise ConfigError(f"{path.name}: cannot read it: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: not valid TOML: {error}") from error
    if path.name != SHARED:
        return content
    tools = content.get("tool", {})
    table = tools.get("stepbridge") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{path.name}: tool.stepbridge: must be a table, [tool.stepbridge]")
    return table
