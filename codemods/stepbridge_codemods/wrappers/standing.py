"""Which declared wrappers of a tree migrate: the definition and every call of it, or none of them.

A wrapper is assumed to migrate, and all modules that mention it are planned; where one of them has
to leave something as it is, the wrapper is dropped, until nothing more has to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from stepbridge_codemods import rules
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.attempt import Attempt, attempt
from stepbridge_codemods.planning.spelled import values_of
from stepbridge_codemods.text.source import Source, UnreadableError
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings
from stepbridge_codemods.wrappers.aliases import with_aliases
from stepbridge_codemods.wrappers.definition import definition_in
from stepbridge_codemods.wrappers.given import is_bridged, is_native, will_be_bridged
from stepbridge_codemods.wrappers.loose import loose_in
from stepbridge_codemods.wrappers.sites import wrapper_of
from stepbridge_codemods.wrappers.wrapper import CALLS, MIGRATED, Standing, Wrapper, mentions

Standings: TypeAlias = dict[str, Standing]
_OLD_SDK = b"generativeai"


def with_standing(
    sources: Mapping[str, bytes],
    options: Mapping[str, Options],
    around: Mapping[str, Surroundings],
    elsewhere: Iterable[str] = (),
) -> dict[str, Surroundings]:
    """The surroundings of all modules of a tree, with what becomes of the declared wrappers.

    ``options`` has those of each path. ``elsewhere`` are the declared names that something outside
    ``sources`` may call: they stay as they are.
    """
    declared = next((o.wrappers for o in options.values() if o.wrappers), ())
    if not declared:
        return dict(around)
    rules.load()
    tree = _Tree(sources, options, around, declared)
    done = tree.done()
    standing = tree.with_bridged(done | tree.migrating(done, frozenset(elsewhere)))
    return {
        path: replace(around.get(path, NOWHERE), wrappers=tree.wrappers, standing=standing)
        for path in {*around, *sources}
    }


@dataclass(frozen=True, slots=True)
class _Module:
    source: Source
    options: Options
    around: Surroundings

    def values(self, standing: Standings) -> Values:
        return values_of(self.source, replace(self.around, standing=standing))

    def attempt(self, standing: Standings, *, apply: bool) -> Attempt:
        around = replace(self.around, standing=standing)
        return attempt(self.source, self.options, around, apply=apply)


class _Tree:
    """The modules that mention a wrapper, and the one definition of each."""

    def __init__(
        self,
        sources: Mapping[str, bytes],
        options: Mapping[str, Options],
        around: Mapping[str, Surroundings],
        declared: tuple[Wrapper, ...],
    ) -> None:
        self.unread: set[str] = set()
        read = self._read(sources, declared)
        self.wrappers = with_aliases(declared, read.values())
        self.modules = {
            path: _Module(
                source,
                options[path],
                replace(around.get(path, NOWHERE), wrappers=self.wrappers),
            )
            for path, source in read.items()
        }
        self.sites = [w for w in declared if w.is_site and CALLS[w.call] in MIGRATED]
        self.homes = {wrapper.name: self._home(wrapper) for wrapper in self.sites}

    def _read(
        self, sources: Mapping[str, bytes], declared: tuple[Wrapper, ...]
    ) -> dict[str, Source]:
        names = mentions(declared)
        assert names is not None
        found = {}
        for path, data in sources.items():
            said = {match.decode() for match in names.findall(data)}
            if not said:
                continue
            try:
                if _OLD_SDK in data:  # written anew before it is planned
                    raise UnreadableError(None)  # type: ignore[arg-type]
                found[path] = Source(data, path)
            except UnreadableError:
                self.unread |= said
        return found

    def _home(self, wrapper: Wrapper) -> str:
        """The path of the one module that defines a wrapper; empty where none or several do."""
        found = [
            path
            for path, module in self.modules.items()
            if definition_in(module.values({}), wrapper) is not None
        ]
        return found[0] if len(found) == 1 else ""

    def done(self) -> Standings:
        """The wrappers whose definition is on Interactions already, also by way of another one."""
        known: Standings = {}
        while True:
            more = {w.name: now for w in self.sites if (now := self._done(w, known)) is not None}
            if more == known:
                return known
            known = more

    def _done(self, wrapper: Wrapper, known: Standings) -> Standing | None:
        home = self.homes[wrapper.name]
        if not home:
            return None
        if wrapper.returns == "text":
            left = self.modules[home].attempt(known, apply=False).groups
            return None if left else Standing.MIGRATED
        values = self.modules[home].values(known)
        function = definition_in(values, wrapper)
        results = values.results(function) if function is not None else []
        kinds = {value.kind if (value := values.value(one)) else None for one in results}
        if kinds == {MIGRATED[CALLS[wrapper.call]]}:
            return Standing.MIGRATED
        bridged = results and all(is_bridged(values, node) for node in results)
        return Standing.BRIDGED if bridged else None

    def migrating(self, done: Standings, elsewhere: frozenset[str]) -> Standings:
        """The wrappers that migrate, each with its definition and all that call it."""
        assumed = {
            wrapper.name
            for wrapper in self.sites
            if self.homes[wrapper.name] and wrapper.last not in self.unread
        }
        assumed -= elsewhere | done.keys()
        for module in self.modules.values():
            if assumed:
                assumed -= loose_in(module.values(done), self.wrappers)
        while assumed:
            standing = done | dict.fromkeys(assumed, Standing.MIGRATES)
            failing = set()
            for path, module in self.modules.items():
                failing |= self._failing(path, module.attempt(standing, apply=True), assumed)
            if not failing & assumed:
                break
            assumed -= failing
        return dict.fromkeys(assumed, Standing.MIGRATES)

    def with_bridged(self, standing: Standings) -> Standings:
        """The same with those that go on giving legacy results, but over a bridge."""
        found: Standings = {}
        for wrapper in self.sites:
            home = self.homes[wrapper.name]
            if not home or wrapper.name in standing or wrapper.returns == "text":
                continue
            done = self.modules[home].attempt(standing, apply=True)
            function = definition_in(done.values, wrapper)
            if function is not None and will_be_bridged(done, function, wrapper):
                found[wrapper.name] = Standing.BRIDGES
        return standing | found

    def _failing(self, path: str, done: Attempt, assumed: set[str]) -> set[str]:
        """The wrappers that cannot migrate because of what one module has to leave."""
        kept = [g for g in done.groups if g.refusal is not None or done.problem is not None]
        failing = {
            wrapper_of(done.values, site).declared
            for group in kept
            for site in group.sites
            if site.is_wrapped
        }
        for wrapper in self.sites:
            if wrapper.name not in assumed or path != self.homes[wrapper.name]:
                continue
            function = definition_in(done.values, wrapper)
            text = wrapper.returns == "text"
            if function is None or (kept if text else not is_native(done, function, wrapper)):
                failing.add(wrapper.name)
        return failing
