"""Which module of a tree an import means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath

from stepbridge_codemods.wrappers.spelling import parts_of


class Paths:
    """Paths of modules by the names that an import may give them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._by_place: dict[tuple[str, ...], str] = {}
        self._folders: set[tuple[str, ...]] = set()
        self._found: dict[tuple[tuple[str, ...], str, int], list[str]] = {}
        for path in paths:
            parts = parts_of(path)
            self._by_place[parts] = path
            self._folders |= {parts[:last] for last in range(1, len(parts))}
            for first in range(len(parts)):
                self._by_name[parts[first:]].append(path)

    def possible(self, importer: str, module: str, level: int) -> list[str]:
        """The modules that an import can mean, from whichever folder the program is started."""
        found = self.found(importer, module, level)
        others = [] if level else self._by_name.get(tuple(module.split(".")), [])
        return [*found, *(path for path in others if path not in found)]

    def found(self, importer: str, module: str, level: int) -> list[str]:
        """The modules that an import can mean; those nearest to the importer where some are."""
        key = (PurePath(importer).parent.parts, module, level)
        if key not in self._found:
            self._found[key] = self._look(*key)
        return self._found[key]

    def _look(self, folder: tuple[str, ...], module: str, level: int) -> list[str]:
        names = tuple(module.split(".")) if module else ()
        if level:
            place = (*folder[: len(folder) - level + 1], *names)
            return [self._by_place[place]] if place in self._by_place else []
        if names and names not in self._by_name:
            return []
        beside = self._by_place.get((*folder, *names))
        return [beside] if beside is not None else self._above(folder, names)

    def _above(self, folder: tuple[str, ...], names: tuple[str, ...]) -> list[str]:
        """The modules in folders above the importer; any of that name where those have none."""
        above = [folder[:last] for last in range(len(folder))]
        places = [(*one, *names) for one in above]
        found = [self._by_place[place] for place in places if place in self._by_place]
        is_folder = any((*one, *names) in self._folders for one in (folder, *above))
        return found if found or is_folder else self._by_name.get(names, [])
