"""Which declared wrapper a spelling in one module means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from stepbridge_codemods.wrappers.wrapper import Wrapper


class Spellings:
    """The declared wrappers, looked up by what an import in the module ``path`` calls them.

    Relative imports are followed from the place of the module; how far the packages reach above it
    is not known, so a tail that fits is taken.
    """

    def __init__(self, wrappers: Iterable[Wrapper], path: str) -> None:
        self._wrappers = {wrapper.name: wrapper for wrapper in wrappers}
        self._owners = {wrapper.owner for wrapper in self._wrappers.values()}
        self._folder = PurePath(path).parent.parts
        self._known: dict[str, Wrapper | None] = {}

    def wrapper(self, spelling: str) -> Wrapper | None:
        """The wrapper that a qualified name means, with a dot in front for each level."""
        if spelling not in self._known:
            name = self._name(spelling, self._wrappers)
            self._known[spelling] = self._wrappers.get(name)
        return self._known[spelling]

    def owner(self, spelling: str) -> str:
        """The class that a qualified name means, where wrappers are its methods; else nothing."""
        return self._name(spelling, self._owners)

    def method(self, owner: str, name: str) -> Wrapper | None:
        """The wrapper that is a method of a class."""
        return self._wrappers.get(f"{owner}.{name}")

    def methods(self, owner: str) -> list[Wrapper]:
        """The wrappers that are methods of a class, or functions of a module."""
        return [one for one in self._wrappers.values() if owner and one.owner == owner]

    def _name(self, spelling: str, names: Iterable[str]) -> str:
        if not spelling.startswith("."):
            return spelling if spelling in names else ""
        places = [tuple(place) for place in self._places(spelling)]
        for name in names:
            if any(same_place(place, tuple(name.split("."))) for place in places):
                return name
        return ""

    def _places(self, spelling: str) -> Iterator[tuple[str, ...]]:
        """``..x.y`` is ``y`` of ``..x``, or ``y`` of what ``from . import x`` gave."""
        rest = spelling.lstrip(".")
        level = len(spelling) - len(rest)
        for up in {level - 1, max(level - 2, 0)}:
            if up <= len(self._folder):
                yield (*self._folder[: len(self._folder) - up], *rest.split("."))


def parts_of(path: str) -> tuple[str, ...]:
    """The names of folders and module in a path; a package's own module has the package's name."""
    parts = PurePath(path).with_suffix("").parts
    return parts[:-1] if parts[-1:] == ("__init__",) else parts


def same_place(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two dotted names or paths end alike, over all of the shorter, two names at least."""
    shorter = min(len(one), len(other))
    return shorter >= 2 and one[-shorter:] == other[-shorter:]
