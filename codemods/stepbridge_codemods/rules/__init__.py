"""One rewriter a file; a file here registers its rules by existing."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules


@cache
def load() -> tuple[str, ...]:
    """Imports every rule module and returns their names."""
    names = tuple(sorted(info.name for info in iter_modules(__path__)))
    for name in names:
        import_module(f"{__name__}.{name}")
    return names
