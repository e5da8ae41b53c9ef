"""Imports after a rewrite: needed ones come, dead ones of the SDK go."""

from __future__ import annotations

from stepbridge_codemods.edits import Edits
from stepbridge_codemods.plan import Import
from stepbridge_codemods.values.infer import Values


def adjust_imports(values: Values, edits: Edits, needed: set[Import]) -> None:
    """Adds and removes import statements so that the edited text resolves all its names."""
