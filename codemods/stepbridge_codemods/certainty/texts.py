"""Which expressions are certainly strings."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, are_certain, is_certain
from stepbridge_codemods.certainty.known_texts import (
    gives_text,
    holds_text,
    is_given_text,
    lists_texts,
)
from stepbridge_codemods.objects import fields_of, is_none, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.paths import Path

_CONSTANTS = frozenset({"string.ascii_letters", "os.linesep", "os.sep"})


def is_text(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a string whatever happens."""
    return is_certain(plan, TEXT, node)


def is_optional_text(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a string or None whatever happens."""
    return is_certain(plan, OPTIONAL_TEXT, node)


def is_sent_text(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a string where contents stand, in which None is an error."""
    return is_certain(plan, _SENT, node)


def are_texts(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a list or tuple of strings whatever happens."""
    return not isinstance(node, ast.Set) and are_certain(plan, TEXT, node)


def _shows(plan: Plan, node: ast.expr, path: Path) -> bool:
    """Whether an expression is, or holds at a path, a string by its form or by its library."""
    if path:
        return lists_texts(plan, node, path)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.Call):
        return gives_text(plan, node)
    if not isinstance(node, ast.Name | ast.Attribute):
        return False
    if isinstance(node, ast.Attribute) and plan.values.value(node.value) is not None:
        return node.attr == "text"
    name = plan.values.qualified(node)
    if name in plan.values.around.texts or name in _CONSTANTS:
        return True
    return isinstance(node, ast.Attribute) and holds_text(plan, node)


def _is_str(plan: Plan, name: ast.expr) -> bool:
    return isinstance(name, ast.Name) and name.id == "str"


def _shows_optional(plan: Plan, node: ast.expr, path: Path) -> bool:
    return is_none(node) or _shows(plan, node, path)


TEXT = Sort("a text", _shows, _is_str, seen_only=False, operations=True, given=is_given_text)
_SENT = Sort(
    "a text that is sent",
    _shows,
    _is_str,
    seen_only=False,
    operations=True,
    given=is_given_text,
    optional=True,
)
OPTIONAL_TEXT = Sort(
    "a text or None",
    _shows_optional,
    _is_str,
    seen_only=False,
    by_default=True,
    operations=True,
    given=is_given_text,
)


def text_of_parts(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The one string inside a Content, Part, or list of one of them."""
    if is_text(plan, node):
        return node
    if isinstance(node, ast.List) and len(node.elts) == 1:
        return text_of_parts(plan, node.elts[0])
    name = type_name(plan, node)
    if name in ("Part", "Part.from_text", "Content"):
        found = fields_of(plan, node)
        wanted = "parts" if name == "Content" else "text"
        if found.names <= {wanted, "role"} and (value := found.get(wanted)) is not None:
            return text_of_parts(plan, value)
    return None
