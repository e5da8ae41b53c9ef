"""Methods that are passed on without a call: ``partial(client.models.generate_content, ...)``.

What becomes of the arguments and the result is not seen, so both keep their legacy shape.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.plan import Site
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_MODELS = frozenset({Kind.MODELS, Kind.AIO_MODELS})
_METHODS = ("generate_content", "generate_content_stream")


def references(values: Values) -> list[Site]:
    """Every method of ``client.models`` that is read and not called."""
    found = []
    for name in _METHODS:
        for node in values.attribute_nodes.get(name, ()):
            parent = values.source.parents[node]
            called = isinstance(parent, ast.Call) and parent.func is node
            value = values.value(node.value)
            if called or value is None or value.kind not in _MODELS:
                continue
            call = ast.copy_location(ast.Call(node, [], []), node)
            is_async = value.kind is Kind.AIO_MODELS
            found.append(Site(call, value.kind, f"Models.{name}", is_async, is_reference=True))
    return found
