"""Bytes of an answer: base64 text in an item."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Import, Plan, Use

_ONLY_ASKED = frozenset({"test", "is None"})


def decode(plan: Plan, use: Use) -> None:
    """Decodes the data where their bytes are taken; a question whether there are any stays one."""
    read = use.parent
    assert isinstance(read, ast.expr)
    if plan.context(read) in _ONLY_ASKED:
        plan.edits.replace(read, use.node, ".data")
        return
    plan.imports.add(Import("base64"))
    plan.edits.replace(read, "base64.b64decode(", use.node, ".data)")
