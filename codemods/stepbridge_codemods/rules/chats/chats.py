"""chats.create becomes the arguments that every turn repeats, kept where the chat was kept.

A chat is a dict of keyword arguments for ``interactions.create``. Stateful, its
``previous_interaction_id`` grows with the conversation, which the service stores; stateless, its
``input`` holds all steps so far. Whoever holds the dict holds the conversation, as before.

https://ai.google.dev/gemini-api/docs/interactions/multi-turn
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.objects import is_none
from stepbridge_codemods.planning.plan import Plan, Site, site
from stepbridge_codemods.rules.calls.bridge import bridged_steps
from stepbridge_codemods.rules.calls.spread_requests import request_of
from stepbridge_codemods.rules.settings.config import config_of
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.rules.tooling.automatic_calls import functions_of
from stepbridge_codemods.text.layout import Doc, Entry, Layout, atom, listing, mapping, quote_of
from stepbridge_codemods.values.kinds import CHATS

_STORED = "The service stores the conversation; --chats=stateless keeps it here."


@dataclass(eq=False)
class Opening:
    """What one ``chats.create`` says: its client, its configs, and how its turns are sent.

    ``begun``: what was said before goes along with the first turn; from then on the service knows.
    ``read``: the turns are read back, so they are kept here, as plain data.
    """

    client: ast.expr
    drafts: list[Draft]
    stateful: bool
    configured: bool
    begun: bool = False
    read: bool = False


@site("Chats.create")
def create(plan: Plan, site: Site) -> None:
    """The dict of what does not change from turn to turn."""
    opening(plan, site.call)
    if plan.options.chats == "bridge" and not plan.options.native_only:
        raise plan.cannot("SB014", site.call.func, "--chats=bridge keeps the object")


def opening(plan: Plan, call: ast.Call) -> Opening:
    """What a ``chats.create`` says; writes the dict in its place when asked first."""
    known = plan.facts.setdefault("chats", {})
    assert isinstance(known, dict)
    if call not in known:
        known[call] = _opened(plan, call)
    found = known[call]
    assert isinstance(found, Opening)
    return found


def _opened(plan: Plan, call: ast.Call) -> Opening:
    function = call.func
    assert isinstance(function, ast.Attribute)
    if not isinstance(function.value, ast.Attribute) or call.args:
        raise plan.cannot("SB008", call)
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    drafts: list[Draft] = []
    more: set[str] = set()
    if not given.keys() <= {"model", "config", "history", None}:
        raise plan.cannot("SB008", call)
    entries: list[Entry] = []
    for keyword in call.keywords:
        if keyword.arg is None:
            request = request_of(plan, keyword.value)
            more |= request.keys
            drafts += request.drafts
            entries.append(Entry(atom("**", keyword.value)))
        elif keyword.arg == "model":
            entries.append(Entry(atom(keyword.value), "model"))
        elif keyword.arg == "config":
            found, fields = config_of(plan, keyword.value)
            drafts += found
            entries += fields
    if "model" not in more | given.keys() or "contents" in more:
        raise plan.cannot("SB008", call)
    functions_of(plan, drafts)
    configured = len(entries) > 1 or any(draft.arguments for draft in drafts)
    history = _history(plan, given.get("history"))
    read = any(use.kind in CHATS and use.context == ".get_history" for use in plan.uses)
    kept_there = plan.options.chats == "stateful" and not plan.options.safe and not read
    begun = history is not None and kept_there and any(map(_is_streamed, plan.sites))
    stateful = (history is None or begun) and kept_there
    if stateful:
        plan.mark(function, _STORED)
    if begun and history is not None:
        entries.append(Entry(history, "input"))
    elif not stateful:
        if plan.options.store == "false":
            entries.append(Entry(atom("False"), "store"))
        entries.append(Entry(history or listing([]), "input"))
    _write(plan, call, entries)
    return Opening(function.value.value, drafts, stateful, configured, begun, read)


def _is_streamed(site: Site) -> bool:
    """Whether a turn is a stream: its events have no steps that could be kept here."""
    return site.symbol.endswith("_stream")


def _history(plan: Plan, node: ast.expr | None) -> Doc | None:
    """The steps that come before the first turn; None where there are none."""
    if node is None or is_none(node) or (isinstance(node, ast.List) and not node.elts):
        return None
    return bridged_steps(plan, node)


def _write(plan: Plan, call: ast.Call, entries: list[Entry]) -> None:
    doc = mapping(*entries)
    start, end = plan.source.span(call)
    opened = plan.source.text.index("(", plan.source.span(call.func)[1])
    first = plan.source.span(call.keywords[0])[0]
    doc.apart = "\n" in plan.source.text[opened:first] and len(entries) > 1
    column = start - plan.source.line_start(start)
    layout = Layout(plan.source, quote_of(plan.source))
    plan.edits.put(start, end, *layout.pieces(doc, plan.source.indent(start), column))
