"""Names under which other modules hand a wrapper on: ``from .llm import ask`` in a package."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from stepbridge_codemods.text.source import Source
from stepbridge_codemods.wrappers.spelling import Spellings, parts_of
from stepbridge_codemods.wrappers.wrapper import Wrapper


def with_aliases(declared: tuple[Wrapper, ...], modules: Iterable[Source]) -> tuple[Wrapper, ...]:
    """The declared wrappers, and each under the names that other modules give it by importing it.

    Where the packages begin is not known, so a module counts under every tail of its path.
    """
    known = {wrapper.name: wrapper for wrapper in declared}
    sources = list(modules)
    while True:
        before = len(known)
        for source in sources:
            spellings = Spellings(known.values(), source.path)
            for name, wrapper in list(_handed_on(source, spellings)):
                known.setdefault(name, replace(wrapper, name=name, of=wrapper.declared))
        if len(known) == before:
            return tuple(known.values())


def _handed_on(source: Source, spellings: Spellings) -> Iterator[tuple[str, Wrapper]]:
    parts = parts_of(source.path)
    modules = [".".join(parts[first:]) for first in range(len(parts))]
    for name, wrapper in _imports(source, spellings):
        for module in modules:
            yield f"{module}.{name}", wrapper


def _imports(source: Source, spellings: Spellings) -> Iterator[tuple[str, Wrapper]]:
    """The names in a module that its imports make wrappers, or classes with wrappers."""
    for node in source.tree.body:
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            if alias.asname not in (None, alias.name):
                continue
            spelling = f"{'.' * node.level}{node.module or ''}.{alias.name}"
            wrapper = spellings.wrapper(spelling)
            if wrapper is not None:
                yield alias.name, wrapper
            for method in spellings.methods(spellings.owner(spelling)):
                yield f"{alias.name}.{method.last}", method
