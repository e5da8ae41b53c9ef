"""Calls of functions such as ``upload_file`` become calls of the client's services."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.layout import Doc, Entry, atom, mapping
from stepbridge_codemods.objects import is_none
from stepbridge_codemods.old_sdk.services import Service, service_of
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.old_sdk.uploads import lower_service_results
from stepbridge_codemods.old_sdk.written import arguments, put_call
from stepbridge_codemods.plan import Plan

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering


def lower_service(lowering: Lowering, call: ast.Call) -> None:
    """One call of a function, and the uses of what it gives."""
    plan = lowering.plan
    name = short_name(lowering.values, call.func) or ""
    service = service_of(name)
    assert service is not None
    entries: list[Entry] = []
    config = mapping()
    for argument, value in arguments(plan, call, tuple(service.arguments)).items():
        place = service.arguments.get(argument)
        if place is None:
            raise plan.cannot("SB006", value, argument)
        head, _, key = place.partition(".")
        if key and not is_none(value):
            config.entries.append(Entry(_value(plan, key, value), key))
        elif head and not key:
            entries.append(Entry(_file_name(service, value), head))
    if config.entries:
        entries.append(Entry(config, "config"))
    aio = ".aio" if service.is_async else ""
    client = lowering.home.reference(lowering.values, call)
    put_call(plan, call, f"{client}{aio}.{service.method}", entries)
    lower_service_results(lowering, name, service, call)


def _value(plan: Plan, key: str, node: ast.expr) -> Doc:
    if key == "task_type":
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise plan.cannot("SB007", node, key)
        return plan.quoted(node.value.upper())
    return atom(node)


def _file_name(service: Service, node: ast.expr) -> Doc:
    """delete_file took a file or its name."""
    if service.method != "files.delete" or isinstance(node, ast.Constant):
        return atom(node)
    if isinstance(node, ast.Attribute) and node.attr == "name":
        return atom(node)
    return atom(node, ".name")
