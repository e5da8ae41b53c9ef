"""Addresses of generateContent that other modules take from here for their requests.

The request does not show what it asks for, so it is told of where its address is written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from stepbridge_codemods.values.infer import Values

_ADDRESS = re.compile(r"models/[^:\s]*:(?P<method>streamGenerateContent|generateContent)\b")


def shared_addresses(values: Values) -> Iterator[tuple[ast.expr, str]]:
    """Every such address under a name that another module reads, with the method it names."""
    if "enerateContent" not in values.source.text:
        return
    for node in values.source.nodes:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        found = _ADDRESS.search(ast.unparse(node.value))
        in_string = isinstance(node.value, ast.Constant | ast.JoinedStr | ast.BinOp)
        if found and in_string and any(is_taken(values, target) for target in targets):
            yield node.value, found["method"]


def is_taken(values: Values, target: ast.expr) -> bool:
    """Whether another module reads what is assigned here, as a name or from a class."""
    variable = values.variable(target)
    if variable is not None and values.is_shared(variable):
        return True
    in_class = isinstance(values.source.parents[values.source.parents[target]], ast.ClassDef)
    name = getattr(target, "id", "")
    return in_class and name in values.around.attributes
