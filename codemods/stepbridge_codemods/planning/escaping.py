"""Whole calls over the bridge: the client is wrapped, the call and its results stay as they are.

``stepbridge.legacy(client)`` has the ``models`` and ``chats`` of a client in their legacy shape.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.values.kinds import CHATS, Kind


def bridge_calls(plan: Plan) -> None:
    """Wraps the client of every call of a group; chats follow what began them."""
    for site in plan.sites:
        function = site.function
        if site.is_wrapped:
            raise plan.cannot("SB032", site.call, "its definition decides")
        assert isinstance(function, ast.Attribute)
        if site.symbol.startswith("Models.") and site.call.args and site.handed_on is None:
            raise plan.cannot("SB008", site.call)
        if site.kind not in CHATS:
            wrap_client(plan, function.value)
    plan.bridged = True


def wrap_client(plan: Plan, service: ast.expr) -> None:
    """``client.models`` becomes ``stepbridge.legacy(client).models``."""
    if not isinstance(service, ast.Attribute):
        raise plan.cannot("SB009", service)
    client = service.value
    kind = _kind(plan, client)
    if kind is Kind.AIO and isinstance(client, ast.Attribute):
        client = client.value
        kind = _kind(plan, client)
    if kind is not Kind.CLIENT:
        raise plan.cannot("SB009", service)
    plan.imports.add(Import("stepbridge"))
    plan.edits.replace(client, "stepbridge.legacy(", client, ")")


def _kind(plan: Plan, node: ast.expr) -> Kind | None:
    value = plan.values.value(node)
    return value.kind if value is not None else None
