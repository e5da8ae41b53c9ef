"""What the modules of one tree say about each other: who imports what, and which names are clients.

A value that another module imports keeps its type, unless all that use it are seen. Everything here
is plain data, so that files can still be rewritten one by one, in any process.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from stepbridge_codemods.module_paths import Paths
from stepbridge_codemods.neighbours import Neighbours
from stepbridge_codemods.text.source import Source, UnreadableError, nodes_of
from stepbridge_codemods.values.clients import returned_client
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import SERVICES, Kind
from stepbridge_codemods.values.literals import Literals, changed_in, from_stars
from stepbridge_codemods.values.members import OfferedValues, members
from stepbridge_codemods.values.names import Binding, How
from stepbridge_codemods.values.sessions import session_keys
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings

_ROUNDS = 4
"""Through how many modules clients are followed."""


@dataclass
class _Module:
    """One module while the tree is read."""

    source: Source
    names: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    imported: list[tuple[str, str, str]] = field(default_factory=list)
    """Path of the other module, name in it, and the name's spelling in the import."""
    stars: list[list[str]] = field(default_factory=list)
    """For each ``import *`` the paths that it can mean; none where it leaves the tree."""
    passed: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """For each of its names that comes from other modules, their paths and the name there."""
    meant: list[tuple[str, str, str]] = field(default_factory=list)
    """What it imports, as ``imported``, with the modules in which the names are made."""


def surroundings_of(
    sources: Mapping[str, bytes], wanted: Collection[str] | None = None
) -> dict[str, Surroundings]:
    """For each path of a tree, what its other modules have to do with it.

    With ``wanted``, for those paths only: modules that have nothing to do with them are not parsed.
    Files that cannot be read have none; a rewrite reports them.
    """
    neighbours = Neighbours(sources)
    modules = _read(sources, sources if wanted is None else neighbours.of(wanted))
    for path, module in modules.items():
        _imports(path, module, modules, neighbours.paths)
    _hand_on(modules)
    exports = {path: _Exports(module.source) for path, module in modules.items() if module.names}
    for module in modules.values():
        found = [
            (_origin(modules, exports, path, name), as_) for path, name, as_ in module.imported
        ]
        module.meant = [(path, name, spelling) for (path, name), spelling in found]
    _see_through(modules, exports)
    kept = {path: session_keys(module.source) for path, module in modules.items()}
    shared = Counter(key for keys in kept.values() for key in keys)
    around = {
        path: _around(
            modules[path],
            exports,
            frozenset(k for k in kept[path] if shared[k] > 1),
            neighbours.calling,
        )
        for path in (sources if wanted is None else wanted)
        if path in modules
    }
    _note_changes(around, modules, sources)
    return around


def _hand_on(modules: Mapping[str, _Module]) -> None:
    """What is read from a name may be read from it in the module that it comes from."""
    grows = True
    while grows:
        grows = False
        for module in modules.values():
            for other in {path for found in module.passed.values() for path, _ in found}:
                missing = module.attributes - modules[other].attributes
                modules[other].attributes |= missing
                grows = grows or bool(missing)


def _see_through(modules: Mapping[str, _Module], exports: dict[str, _Exports]) -> None:
    """Tells modules that others import what they know of clients themselves, until all is told."""
    for _ in range(_ROUNDS):
        told = [one.tell(_seen(modules[path], exports)) for path, one in exports.items()]
        if not any(told):
            return


def _seen(module: _Module, exports: dict[str, _Exports]) -> Surroundings:
    return Surroundings(kinds=_kinds(module, exports), makes=_makes(module, exports))


def _note_changes(
    found: dict[str, Surroundings], modules: dict[str, _Module], sources: Mapping[str, bytes]
) -> None:
    """Adds the names of those literals that some module of the tree fills or empties."""
    names = {_last(spelling) for one in found.values() for spelling in one.literals}
    if not names:
        return
    changed: set[str] = set()
    known = "|".join(sorted(map(re.escape, names)))
    filled = re.compile(rf"\b(?:{known})\b[\s)]*(?:[.\[]|[^\s\w=]{{1,2}}=)".encode())
    for path, data in sources.items():
        if filled.search(data) is not None:
            module = modules.get(path) or _read(sources, [path]).get(path)
            changed |= changed_in(nodes_of(module.source.tree)) if module is not None else set()
    for path, one in found.items():
        own = frozenset(changed & {_last(spelling) for spelling in one.literals})
        if own:
            found[path] = replace(one, changed=own)


def _last(spelling: str) -> str:
    return spelling.rpartition(".")[2]


def _read(sources: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, _Module]:
    modules = {}
    for path in paths:
        try:
            modules[path] = _Module(Source(sources[path], path))
        except UnreadableError:
            continue
    return modules


def _imports(path: str, module: _Module, modules: dict[str, _Module], tree: Paths) -> None:
    nodes = nodes_of(module.source.tree)
    reads = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                for other in tree.found(path, alias.name, 0):
                    _whole(module, modules, other, alias.name, reads)
        elif isinstance(node, ast.ImportFrom):
            _from(path, module, modules, tree, node, reads)


def _from(
    path: str,
    module: _Module,
    modules: dict[str, _Module],
    tree: Paths,
    node: ast.ImportFrom,
    reads: set[str],
) -> None:
    dots = "." * node.level
    base = node.module or ""
    for alias in node.names:
        if alias.name == "*":
            meant = tree.possible(path, base, node.level)
            module.stars.append(meant if modules.keys() >= set(meant) else [])
            for other in modules.keys() & meant:
                modules[other].names.add("*")
        for other in tree.found(path, base, node.level):
            if other in modules:
                modules[other].names.add(alias.name)
                modules[other].attributes |= reads
                module.imported.append((other, alias.name, f"{dots}{base}.{alias.name}"))
                module.passed[alias.asname or alias.name].append((other, alias.name))
        inner = f"{base}.{alias.name}" if base else alias.name
        for other in tree.found(path, inner, node.level):
            spelling = f"{dots}{inner}" if base or not dots else f"{dots}.{alias.name}"
            _whole(module, modules, other, spelling, reads)


def _whole(
    module: _Module, modules: dict[str, _Module], path: str, spelling: str, reads: set[str]
) -> None:
    """``import other``: whatever is read anywhere may be read from it."""
    if path in modules:
        modules[path].names |= reads
        modules[path].attributes |= reads
        module.imported += [(path, name, f"{spelling}.{name}") for name in reads]


class _Exports:
    """The module-level names of one module that are clients, or functions that return one."""

    def __init__(self, source: Source) -> None:
        self.values: Values = OfferedValues(source)
        self.bindings: dict[str, list[Binding]] = self.values.names.module.bindings
        self.literals = Literals(self.values)
        self._speaks = "genai" in source.text
        self._members: dict[str, dict[str, Kind]] = {}

    def tell(self, around: Surroundings) -> bool:
        """Reads the module once more where what others say of their clients is new."""
        if around == self.values.around:
            return False
        self.values = OfferedValues(self.values.source, around)
        self.bindings = self.values.names.module.bindings
        self._speaks = True
        self._members = {}
        return True

    def members(self, name: str) -> dict[str, Kind]:
        """The ways from a name to clients."""
        if not self._speaks or name not in self.bindings:
            return {}
        if name not in self._members:
            self._members[name] = members(self.values, name)
        return self._members[name]

    def kind(self, name: str) -> Kind | None:
        bindings = self.bindings.get(name, [])
        found = self.values.kind_of(bindings) if bindings else None
        return found if found in SERVICES else None

    def made(self, name: str) -> Kind | None:
        """The kind that calling a name gives."""
        targets = [binding.target for binding in self.bindings.get(name, [])]
        if len(targets) != 1 or not isinstance(targets[0], ast.FunctionDef):
            return None
        found = returned_client(self.values, targets[0]) if self._speaks else None
        return found.kind if found is not None and found.kind in SERVICES else None

    def is_text(self, name: str) -> bool:
        """Whether a name is a string, whichever of its bindings it was given."""
        bindings = self.bindings.get(name, [])
        return bool(bindings) and all(
            binding.how is How.ASSIGN and _is_string(binding.value) for binding in bindings
        )

    def tells(self, name: str) -> bool:
        """Whether a function says that it returns a string."""
        targets = [binding.target for binding in self.bindings.get(name, [])]
        return len(targets) == 1 and (
            isinstance(targets[0], ast.FunctionDef)
            and isinstance(targets[0].returns, ast.Name)
            and targets[0].returns.id == "str"
            and not targets[0].decorator_list
        )

    def is_function(self, name: str) -> bool:
        """Whether a name is a function of the module, as it is written there."""
        targets = [binding.target for binding in self.bindings.get(name, [])]
        return len(targets) == 1 and (
            isinstance(targets[0], ast.FunctionDef | ast.AsyncFunctionDef)
            and not targets[0].decorator_list
        )


def _is_string(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        same = node.func.attr in ("strip", "format", "replace", "lstrip", "rstrip")
        return same and _is_string(node.func.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_string(node.left) or _is_string(node.right)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _origin(
    modules: Mapping[str, _Module], exports: Mapping[str, _Exports], path: str, name: str
) -> tuple[str, str]:
    """The module in which a name is made that others only pass on: ``from .client import client``.

    A name that may come from several, or has other values too, is left where it is imported from.
    """
    seen = {(path, name)}
    while len(found := modules[path].passed.get(name, [])) == 1 and found[0] not in seen:
        if len(exports[path].bindings.get(name, [])) != 1:
            break
        path, name = found[0]
        seen.add((path, name))
    return path, name


def _around(
    module: _Module,
    exports: dict[str, _Exports],
    sessions: frozenset[str],
    calling: frozenset[str],
) -> Surroundings:
    texts: dict[str, set[bool]] = defaultdict(set)
    functions: dict[str, set[bool]] = defaultdict(set)
    literals: dict[str, list[object | None]] = defaultdict(list)
    for path, name, spelling in module.meant:
        texts[spelling].add(exports[path].is_text(name))
        texts[f"{spelling}()"].add(exports[path].tells(name))
        functions[spelling].add(exports[path].is_function(name))
        literals[spelling].append(exports[path].literals.get(name))
    written = {spelling: found[0] for spelling, found in literals.items() if _is_one(found)}
    written |= from_stars([exports[path].literals for path in paths] for paths in module.stars)
    found = Surroundings(
        frozenset(module.names),
        frozenset(module.attributes),
        _kinds(module, exports),
        _makes(module, exports),
        _always(texts),
        written,
        sessions=sessions,
        functions=_always(functions),
        calling=frozenset(spelling for path, _, spelling in module.imported if path in calling),
    )
    return NOWHERE if found == NOWHERE else found


def _makes(module: _Module, exports: dict[str, _Exports]) -> dict[str, Kind]:
    made: dict[str, set[Kind | None]] = defaultdict(set)
    for path, name, spelling in module.meant:
        made[spelling].add(exports[path].made(name))
    return _agreed(made)


def _kinds(module: _Module, exports: dict[str, _Exports]) -> dict[str, Kind]:
    """What imported names are, and what the ways from them lead to."""
    kinds: dict[str, set[Kind | None]] = defaultdict(set)
    meant: dict[str, list[dict[str, Kind]]] = defaultdict(list)
    for path, name, spelling in module.meant:
        kinds[spelling].add(exports[path].kind(name))
        meant[spelling].append(exports[path].members(name))
    for spelling, found in meant.items():
        for way in found[0]:
            if way:
                kinds[spelling + way] = {one.get(way) for one in found}
    return _agreed(kinds)


def _always(told: Mapping[str, set[bool]]) -> frozenset[str]:
    """The spellings of which something holds in whichever module is meant."""
    return frozenset(spelling for spelling, meant in told.items() if meant == {True})


def _is_one(found: list[object | None]) -> bool:
    """Whether all the modules that may be meant hold the same."""
    return found[0] is not None and all(one == found[0] for one in found)


def _agreed(kinds: Mapping[str, set[Kind | None]]) -> dict[str, Kind]:
    """The spellings that mean one kind in whichever module is meant."""
    found = {}
    for spelling, meant in kinds.items():
        kind = next(iter(meant))
        if len(meant) == 1 and kind is not None:
            found[spelling] = kind
    return found
