"""Runs a function right after a module was first imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

Action = Callable[[ModuleType], None]


class _Finder(MetaPathFinder):
    """Finds one module by asking all other finders, and wraps its loader."""

    def __init__(self, name: str, action: Action) -> None:
        self.name = name
        self.action = action
        self._asking = False

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname != self.name or self._asking:
            return None
        self._asking = True
        try:
            spec = find_spec(fullname)
        finally:
            self._asking = False
        if spec is not None and spec.loader is not None:
            _notify_after_load(spec.loader, self.action)
        return spec


def after_import(name: str, action: Action) -> None:
    """Call ``action(module)`` once module ``name`` has been executed."""
    sys.meta_path.insert(0, _Finder(name, action))


def forget(name: str) -> None:
    """Take back ``after_import``."""
    sys.meta_path[:] = [
        finder
        for finder in sys.meta_path
        if not (isinstance(finder, _Finder) and finder.name == name)
    ]


def _notify_after_load(loader: Loader, action: Action) -> None:
    load = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        load(module)
        action(module)

    # On this one loader object only; its class is everyone's.
    loader.exec_module = exec_module  # type: ignore[method-assign]
