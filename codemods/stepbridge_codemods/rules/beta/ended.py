"""Outputs of a finished stream: the last event holds no steps, so they are asked for by id.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.beta.outputs import read_of, rebuild
from stepbridge_codemods.rules.beta.slots import given
from stepbridge_codemods.values.kinds import Kind

_REMARK = (
    "The finished interaction is fetched by its id, which takes one more request and needs it to "
    "be stored."
)


@use(Kind.ENDED, ".outputs")
def ended(plan: Plan, use: Use) -> None:
    """``event.interaction.outputs``."""
    assert isinstance(use.parent, ast.Attribute)
    service, is_async = _service(plan, use)
    opening, closing = ("(await ", ")") if is_async else ("", "")
    fetched = f"{opening}{service}.get("
    plan.edits.replace(use.node, fetched, use.node, f".id){closing}")
    plan.mark(use.parent, _REMARK)
    rebuild(plan, read_of(plan, use.parent, use.node))


def _service(plan: Plan, use: Use) -> tuple[str, bool]:
    """The text of ``client.interactions``, as the call that began the stream spells it."""
    detail = "interaction.completed holds no steps: collect them from the events before it"
    value = plan.values.value(use.node)
    calls = [o for o in value.origins if isinstance(o, ast.Call)] if value is not None else []
    if len(calls) != 1 or not isinstance(calls[0].func, ast.Attribute):
        raise plan.cannot("SB015", use.parent, detail)
    call, service = calls[0], calls[0].func.value
    stored = given(plan.values, call, "store")
    is_kept = stored is None or (isinstance(stored, ast.Constant) and stored.value is True)
    if not is_kept or not _is_in_reach(plan, service, call, use.node):
        raise plan.cannot("SB015", use.parent, detail)
    return ast.unparse(service), ".aio." in f"{ast.unparse(service)}."


def _is_in_reach(plan: Plan, service: ast.expr, call: ast.Call, place: ast.expr) -> bool:
    """Whether a client has the same name where the events are read."""
    root: ast.expr = service
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name):
        return False
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    same = plan.values.enclosing(call, *functions) is plan.values.enclosing(place, *functions)
    variable = plan.values.variable(root)
    return same or (variable is not None and variable.scope is plan.source.tree)
