"""Scopes, and the bindings of names in them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class How(StrEnum):
    """How a name gets its value."""

    ASSIGN = "assign"
    UNPACK = "unpack"
    LOOP = "loop"
    WITH = "with"
    PARAM = "param"
    IMPORT = "import"
    FUNCTION = "function"
    CLASS = "class"
    EXCEPT = "except"
    AUGMENT = "augment"
    ANNOTATION = "annotation"
    OTHER = "other"


@dataclass(eq=False, slots=True)
class Scope:
    """A module, class, function or lambda, and the names bound in it."""

    node: ast.AST
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    outer: dict[str, Scope] = field(default_factory=dict)

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)

    def home(self, name: str) -> Scope | None:
        """The scope whose variable a name is when it is read here."""
        if name in self.outer:
            return self.outer[name]
        if name in self.bindings:
            return self
        scope = self.parent
        while scope is not None:
            if not scope.is_class:
                if name in scope.outer:
                    return scope.outer[name]
                if name in scope.bindings:
                    return scope
            scope = scope.parent
        return None


@dataclass(eq=False, slots=True)
class Binding:
    """One place where a name is bound; ``path`` is the way into an unpacked value."""

    name: str
    target: ast.AST
    value: ast.expr | None
    how: How
    scope: Scope
    path: tuple[int, ...] = ()
    is_async: bool = False


Env: TypeAlias = dict[str, frozenset[Binding]]
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """Every parameter of a function, also those that take what is left."""
    extra = [a for a in (arguments.vararg, arguments.kwarg) if a is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]


def merged(left: Env | None, right: Env | None) -> Env | None:
    """The bindings that can reach a place by either of two ways."""
    if left is None or right is None:
        return right if left is None else left
    return {
        name: left.get(name, frozenset()) | right.get(name, frozenset())
        for name in left.keys() | right.keys()
    }


def lives_of(bindings: list[Binding], together: Iterable[Iterable[Binding]]) -> dict[Binding, int]:
    """Numbers the groups of bindings that reach a place together, in the order of the text."""
    life = {binding: number for number, binding in enumerate(bindings)}
    for group in together:
        joined = {life[binding] for binding in group if binding in life}
        if len(joined) > 1:
            first = min(joined)
            life.update((b, first) for b, number in life.items() if number in joined)
    return life
