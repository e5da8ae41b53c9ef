"""An SDK that may not be installed: ``genai = None`` where its import fails, and tests of the name.

google-genai takes the name over, so that the tests ask for what the program now needs.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.old_sdk.symbols import full_name
from stepbridge_codemods.values.infer import Values, is_nothing

_PACKAGE = "google.generativeai"


def fallback_names(values: Values) -> set[str]:
    """What the module calls the old SDK, and sets to None somewhere."""
    found: set[str] = set()
    imports = [n for n in values.source.nodes if isinstance(n, ast.Import | ast.ImportFrom)]
    for node in imports:
        for alias in node.names:
            bound = alias.asname or ""
            if full_name(alias, node) == _PACKAGE and _may_be_nothing(values, bound):
                found.add(bound)
    return found


def _may_be_nothing(values: Values, name: str) -> bool:
    bindings = values.names.module.bindings.get(name, ())
    return any(b.value is not None and is_nothing(b.value) for b in bindings)


def is_asked(values: Values, node: ast.expr) -> bool:
    """Whether it is only asked if there is something: ``if genai and key:``, ``genai is None``."""
    parents = values.source.parents
    parent = parents[node]
    if isinstance(parent, ast.Compare):
        nothing = all(isinstance(c, ast.Constant) and c.value is None for c in parent.comparators)
        return nothing and all(isinstance(op, ast.Is | ast.IsNot) for op in parent.ops)
    while isinstance(parent, ast.BoolOp) or (
        isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    ):
        if isinstance(parent, ast.UnaryOp):
            return True
        node, parent = parent, parents[parent]
    if isinstance(parent, ast.Call):
        return isinstance(parent.func, ast.Name) and parent.func.id == "bool"
    return getattr(parent, "test", None) is node
