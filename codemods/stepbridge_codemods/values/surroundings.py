"""What other modules have to do with one: plain data, so that it can travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.wrappers.wrapper import AFTER, Standing, Wrapper


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The other modules of a tree, as one module sees them.

    ``names`` are its names that others import (``*`` for all), ``attributes`` what those others
    read from anything. ``kinds`` and ``makes`` say what imported names are, and what calling them
    gives, by their spelling in the import (``config.client``, ``.config.client``); ``kinds`` also
    holds the ways to clients behind them (``.pools.get_pool().get()``, see ``reached``). ``texts``
    are those that hold a string, and those that return one, with ``()`` behind the name.
    ``functions`` are those that are functions as they are written, without a decorator.
    ``literals`` are the lists and dicts that imported names hold, with ``...`` for settings that
    are worked out; one that comes with ``*`` is spelled alone. ``changed`` are the names of those
    that some module of the tree fills or empties.

    ``calling`` are names that come from modules with calls of the legacy API, or that use such
    modules themselves.

    ``sessions`` are the names of what other modules read from web sessions, or store there.

    ``wrappers`` are declared, and ``standing`` says what becomes of them by their declared names.
    One without a standing stays on generateContent, or cannot be seen.
    """

    names: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    makes: Mapping[str, Kind] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    literals: Mapping[str, object] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    calling: frozenset[str] = frozenset()
    wrappers: tuple[Wrapper, ...] = ()
    standing: Mapping[str, Standing] = field(default_factory=dict)

    def settled(self) -> Surroundings:
        """The same once the tree is rewritten."""
        return replace(self, standing={name: AFTER[now] for name, now in self.standing.items()})

    def sees(self, name: str) -> bool:
        """Whether another module imports a name of this one."""
        return name in self.names or ("*" in self.names and not name.startswith("_"))


NOWHERE = Surroundings()
"""A module by itself."""
