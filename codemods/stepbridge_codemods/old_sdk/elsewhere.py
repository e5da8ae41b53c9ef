"""Settings that another module of the tree writes out, as far as their form counts here."""

from __future__ import annotations

import ast

from stepbridge_codemods.old_sdk.words import CATEGORIES, THRESHOLDS
from stepbridge_codemods.plan import Plan


def is_safety_list(plan: Plan, node: ast.expr) -> bool:
    """Whether an imported name is a list of settings that google-genai takes as it is."""
    found = _literal(plan, node)
    return isinstance(found, list) and all(map(_is_setting, found))


def _literal(plan: Plan, node: ast.expr) -> object:
    """What an imported name holds; a name that nothing here binds may come with ``*``."""
    name = plan.values.qualified(node)
    if name is None and isinstance(node, ast.Name) and not plan.values.names.reads.get(node):
        name = node.id
    return plan.values.around.literals.get(name or "")


def _is_setting(item: object) -> bool:
    return (
        isinstance(item, dict)
        and item.keys() == {"category", "threshold"}
        and item["category"] in CATEGORIES.values()
        and item["threshold"] in THRESHOLDS.values()
    )
