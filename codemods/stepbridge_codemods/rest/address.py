"""The URL of ``:generateContent`` becomes that of ``/interactions``.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
import re

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rest.request import Address, address_of
from stepbridge_codemods.values.flows import calls_reached
from stepbridge_codemods.values.kinds import REPLIES

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SERVER_EVENTS = re.compile(r"\?alt=sse(&)?|&alt=sse")


def rewrite_url(plan: Plan, call: ast.Call, address: Address) -> None:
    """``.../models/NAME:generateContent`` is ``.../interactions``; v1beta serves every field."""
    text = plan.text(address.node)
    method = f":{address.method}"
    if method not in text:
        raise plan.cannot("SB008", address.node, "the URL is not written here")
    end = text.index(method) + len(method)
    rest = _SERVER_EVENTS.sub(lambda found: "?" if found[1] else "", text[end:])
    start = text.rfind("/models/", 0, end)
    if start >= 0:
        new = text[:start] + "/interactions" + rest
    else:
        new = _behind_base(plan, call, address, text, end) + rest
    plan.edits.replace(address.node, new.replace("/v1/interactions", "/v1beta/interactions"))


def check_sight(plan: Plan, address: Address, body: ast.expr) -> None:
    """Gives up where the name of the model in the URL means nothing at the body."""
    model = address.model
    there, here = (plan.values.enclosing(node, *_FUNCTIONS) for node in (address.node, body))
    if isinstance(model, str) or there is here:
        return
    for node in ast.walk(model):
        if isinstance(node, ast.Name):
            variable = plan.values.variable(node)
            if variable is None or not isinstance(variable.scope, ast.Module):
                raise plan.cannot("SB008", address.node, "the model is named in another function")


def is_of_posts(plan: Plan, load: ast.expr) -> bool:
    """Whether a name only goes to requests of this method, which then migrate with the plan's."""
    reached = calls_reached(plan.values, load, tuple(REPLIES))
    addresses = [address_of(plan.values, call) for call in reached]
    if not all(one is not None and one.method.endswith("enerateContent") for one in addresses):
        return False
    plan.related |= reached - {site.call for site in plan.sites}
    return bool(reached)


def _behind_base(plan: Plan, call: ast.Call, address: Address, text: str, end: int) -> str:
    """``{BASE}/{model}:generateContent``, where BASE ends with ``/models`` or a model's name."""
    number, base = next(iter(address.bases.items()))
    parent = plan.source.parents[base]
    while isinstance(parent, ast.BinOp):
        parent = plan.source.parents[parent]
    variable = plan.values.variable(address.held[number])
    if variable is None or not isinstance(parent, ast.Assign):
        raise plan.cannot("SB008", address.node, "the base of the URL")
    inside = set(ast.walk(call)) | set(ast.walk(address.node))
    for load in plan.values.loads(variable):
        if load not in inside and not is_of_posts(plan, load):
            raise plan.cannot("SB016", load, variable.name)
    written = plan.text(base)
    place = written.index("/models")
    shorter = written[:place] + "/interactions" + written[-1]
    plan.edits.replace(base, shorter.replace("/v1/interactions", "/v1beta/interactions"))
    spelled = plan.text(address.held[number])
    start = text.index(spelled) + len(spelled)
    between = text[start:end]
    return text[:start] + (between[0] if between[:1] == "}" else between[: between.index(":")])
