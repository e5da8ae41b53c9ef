"""``result["embedding"]`` is one vector, or a list of them when a list was given."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Doc, atom
from stepbridge_codemods.values.kinds import Kind

_KEY = "embedding"
_PASSED = frozenset({"bind", "pass", "drop"})


def task_type(plan: Plan, node: ast.expr) -> Doc:
    """The kind of task: any spelling of a name becomes the name of the enum."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return plan.quoted(node.value.upper())
    named = short_name(plan.values, node) or ""
    if ".TaskType." in f".{named}":
        return plan.quoted(named.rpartition(".")[2])
    if is_text(plan, node):
        held = (node,) if isinstance(node, ast.Name) else ("(", node, ")")
        return atom(*held, ".upper()")
    raise plan.cannot("SB007", node, "task_type")


def lower_embedding(
    plan: Plan, component: Component, call: ast.Call, given: dict[str, ast.expr]
) -> None:
    """Reads of the vectors; where the result itself is handed on, it stays a dict."""
    content = given.get("content")
    if content is None:
        raise plan.cannot("SB008", call)
    many = _is_many(plan, content)
    outer = plan.source.parents[call]
    whole: ast.expr = outer if isinstance(outer, ast.Await) else call
    above = plan.source.parents[whole]
    if _is_read(above):
        plan.edits.replace(above, *_vectors(plan, whole, many, content))
        return
    uses = [
        (node, parent, context)
        for node, kind, context, parent in component.uses
        if kind is Kind.OLD_VECTOR and node not in (call, whole) and _comes_from(plan, node, call)
    ]
    plain = all(context in _PASSED or _is_read(parent) for _, parent, context in uses)
    kept = isinstance(above, ast.Assign | ast.AnnAssign | ast.Expr)
    if many is not None and plain and kept:
        for node, parent, _ in uses:
            if _is_read(parent):
                plan.edits.replace(parent, *_vectors(plan, node, many, content))
        return
    opening = f"{{{plan.quote}{_KEY}{plan.quote}: "
    plan.edits.replace(whole, opening, *_vectors(plan, whole, many, content), "}")


def _comes_from(plan: Plan, node: ast.expr, call: ast.Call) -> bool:
    value = plan.values.value(node)
    return value is not None and call in value.origins


def _is_many(plan: Plan, content: ast.expr) -> bool | None:
    """Whether several texts are embedded; None where that is not known before the program runs."""
    if isinstance(content, ast.List | ast.ListComp | ast.Tuple):
        return True
    if is_text(plan, content):
        return False
    values = [binding.value for binding in bindings_of(plan, content)]
    listed = values and all(isinstance(v, ast.List | ast.ListComp | ast.Tuple) for v in values)
    return True if listed else None


def _is_read(node: ast.AST) -> bool:
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
        return False
    return node.slice.value == _KEY


def _vectors(
    plan: Plan, result: ast.expr, many: bool | None, content: ast.expr
) -> tuple[str | ast.AST, ...]:
    """The vector or the vectors of a result, in the shape that the old SDK gave them."""
    held = ("(", result, ")") if isinstance(result, ast.Await) else (result,)
    if many is False:
        return (*held, ".embeddings[0].values")
    every = ("[e.values for e in ", *held, ".embeddings]")
    if many:
        return every
    if not isinstance(content, ast.Name | ast.Attribute):
        raise plan.cannot("SB007", content, "one text or several")
    return (*every, f"[0 if isinstance({plan.text(content)}, str) else slice(None)]")
