"""Calls of functions such as ``upload_file`` become calls of the client's services."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.objects import is_none
from stepbridge_codemods.old_sdk.cache_times import expiry, lifetime
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.embeddings import lower_embedding, task_type
from stepbridge_codemods.old_sdk.services import Service, service_of
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.old_sdk.written import arguments, put_call
from stepbridge_codemods.text.layout import Doc, Entry, atom, mapping
from stepbridge_codemods.values.kinds import Kind

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering


def lower_service(lowering: Lowering, component: Component, call: ast.Call) -> None:
    """One call of a function of the module."""
    plan = lowering.plan
    service = service_of(short_name(lowering.values, call.func) or "")
    assert service is not None
    given = arguments(plan, call, tuple(service.arguments))
    aio = ".aio" if service.is_async else ""
    client = lowering.home.reference(lowering.values, call)
    put_call(plan, call, f"{client}{aio}.{service.method}", entries_of(lowering, service, given))
    if service.gives is Kind.OLD_VECTOR:
        lower_embedding(plan, component, call, given)


def entries_of(lowering: Lowering, service: Service, given: dict[str, ast.expr]) -> list[Entry]:
    """The new arguments of a call; gives up on one that has no place."""
    entries: list[Entry] = []
    config = mapping(*((key, atom(value)) for key, value in service.always))
    for argument, value in given.items():
        place = service.arguments.get(argument)
        if place is None:
            raise lowering.plan.cannot("SB006", value, argument)
        head, _, key = place.partition(".")
        if key and not is_none(value):
            config.entries += _setting(lowering, key, value)
        elif head and not key:
            entries.append(Entry(_named(lowering, service, value), head))
    if config.entries:
        entries.append(Entry(config, "config"))
    return entries


def _setting(lowering: Lowering, key: str, node: ast.expr) -> list[Entry]:
    plan = lowering.plan
    if key in ("tools", "tool_config"):
        return lowering.settings.entries(key, node)
    if key == "task_type":
        return [Entry(task_type(plan, node), key)]
    if key == "ttl":
        return [Entry(lifetime(plan, node), key)]
    if key == "expire_time":
        return [Entry(expiry(plan, node), key)]
    return [Entry(atom(node), key)]


def _named(lowering: Lowering, service: Service, node: ast.expr) -> Doc:
    """Functions that took a name took the object as well."""
    value = lowering.values.value(node)
    is_object = value is not None and value.kind in (Kind.OLD_FILE, Kind.OLD_INFO)
    if is_object or (service.method == "files.delete" and not _is_name(node)):
        return atom(node, ".name")
    return atom(node)


def _is_name(node: ast.expr) -> bool:
    """Whether an expression is a file's name, not the file."""
    if isinstance(node, ast.Attribute):
        return node.attr == "name"
    return isinstance(node, ast.Constant | ast.JoinedStr)
