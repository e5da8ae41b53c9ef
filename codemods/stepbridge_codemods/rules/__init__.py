"""One rewriter a file, in a folder for its surface; a file registers its rules by existing."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages


@cache
def load() -> tuple[str, ...]:
    """Imports every rule module and returns their names."""
    found = walk_packages(__path__, f"{__name__}.")
    names = tuple(sorted(info.name for info in found if not info.ispkg))
    for name in names:
        import_module(name)
    return names
