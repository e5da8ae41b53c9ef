"""Where tracked values go: every expression that holds one, and who consumes it."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.contexts import context_of
from stepbridge_codemods.planning.plan import Use
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import CHATS, EXCHANGES, HISTORIES, NEW_RESULTS, RESULTS

TRACKED = RESULTS | NEW_RESULTS | CHATS | HISTORIES | EXCHANGES


def uses_of(values: Values) -> list[tuple[Use, frozenset[ast.AST]]]:
    """Every use of a value that came out of a legacy call, with the calls it came from."""
    found = []
    for node in values.expressions:
        value = values.value(node)
        if value is None or value.kind not in TRACKED:
            continue
        context, parent = context_of(values, node)
        if context == "test" and isinstance(node, ast.BoolOp):
            continue  # each of its parts is tested by itself
        found.append((Use(node, value.kind, context, parent), value.origins))
    return found
