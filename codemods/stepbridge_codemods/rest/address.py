"""The URL of ``:generateContent`` becomes that of ``/interactions``.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
import re

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rest.request import Address, address_of, definition
from stepbridge_codemods.values.flows import calls_reached
from stepbridge_codemods.values.kinds import REPLIES

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_MODELS = re.compile(r"""/models/|(?<=["'])(?:models/|/?models(?=["']\s*,))""")
_STRINGS = re.compile(
    r"""(?P<kind>(?:\b[a-zA-Z]{1,2})?)(?P<quote>["'])(?P<inside>(?:(?!(?P=quote)).)*)(?P=quote)""",
    re.S,
)
_USELESS = re.compile(r"""\b[fF]("[^"{}]*"|'[^'{}]*')""")
"""Strings with an ``f`` that is for nothing."""

_SERVER_EVENTS = re.compile(r"\?alt=sse(&)?|&alt=sse")


def rewrite_url(plan: Plan, call: ast.Call, address: Address) -> None:
    """``.../models/NAME:generateContent`` is ``.../interactions``; v1beta serves every field."""
    text = plan.text(address.node)
    method = f":{address.method}"
    if method not in text:
        raise plan.cannot("SB008", address.node, "the URL is not written here")
    end = text.index(method) + len(method)
    start = _model_path(text, end)
    if start >= 0:
        _check_version(plan, address)
        new = _closed(plan, address, text, start, end)
    else:
        new = _behind_base(plan, call, address, text, end)
    new = new.replace("/v1/interactions", "/v1beta/interactions")
    if "/v1/models/" in address.text and "/v1beta/interactions" not in new:
        raise plan.cannot("SB008", address.node, "Interactions are served under v1beta, not v1")
    plan.edits.replace(address.node, new)
    if address.around is not None and _SERVER_EVENTS.search(plan.text(address.around)):
        plan.edits.replace(address.around, _without_events(plan.text(address.around)))


def _without_events(text: str) -> str:
    """A URL that no longer asks for server-sent events, as the body does."""
    rest = _SERVER_EVENTS.sub(lambda found: "?" if found[1] else "", text)
    return re.sub(r"""^f(["'])\{([\w.]+)\}\1$""", r"\2", rest)


def _model_path(text: str, end: int) -> int:
    """Where ``/models/NAME`` begins, or ``models/NAME`` in a string of its own."""
    return max((found.start() for found in _MODELS.finditer(text, 0, end)), default=-1)


def _closed(plan: Plan, address: Address, text: str, start: int, end: int) -> str:
    """The URL without model and method, whose strings can be others than the one of the path."""
    strings = {at: one for one in _STRINGS.finditer(text) for at in range(*one.span())}
    first, last = strings.get(start), strings.get(end)
    rest = _SERVER_EVENTS.sub(lambda found: "?" if found[1] else "", text[end:])
    slash = "/" if text[start] == "/" else ""
    if first is None or last is None:
        raise plan.cannot("SB008", address.node, "the URL is put together in several strings")
    if first.span() == last.span():
        return _USELESS.sub(r"\1", f"{text[:start]}{slash}interactions{rest}")
    head, tail = text[first.start("inside") : start], text[end : last.end("inside")]
    kind = _kind_of((head, first["kind"]), (tail, last["kind"]))
    if kind is None or (first["quote"] != last["quote"] and last["quote"] in head):
        raise plan.cannot("SB008", address.node, "the URL is put together in several strings")
    new = f"{text[: first.start()]}{kind}{last['quote']}{head}{slash}interactions{rest}"
    return _USELESS.sub(r"\1", new)


def _kind_of(*halves: tuple[str, str]) -> str | None:
    """The prefix of a string made of parts of two; None where their braces mean two things."""
    kinds = {kind.lower() for text, kind in halves if "{" in text}
    if len(kinds) > 1 or any(kind.lower() not in ("", "f") for _, kind in halves):
        return None
    return kinds.pop() if kinds else ""


def _check_version(plan: Plan, address: Address) -> None:
    """Gives up where the base of the URL says v1, which does not serve Interactions."""
    for one in address.held:
        base = definition(plan.values, one)
        text = base.value if isinstance(base, ast.Constant) else ""
        if isinstance(text, str) and text.rstrip("/").endswith("/v1"):
            raise plan.cannot("SB008", address.node, "Interactions are served under v1beta, not v1")


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
    if not address.bases:
        raise plan.cannot("SB008", address.node, "the URL is put together elsewhere")
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
    rest = _SERVER_EVENTS.sub(lambda found: "?" if found[1] else "", text[end:])
    if text[start:end][:1] == "}":
        return text[:start] + "}" + rest
    last = next((one for one in _STRINGS.finditer(text) if end in range(*one.span())), None)
    if last is None or not isinstance(address.node, ast.BinOp):
        raise plan.cannot("SB008", address.node, "the URL is put together elsewhere")
    quote = last["quote"]
    is_whole = rest.startswith(quote)
    return text[:start] + (rest[1:] if is_whole else f" + {last['kind']}{quote}{rest}")
