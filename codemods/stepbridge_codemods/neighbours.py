"""Which modules of a tree have to do with some of them, by a look at the bytes of all.

Of thousands of modules a few may mention Gemini; it is parsing the others that takes the time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from stepbridge_codemods.module_paths import Paths
from stepbridge_codemods.values.sessions import HOLDERS

_REST = rb"((?:\\\r?\n|[^\n#;])*)"
_LISTED = rb"(\((?:[^)#]|#[^\n]*)*|(?:\\\r?\n|[^\n#;])*)"
_FROM = rb"from[ \t]+(\.[. \t]*)?([^\s.][^\s]*)?[ \t]*\bimport\b[ \t]*" + _LISTED
_IMPORT = rb"import[ \t]+" + _REST
_IMPORTS = re.compile(rb"(?:^|[:;])[ \t]*(?:" + _FROM + rb"|" + _IMPORT + rb")", re.M)
_COMMENT = re.compile(rb"#[^\n]*")
_CALLS = re.compile(rb"\.(generate_content|send_message)(_stream|_async)?\b")
_SESSIONS = re.compile("|".join(sorted(HOLDERS)).encode())


class Neighbours:
    """The modules of a tree by path, as their imports bring them together."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self.paths = Paths(sources)
        self._uses: dict[str, set[str]] = {}
        self._passed: dict[str, dict[str, set[tuple[str, str]]]] = {}
        self._calls: set[str] = set()
        self._sessions: set[str] = set()
        taken = {path: self._taken(path, data) for path, data in sources.items()}
        for path, names in taken.items():
            self._uses[path] = self._origins(names, sources[path])

    def of(self, wanted: Collection[str]) -> set[str]:
        """The modules that import from some, that those import from, or that share sessions.

        Those themselves are among them, and so are modules by which one of them comes to another.
        What others pass on is imported from all of them.
        """
        chosen = set(wanted)
        imported = self._imported(chosen)
        importing = self._importing(chosen)
        between = self._imported(imported) & self._importing(importing)
        found = chosen | imported | importing | between
        return found | self._sessions if chosen & self._sessions else found

    def _imported(self, paths: Iterable[str]) -> set[str]:
        return set().union(*(self._uses.get(path, ()) for path in paths))

    def _importing(self, paths: set[str]) -> set[str]:
        return {path for path, used in self._uses.items() if used & paths}

    @cached_property
    def calling(self) -> frozenset[str]:
        """The modules in which the legacy API is called, and those that import from them."""
        users: dict[str, list[str]] = {}
        for path, used in self._uses.items():
            for other in used:
                users.setdefault(other, []).append(path)
        found, left = set(self._calls), list(self._calls)
        while left:
            more = set(users.get(left.pop(), ())) - found
            found |= more
            left += more
        return frozenset(found)

    def _taken(self, path: str, data: bytes) -> set[tuple[str, str]]:
        """The modules that a module imports from, and the names; no name for a whole module."""
        if _CALLS.search(data) is not None:
            self._calls.add(path)
        if _SESSIONS.search(data) is not None:
            self._sessions.add(path)
        taken: set[tuple[str, str]] = set()
        passed = self._passed.setdefault(path, {})
        for module, level, names in imports_in(data):
            base = self.paths.found(path, module, level)
            taken.update((other, "") for other in base if not names)
            for name, known_as in names:
                inner = self.paths.found(path, f"{module}.{name}" if module else name, level)
                meant = self.paths.possible(path, module, level) if name == "*" else base
                passed.setdefault(known_as, set()).update((other, name) for other in base)
                taken.update((other, name) for other in meant)
                taken.update((other, "") for other in inner)
        return taken

    def _origins(self, taken: set[tuple[str, str]], data: bytes) -> set[str]:
        """The modules of some names, and those that they come from where others pass them on."""
        seen, left = set(taken), list(taken)
        for other, name in taken:
            if not name:
                left += [(other, n) for n in self._passed[other] if f".{n}".encode() in data]
        while left:
            other, name = left.pop()
            more = self._passed[other].get(name, set()) - seen
            seen |= more
            left += more
        return {other for other, _ in seen}


def imports_in(data: bytes) -> Iterator[tuple[str, int, list[tuple[str, str]]]]:
    """Module, level and names of each import in a text; what only looks like one may be among them.

    Names come with what they are called from then on. ``import x`` has none.
    """
    for match in _IMPORTS.finditer(data):
        dots, module, listed, whole = match.groups()
        names = list(_names(listed if whole is None else whole))
        if whole is None:
            yield (module or b"").decode(errors="replace"), (dots or b"").count(b"."), names
        else:
            yield from ((name, 0, []) for name, _ in names)


def _names(listed: bytes) -> Iterator[tuple[str, str]]:
    """The names in ``a, b as c`` or ``(a, b)``, each with its new one."""
    plain = _COMMENT.sub(b"", listed).replace(b"\\", b" ").decode(errors="replace")
    for part in plain.strip("( \t").split(","):
        words = part.strip(" \t\r\n)").split()
        if words:
            yield words[0], words[-1]
