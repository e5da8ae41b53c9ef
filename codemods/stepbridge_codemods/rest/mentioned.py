"""Which method a URL can name that is put together in a way that is not followed piece by piece."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from stepbridge_codemods.rest.request import definition, url_of
from stepbridge_codemods.rules.beta.request import entries, text_of
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import How

_METHOD = re.compile(r"(?:^|:)(?P<method>streamGenerateContent|generateContent)\b")
_MOST = 200


def method_mentioned(values: Values, call: ast.Call) -> str:
    """``generateContent`` or ``streamGenerateContent`` where the URL holds it somewhere."""
    node = url_of(values, call)
    found = {
        match["method"]
        for text in (_texts(values, node) if node is not None else ())
        if (match := _METHOD.search(text))
    }
    return min(found, default="")


def _texts(values: Values, node: ast.expr) -> Iterator[str]:
    """Every string that can be part of an expression, through names, arguments and functions."""
    seen: set[ast.AST] = set()
    waiting: list[ast.AST] = [node]
    while waiting and len(seen) < _MOST:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if isinstance(one, ast.Constant):
            if isinstance(one.value, str):
                yield one.value
        else:
            waiting += _parts(values, one)


def _parts(values: Values, node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Name | ast.Attribute):
        yield from _of_variable(values, node)
    elif isinstance(node, ast.Call) and (function := values.function(node.func)) is not None:
        yield from values.results(function)
    elif isinstance(node, ast.Subscript) and (key := text_of(node.slice)):
        table = definition(values, node.value)
        if table is not None and key in entries(table):
            yield entries(table)[key]
            return
    if not isinstance(node, ast.Name):
        yield from ast.iter_child_nodes(node)


def _of_variable(values: Values, node: ast.Name | ast.Attribute) -> Iterator[ast.AST]:
    variable = values.variable(node)
    stores = values.stores(variable) if variable is not None else []
    found = list(values.names.reads.get(node, ())) if isinstance(node, ast.Name) else stores
    if any(binding.how is How.AUGMENT for binding in found):
        found = stores
    for binding in found:
        if binding.value is not None and binding.how in (How.ASSIGN, How.AUGMENT, How.PARAM):
            yield binding.value
        if binding.how is How.PARAM:
            for call in values.callers.get(binding.scope.node, ()):
                given = values.argument(call, binding.scope.node, binding.name)
                if given is not None:
                    yield given
