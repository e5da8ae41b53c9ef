"""Declarations that are kept with other things: they get their type where they are sent.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, are_certain, is_certain
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.chats.chat_turns import fresh
from stepbridge_codemods.rules.settings.schemas import already_json
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, comprehension, mapping
from stepbridge_codemods.values.names import How
from stepbridge_codemods.values.paths import Path

_KEYS = frozenset({"name", "description", "parameters"})


def is_declared_elsewhere(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a declaration as a dict, written where more than calls read it."""
    return not _is_assigned(plan, node) and is_certain(plan, _DECLARATION, node)


def are_declared_elsewhere(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a list of such declarations."""
    return not _is_assigned(plan, node) and are_certain(plan, _DECLARATION, node)


def with_type(plan: Plan, node: ast.expr) -> Group:
    """``{"type": "function", **tool["definition"]}``."""
    spread = atom("**", node) if _binds(node) else atom("**(", node, ")")
    return mapping(("type", plan.quoted("function")), Entry(spread))


def each_with_type(plan: Plan, node: ast.expr) -> Doc:
    """The same for each of a list."""
    name = fresh(plan, "declaration", "declared")
    one = mapping(("type", plan.quoted("function")), Entry(atom(f"**{name}")))
    return comprehension("*[", one, atom(f"for {name} in ", node), closing="]")


def _is_assigned(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a variable that is given its value where that is written out."""
    bindings = bindings_of(plan, node) if isinstance(node, ast.Name | ast.Attribute) else []
    written = ast.Dict | ast.List | ast.Tuple | ast.ListComp | ast.Call
    return bool(bindings) and all(
        binding.how is How.ASSIGN and isinstance(binding.value, written) for binding in bindings
    )


def _binds(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)


def _shows(plan: Plan, node: ast.expr, path: Path) -> bool:
    """Whether a dict says of a function what a tool says, in the same words."""
    if path or not isinstance(node, ast.Dict):
        return False
    given = {
        getattr(key, "value", None): value
        for key, value in zip(node.keys, node.values, strict=True)
    }
    if not given.keys() <= _KEYS or "name" not in given:
        return False
    return "parameters" not in given or _is_schema(plan, given["parameters"])


def _is_schema(plan: Plan, node: ast.expr) -> bool:
    written = [binding.value for binding in bindings_of(plan, node)] or [node]
    return all(isinstance(one, ast.Dict) and already_json(plan, one) for one in written)


_DECLARATION = Sort("a function declaration", _shows, lambda plan, node: False, annotated=False)
