"""From what the user typed to a list of files, each path that leads nowhere named."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepbridge_cli.problem import Problem, shown
from stepbridge_cli.sources import git, walk
from stepbridge_cli.sources.file import SourceFile, link_problem

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PYTHON = (".py", ".pyw", ".ipynb")
_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Project:
    """Patterns of a project's configuration, relative to ``root``."""

    root: str = os.curdir
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What to look at. ``exclude`` and ``include`` are patterns as in .gitignore.

    ``exclude`` wins over everything, a file that was named included, so that a hook which passes
    file names obeys it too.
    """

    paths: tuple[str, ...] = (os.curdir,)
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    changed_since: str | None = None
    suffixes: tuple[str, ...] = PYTHON
    project: Project = Project()


@dataclass(slots=True)
class Selection:
    """The files in order, each once; the paths that could not be used; and remarks."""

    files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def select(request: Request) -> Selection:
    """All files that a request means. Raises GitError when ``changed_since`` cannot be asked,
    PatternError for a pattern that cannot be read.
    """
    selection = Selection()
    wanted = _Filter(request)
    seen: set[str] = set()
    for path in request.paths:
        found = 0
        for entry in _expand(path, request.suffixes):
            if isinstance(entry, Problem):
                if wanted(entry.path):
                    selection.problems.append(entry)
                    found += 1
                continue
            found += 1
            location = os.path.abspath(entry.location)
            if location not in seen and wanted(entry.location):
                seen.add(location)
                selection.files.append(entry)
        if not found:
            selection.notes.append(_nothing_under(path, request.suffixes))
    selection.files.sort()
    if request.changed_since is not None:
        selection.files = _only_changed(selection.files, request)
    return selection


def _nothing_under(path: str, suffixes: tuple[str, ...]) -> str:
    kinds = ", ".join(f"*{suffix}" for suffix in suffixes)
    return f"{shown(path)}: no Python files here (looked for {kinds}; .gitignore is respected)"


def _expand(path: str, suffixes: tuple[str, ...]) -> Iterator[SourceFile | Problem]:
    clean = os.path.normpath(path)
    if not path:
        yield Problem("''", "an empty path", "Give '.' for this folder.")
    elif os.path.isdir(clean):
        yield from walk.under(clean, suffixes)
    elif os.path.lexists(clean):
        yield _named(clean)
    elif _MAGIC & set(path):
        yield from _matches(path, suffixes)
    else:
        yield Problem(shown(path), "no such file or folder", "Check the spelling.")


def _named(path: str) -> SourceFile | Problem:
    """A file that the user named: a link is followed, since that is what was asked for."""
    if not os.path.islink(path):
        return SourceFile(shown(path), path, named=True)
    problem = link_problem(shown(path), path)
    return problem or SourceFile(shown(path), os.path.realpath(path), named=True)


def _matches(pattern: str, suffixes: tuple[str, ...]) -> Iterator[SourceFile | Problem]:
    names = sorted(glob.glob(pattern, recursive=True))
    if not names:
        yield Problem(shown(pattern), "no file matches this pattern", "Check the spelling.")
    for name in names:
        if os.path.isdir(name) and not os.path.islink(name):
            # "**" yields every folder as well as what is in it.
            if "**" not in pattern:
                yield from walk.under(os.path.normpath(name), suffixes)
        elif name.endswith(suffixes):
            yield _named(os.path.normpath(name))


class PatternError(Exception):
    """A pattern of --exclude or --include, or of the configuration, that cannot be read."""


class _Filter:
    """Whether a path passes the patterns of the command line and those of the project."""

    def __init__(self, request: Request) -> None:
        layers = (
            (os.curdir, _spec(request.include), _spec(request.exclude)),
            (
                request.project.root,
                _spec(request.project.include),
                _spec(request.project.exclude),
            ),
        )
        self._layers = [layer for layer in layers if layer[1] is not None or layer[2] is not None]

    def __call__(self, path: str) -> bool:
        for root, include, exclude in self._layers:
            relative = os.path.relpath(path, root)
            if include is not None and not include.match_file(relative):
                return False
            if exclude is not None and exclude.match_file(relative):
                return False
        return True


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec | None:
    lines = list(patterns)
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        wrong = ", ".join(map(repr, lines))
        raise PatternError(f"not a pattern as in .gitignore: {wrong}") from error


def _only_changed(files: list[SourceFile], request: Request) -> list[SourceFile]:
    if request.changed_since is None:
        return files
    changed: set[str] = set()
    for folder in {_folder(path) for path in request.paths}:
        changed |= git.changed_since(folder, request.changed_since)
    return [file for file in files if os.path.realpath(file.location) in changed]


def _folder(path: str) -> str:
    return path if os.path.isdir(path) else os.path.dirname(path) or os.curdir
