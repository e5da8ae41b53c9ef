"""Schema keywords that some models refuse in response_format.

Such a call stays on generateContent, which takes them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge.fields.families import FAMILIES
from stepbridge_codemods.certainty.called_models import families_of
from stepbridge_codemods.objects import bindings_of, snake
from stepbridge_codemods.planning.plan import Plan

_OF_PYDANTIC = {
    "ge": "minimum",
    "le": "maximum",
}
"""Arguments of ``Field`` and the keywords that they become."""


def refuse_keywords(plan: Plan, node: ast.expr) -> None:
    """Gives up where a schema has a keyword that a model of the group is known to refuse."""
    families = families_of(plan)
    refused = {snake(name) for one in families for name in one.refused_keywords}
    if families is FAMILIES or not refused:
        return
    for name, value in _keywords(plan, node, set()):
        if name in refused and not isinstance(value, ast.Dict | ast.Call):
            raise plan.cannot("SB006", value, f"schema {name} on this model")


def _keywords(plan: Plan, node: ast.AST, seen: set[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Keywords in a schema, or in the fields of a class and of the classes that it names."""
    if node in seen:
        return
    seen.add(node)
    for inner in ast.walk(node):
        if isinstance(inner, ast.Dict):
            for key, value in zip(inner.keys, inner.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield snake(str(key.value)), value
        elif isinstance(inner, ast.keyword) and inner.arg is not None:
            yield _OF_PYDANTIC.get(inner.arg, snake(inner.arg)), inner.value
        elif isinstance(inner, ast.Name):
            for binding in bindings_of(plan, inner):
                yield from _keywords(plan, binding.value or binding.target, seen)
