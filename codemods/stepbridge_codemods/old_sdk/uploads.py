"""Uses of what files, models and embeddings of the old SDK gave."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.old_sdk.services import Service
from stepbridge_codemods.old_sdk.written import arguments
from stepbridge_codemods.texts import is_text
from stepbridge_codemods.values.names import Binding, How

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering


def lower_service_results(lowering: Lowering, name: str, service: Service, call: ast.Call) -> None:
    """Renames what is read from a result or from an item of it; gives up on what is gone."""
    if name.startswith("embed_content"):
        _embedding(lowering, call)
        return
    for node in _holders(lowering, call):
        parent = lowering.values.source.parents[node]
        if not isinstance(parent, ast.Attribute) or parent.value is not node:
            continue
        attribute = parent.attr
        if attribute in service.reads:
            end = lowering.plan.source.span(parent)[1]
            lowering.plan.edits.put(end - len(attribute), end, service.reads[attribute])
        elif attribute == "delete" and service.method.startswith("files."):
            _delete(lowering, node, parent)
        elif service.kept is not None and attribute not in service.kept:
            raise lowering.plan.cannot("SB001", parent, attribute)


def _holders(lowering: Lowering, call: ast.Call) -> list[ast.expr]:
    """Every expression that is the result of a call, or an item of it."""
    values = lowering.values
    found: list[ast.expr] = [call]
    outer = values.source.parents[call]
    start: ast.AST = outer if isinstance(outer, ast.Await) else call
    for bindings in list(values.names.stores.values()):
        if bindings.value is start and bindings.how in (How.ASSIGN, How.LOOP):
            found += _loads(lowering, bindings)
    return found


def _loads(lowering: Lowering, binding: Binding) -> list[ast.expr]:
    found: list[ast.expr] = []
    for read, bindings in lowering.values.names.reads.items():
        if binding in bindings:
            found.append(read)
            loop = lowering.values.source.parents[read]
            if isinstance(loop, ast.For | ast.comprehension) and loop.iter is read:
                inner = lowering.values.names.stores.get(loop.target)
                found += _loads(lowering, inner) if inner is not None else []
    return found


def _delete(lowering: Lowering, node: ast.expr, method: ast.Attribute) -> None:
    """``file.delete()`` is ``client.files.delete(name=file.name)``."""
    call = lowering.values.source.parents[method]
    if not isinstance(call, ast.Call) or call.args or call.keywords:
        raise lowering.plan.cannot("SB001", method, "delete")
    client = lowering.home.reference(lowering.values, call)
    lowering.plan.edits.replace(call, f"{client}.files.delete(name=", node, ".name)")


def _embedding(lowering: Lowering, call: ast.Call) -> None:
    """``result["embedding"]`` is one vector, or a list of them when a list was given."""
    plan = lowering.plan
    given = arguments(plan, call, ("model", "content"))
    content = given.get("content")
    if content is None:
        raise plan.cannot("SB008", call)
    many = isinstance(content, ast.List)
    if not many and not is_text(plan, content):
        raise plan.cannot("SB007", content, "one text or several")
    for node in _holders(lowering, call):
        outer = plan.source.parents[node]
        holder: ast.expr = node
        if isinstance(outer, ast.Await):
            holder, outer = outer, plan.source.parents[outer]
        if outer is not None and isinstance(outer, ast.Assign | ast.AnnAssign):
            continue
        is_read = isinstance(outer, ast.Subscript) and isinstance(outer.slice, ast.Constant)
        if not is_read or outer.slice.value != "embedding":  # type: ignore[attr-defined]
            raise plan.cannot("SB001", node, "an embedding")
        if many:
            plan.edits.replace(outer, "[e.values for e in ", holder, ".embeddings]")
        else:
            plan.edits.replace(outer, holder, ".embeddings[0].values")
