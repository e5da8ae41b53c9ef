"""Lists and dicts that a module writes out once, as the modules that import them may know them."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import Binding, How

_LONGEST = 10_000
"""Characters of a settings object; what is longer is data."""


SCALARS = frozenset(
    {"candidate_count", "frequency_penalty", "logprobs", "max_output_tokens", "presence_penalty"}
    | {"response_logprobs", "response_mime_type", "seed", "stop_sequences", "temperature"}
    | {"top_k", "top_p"}
)
"""Settings whose values are numbers, strings and lists of them, whoever works them out."""


def _with_gaps(node: ast.expr) -> object | None:
    """A dict of such settings, with ``...`` for what is worked out; None for any other dict."""
    if not isinstance(node, ast.Dict):
        return None
    found: dict[str, object] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or key.value not in SCALARS:
            return None
        try:
            found[key.value] = ast.literal_eval(value)
        except (ValueError, TypeError):
            found[key.value] = ...
    return found


class Literals:
    """The literals of one module by their names at its top level."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.bindings: dict[str, list[Binding]] = values.names.module.bindings

    def get(self, name: str) -> object | None:
        """The list or dict that a name always holds; None for all else."""
        bindings = self.bindings.get(name, [])
        value = bindings[0].value if len(bindings) == 1 else None
        written = isinstance(value, ast.List | ast.Dict) and bindings[0].how is How.ASSIGN
        if value is None or not written or self._changes(name):
            return None
        start, end = self.values.source.span(value)
        if end - start > _LONGEST:
            return None
        try:
            found: object = ast.literal_eval(value)
        except (ValueError, TypeError):
            return _with_gaps(value)
        return found

    def public(self) -> dict[str, object | None]:
        """What ``import *`` gives: each name, and its literal."""
        return {name: self.get(name) for name in self.bindings if not name.startswith("_")}

    def is_plain(self) -> bool:
        """Whether ``import *`` gives the public names that are bound here, and no others."""
        return not self.bindings.keys() & {"*", "__all__"}

    def _changes(self, name: str) -> bool:
        """Whether the module does more with a name than to read it whole."""
        parents = self.values.source.parents
        reads = [node for node in self.values.names.reads if node.id == name]
        return any(isinstance(parents[node], ast.Attribute | ast.Subscript) for node in reads)


_CHANGING = frozenset(
    {"append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"}
)


def changed_in(nodes: Iterable[ast.AST]) -> set[str]:
    """The last names of all lists and dicts that a module fills or empties."""
    found: set[str] = set()
    for node in nodes:
        held: ast.expr
        if isinstance(node, ast.Subscript | ast.Attribute) and _changes(node):
            held = node.value
        elif isinstance(node, ast.AugAssign):
            held = node.target
        else:
            continue
        if isinstance(held, ast.Name | ast.Attribute):
            found.add(held.id if isinstance(held, ast.Name) else held.attr)
    return found


def _changes(node: ast.Subscript | ast.Attribute) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in _CHANGING
    return not isinstance(node.ctx, ast.Load)


def from_stars(stars: Iterable[Iterable[Literals]]) -> dict[str, object]:
    """What the names are that come with ``import *``, statement by statement.

    A statement gives the modules that it can mean; one without may bring any name, and so may a
    module with an ``__all__`` or a star of its own. Modules that differ in a name leave it out.
    """
    found: dict[str, object | None] = {}
    for candidates in stars:
        meant = list(candidates)
        if not meant or not all(one.is_plain() for one in meant):
            found.clear()
            continue
        brought: dict[str, object | None] = {}
        for one in meant:
            for name, value in one.public().items():
                brought[name] = value if brought.get(name, value) == value else None
        found |= brought
    return {name: value for name, value in found.items() if value is not None}
