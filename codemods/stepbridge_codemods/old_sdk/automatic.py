"""Functions among the tools: the old SDK calls them only in a chat that asks for it.

google-genai calls them wherever they are, unless it is told not to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.old_sdk.reach import reach
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, mapping
from stepbridge_codemods.values.infer import Values

_SWITCH = "automatic_function_calling"


def is_automatic(start: ast.Call) -> bool:
    """Whether a chat calls the functions among its tools by itself."""
    given = [k.value for k in start.keywords if k.arg == "enable_automatic_function_calling"]
    return any(isinstance(node, ast.Constant) and node.value is True for node in given)


def switched_off() -> Entry:
    """What tells google-genai to call nothing."""
    return Entry(mapping(("disable", atom("True"))), _SWITCH)


def is_switched(entries: Iterable[Entry]) -> bool:
    """Whether settings say so already."""
    return any(entry.key == _SWITCH for entry in entries)


def has_functions(values: Values, entries: Iterable[Entry]) -> bool:
    """Whether Python functions are among the tools of settings."""
    waiting: list[Doc] = [entry.value for entry in entries if entry.key == "tools"]
    while waiting:
        doc = waiting.pop()
        if isinstance(doc, Group):
            waiting += [inner.value for inner in doc.entries]
            continue
        for part in doc.parts:
            if isinstance(part, ast.expr) and _names_function(values, part):
                return True
    return False


def _names_function(values: Values, node: ast.expr) -> bool:
    found = reach(values, [node])
    return any(isinstance(n, ast.expr) and values.function(n) for n in found)
