"""Methods that are passed on without a call.

Where it is known what calls them (``asyncio.to_thread(client.models.generate_content, ...)``), they
are calls like any other. Else what becomes of the arguments and the result is not seen, so both
keep their legacy shape.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Site
from stepbridge_codemods.planning.stand_ins import is_stand_in
from stepbridge_codemods.values.deferred import METHODS, reference
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_MODELS = frozenset({Kind.MODELS, Kind.AIO_MODELS})


def handed_on(values: Values) -> list[Site]:
    """Every method of ``client.models`` that is handed on together with its arguments."""
    found = []
    for call in values.calls:
        method = reference(values, call)
        if method is not None:
            symbol = f"Models.{method.attr}"
            found.append(Site(call, Kind.MODELS, symbol, handed_on=method))
    return found


def references(values: Values) -> list[Site]:
    """Every method of ``client.models`` that is read and not called."""
    found = []
    known = {reference(values, call) for call in values.calls}
    for name in METHODS:
        for node in values.attribute_nodes.get(name, ()):
            parent = values.source.parents[node]
            called = isinstance(parent, ast.Call) and parent.func is node
            value = values.value(node.value)
            kept = called or node in known or is_stand_in(values, node)
            if kept or value is None or value.kind not in _MODELS:
                continue
            call = ast.copy_location(ast.Call(node, [], []), node)
            is_async = value.kind is Kind.AIO_MODELS
            found.append(Site(call, value.kind, f"Models.{name}", is_async, is_reference=True))
    return found
