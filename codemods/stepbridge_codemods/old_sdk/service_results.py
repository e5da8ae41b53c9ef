"""Uses of what files, models and caches of the old SDK gave."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.service_calls import entries_of
from stepbridge_codemods.old_sdk.services import CACHE_TIMES, READS, Service
from stepbridge_codemods.old_sdk.written import arguments, put_call
from stepbridge_codemods.text.layout import Entry, atom
from stepbridge_codemods.values.kinds import Kind

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

_UPDATE = Service("caches.update", CACHE_TIMES)


def lower_service_results(lowering: Lowering, component: Component) -> None:
    """Renames what is read from a result, and turns its methods into calls of the client."""
    for node, kind, context, parent in component.uses:
        reads = READS.get(kind)
        if reads is None or context[:1] != ".":
            continue
        assert isinstance(parent, ast.Attribute)
        new = dict(reads.renamed).get(parent.attr)
        if new is not None:
            end = lowering.plan.source.span(parent)[1]
            lowering.plan.edits.put(end - len(parent.attr), end, new)
        elif parent.attr in reads.methods:
            _method(lowering, node, kind, parent)


def _method(lowering: Lowering, node: ast.expr, kind: Kind, method: ast.Attribute) -> None:
    plan = lowering.plan
    call = plan.source.parents[method]
    if not isinstance(call, ast.Call) or call.func is not method:
        raise plan.cannot("SB009", method)
    client = lowering.home.reference(lowering.values, call)
    name = Entry(atom(plan.edits.node(node), ".name"), "name")
    if method.attr == "delete":
        if call.args or call.keywords:
            raise plan.cannot("SB001", method, "delete")
        owner = "files" if kind is Kind.OLD_FILE else "caches"
        put_call(plan, call, f"{client}.{owner}.delete", [name])
        return
    config = entries_of(lowering, _UPDATE, arguments(plan, call, ()))
    put_call(plan, call, f"{_target(lowering, node, call)}{client}.caches.update", [name, *config])


def _target(lowering: Lowering, node: ast.expr, call: ast.Call) -> str:
    """``cache.update`` changed the object: the variable takes the new one."""
    if not isinstance(lowering.plan.source.parents[call], ast.Expr):
        raise lowering.plan.cannot("SB001", call, "update")
    variable = lowering.values.variable(node)
    function = lowering.values.enclosing(node, ast.FunctionDef, ast.AsyncFunctionDef)
    here = function or lowering.values.source.tree
    named = isinstance(node, ast.Name) and variable is not None and variable.scope is here
    return f"{lowering.plan.text(node)} = " if named or isinstance(node, ast.Attribute) else ""
