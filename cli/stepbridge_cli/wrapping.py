"""The project's own wrappers in a run: which are declared, which migrate, and with which files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stepbridge_cli.config import Config
from stepbridge_cli.failure import Failure
from stepbridge_cli.pipeline import Candidate, Outcome
from stepbridge_cli.problem import Problem, shown
from stepbridge_cli.sources import Request, read, select

if TYPE_CHECKING:
    from stepbridge_codemods import Options, Surroundings
    from stepbridge_codemods.wrappers.wrapper import Wrapper

_MODULES = (".py", ".pyw")


def declared(config: Config) -> tuple[Wrapper, ...]:
    """The wrappers of installed packages and of the configuration, which wins.

    Raises Failure for an entry point that cannot be used.
    """
    from stepbridge_codemods.wrappers.entry_points import EntryPointError, installed

    try:
        found = {wrapper.name: wrapper for wrapper in installed()}
    except EntryPointError as error:
        raise Failure(str(error), "Fix or uninstall the package") from error
    found.update((wrapper.name, wrapper) for wrapper in config.wrappers)
    return tuple(found.values())


def with_standing(
    candidates: list[Candidate], chosen: Sequence[Options], config: Config, *, together: bool
) -> tuple[list[Candidate], list[str]]:
    """The candidates with what becomes of the declared wrappers, and a remark on each that stays.

    A wrapper migrates only with all its callers: a caller among the project's notebooks, or in a
    module that is not part of this run, keeps it as it is. Not ``together``: files may be left out
    one by one.
    """
    wrappers = next((options.wrappers for options in chosen if options.wrappers), ())
    if not wrappers:
        return candidates, []
    tree = _Tree(candidates, chosen)
    if not together:
        found, notes = tree.found([wrapper.name for wrapper in wrappers]), []
    else:
        found = tree.found(())
        callers = _outside([w for w in wrappers if _migrates(w, found)], candidates, config)
        found = tree.found(callers) if callers else found
        notes = [
            f"{name} keeps its legacy result: {shown(place)} may call it and does not migrate"
            for name, place in callers.items()
        ]
    return [
        replace(item, around=found.get(item.file.location, item.around)) for item in candidates
    ], notes


class _Tree:
    """The modules of a run, as the codemods ask for them."""

    def __init__(self, candidates: list[Candidate], chosen: Sequence[Options]) -> None:
        pairs = [pair for pair in zip(candidates, chosen, strict=True) if _is_module(pair[0])]
        self.sources = {item.file.location: item.source for item, _ in pairs}
        self.options = {item.file.location: options for item, options in pairs}
        self.around = {item.file.location: item.around for item, _ in pairs}

    def found(self, elsewhere: Iterable[str]) -> dict[str, Surroundings]:
        from stepbridge_codemods.wrappers.standing import with_standing

        return with_standing(self.sources, self.options, self.around, elsewhere)


def _migrates(wrapper: Wrapper, found: Mapping[str, Surroundings]) -> bool:
    from stepbridge_codemods.wrappers.wrapper import Standing

    return any(one.standing.get(wrapper.name) is Standing.MIGRATES for one in found.values())


def incomplete(changed: Sequence[Outcome], done: Iterable[Outcome]) -> set[str]:
    """The locations of files of which some could not be written with what belongs to them.

    Files that define or call one wrapper that migrates belong together.
    """
    from stepbridge_codemods.wrappers.wrapper import Standing, mentions

    written = {outcome.file.location for outcome in done}
    left: set[str] = set()
    while True:
        before = len(left)
        for wrapper in {w for outcome in changed for w in outcome.around.wrappers}:
            pattern = mentions((wrapper,))
            own = {
                outcome.file.location
                for outcome in changed
                if outcome.around.standing.get(wrapper.declared) is Standing.MIGRATES
                and pattern is not None
                and pattern.search(outcome.before)
            }
            if own - written or own & left:
                left |= own
        if len(left) == before:
            return left


def _is_module(item: Candidate) -> bool:
    return item.file.location.endswith(_MODULES)


def _outside(
    wrappers: Sequence[Wrapper], candidates: list[Candidate], config: Config
) -> dict[str, str]:
    """Declared names, with a file of the project that may call them and does not migrate."""
    inside = {os.path.realpath(item.file.location) for item in candidates if _is_module(item)}
    root = os.path.relpath(config.root)
    sites = {wrapper.name: _callers(wrapper) for wrapper in wrappers}
    found: dict[str, str] = {}
    for file in select(Request((root,))).files if sites else []:
        if os.path.realpath(file.location) in inside:
            continue
        source = read(file)
        if isinstance(source, Problem):
            continue
        for name, (last, owners) in sites.items():
            place = os.fsencode(os.path.realpath(file.location))
            if last.search(source) and (owners.search(source) or owners.search(place)):
                found.setdefault(name, file.path)
    return found


def _callers(wrapper: Wrapper) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What a file says that calls a wrapper: its last name, for a function one of the others."""
    last = re.compile(rf"\b{wrapper.last}\b".encode())
    if wrapper.is_method:
        return last, re.compile(b"")
    owners = "|".join(wrapper.owner.split("."))
    return last, re.compile(rf"\b(?:{owners})\b".encode())
