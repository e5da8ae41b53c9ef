"""Whole calls over the bridge: the client is wrapped, the call and its results stay as they are.

``stepbridge.legacy(client)`` has the ``models`` and ``chats`` of a client in their legacy shape.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.values.kinds import CHATS, Kind
from stepbridge_codemods.values.scopes import How

_NO_CLIENT = "what is no client of google-genai is called as before"


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


def refuse_assumed(plan: Plan) -> None:
    """Raises where it is only assumed that a call is one of a client: it then keeps its shape."""
    for site in plan.sites:
        owner = getattr(site.function, "value", site.function)
        if _is_assumed(plan, owner):
            raise plan.cannot("SB010", site.function, _NO_CLIENT)


def wrap_client(plan: Plan, service: ast.expr) -> None:
    """``client.models`` becomes ``stepbridge.legacy(client).models``."""
    if _is_assumed(plan, service) and not _reads_service(service):
        _wrap_definitions(plan, service)
        return
    if not isinstance(service, ast.Attribute):
        raise plan.cannot("SB009", service)
    client = service.value
    kind = _kind(plan, client)
    if kind is Kind.AIO and isinstance(client, ast.Attribute) and client.attr == "aio":
        client = client.value
        kind = _kind(plan, client)
    if kind not in (Kind.CLIENT, Kind.AIO):
        raise plan.cannot("SB009", service)
    plan.imports.add(Import("stepbridge"))
    plan.edits.replace(client, "stepbridge.legacy(", client, ")")


def _wrap_definitions(plan: Plan, name: ast.expr) -> None:
    """The client where its ``models`` get a name of their own; all that is read of it stays."""
    variable = plan.values.variable(name)
    stores = plan.values.stores(variable) if variable is not None else []
    services = [store.value for store in stores if store.how is How.ASSIGN]
    if not services or len(services) < len(stores):
        raise plan.cannot("SB009", name)
    for service in services:
        if service is None or not _reads_service(service) or not _is_assumed(plan, service):
            raise plan.cannot("SB009", name)
        wrap_client(plan, service)


def _reads_service(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("models", "chats")


def _is_assumed(plan: Plan, node: ast.AST) -> bool:
    value = plan.values.value(node)
    return value is not None and bool(value.origins & plan.values.assumed)


def _kind(plan: Plan, node: ast.expr) -> Kind | None:
    value = plan.values.value(node)
    return value.kind if value is not None else None
