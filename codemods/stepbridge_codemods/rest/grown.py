"""Histories of contents that grow by what an answer holds: its content has no counterpart.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rest.request import definition
from stepbridge_codemods.values.kinds import Kind

_GROWING = frozenset({"append", "extend", "insert"})
_KEYS = ("content", "candidates")


def check_growth(plan: Plan, contents: ast.expr) -> None:
    """Gives up where a content of an answer is put into the contents, and says what to do."""
    for added in _added(plan, contents):
        answer = _answer_of(plan, added)
        if answer is not None:
            name = plan.text(answer) if isinstance(answer, ast.Name) else "the answer"
            raise plan.cannot(
                "SB001",
                added,
                f"the history grows by a content, which answers have no more: extend it by the "
                f'"steps" of {name}, keep what the user says as steps of type "user_input", and '
                f"send all of it as input",
            )


def _added(plan: Plan, contents: ast.expr) -> Iterator[ast.expr]:
    """What is put into a list behind a name, or into the list of a body that is written out."""
    variable = plan.values.variable(contents)
    if variable is None:
        return
    parents = plan.source.parents
    for load in plan.values.loads(variable):
        method = parents[load]
        call = parents.get(method)
        is_growth = isinstance(method, ast.Attribute) and method.attr in _GROWING
        if is_growth and isinstance(call, ast.Call) and call.func is method:
            yield from _items(call.args)
    for binding in plan.values.stores(variable):
        if binding.value is not None:
            yield from _items([binding.value])


def _items(nodes: list[ast.expr]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.List | ast.Tuple):
            yield from _items(node.elts)
        elif isinstance(node, ast.BinOp):
            yield from _items([node.left, node.right])
        elif isinstance(node, ast.Starred):
            yield from _items([node.value])
        else:
            yield node


def _answer_of(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The answer that ``reply["candidates"][0]["content"]`` is read from, through names."""
    written = definition(plan.values, node)
    path = ast.unparse(written) if written is not None else ""
    if written is None or not any(f'"{key}"' in path or f"'{key}'" in path for key in _KEYS):
        return None
    while isinstance(written, ast.Subscript | ast.Call | ast.Attribute):
        value = plan.values.value(written)
        if value is not None and value.kind is Kind.ANSWER:
            return written
        is_name = isinstance(written, ast.Subscript | ast.Attribute)
        inner = written.value if is_name else written.func  # type: ignore[union-attr]
        written = definition(plan.values, inner) if isinstance(inner, ast.Name) else inner
        if isinstance(inner, ast.Name) and _is_answer(plan, inner):
            return inner
    return None


def _is_answer(plan: Plan, node: ast.Name) -> bool:
    value = plan.values.value(node)
    return value is not None and value.kind is Kind.ANSWER
