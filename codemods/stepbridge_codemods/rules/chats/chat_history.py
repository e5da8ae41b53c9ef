"""What a chat remembers: the steps that it keeps, which are the turns of both sides.

https://ai.google.dev/gemini-api/docs/interactions/multi-turn
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.showing import shown
from stepbridge_codemods.rules.calls.calls import drafts_of
from stepbridge_codemods.rules.chats.chat_messages import message_of
from stepbridge_codemods.rules.chats.chat_turns import fresh
from stepbridge_codemods.rules.chats.chats import opening
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.values.kinds import CHATS, Kind

_ROLES = {"user": "user_input", "model": "model_output"}
_NO_TEXT = ("from_bytes", "from_uri", "inline_data", "file_data", "function_")


@use(tuple(CHATS), ".get_history")
def get_history(plan: Plan, use: Use) -> None:
    """The steps of the conversation that somebody said, thoughts apart."""
    call = plan.source.parents[use.parent]
    if not isinstance(call, ast.Call) or call.func is not use.parent or call.args or call.keywords:
        raise plan.cannot("SB014", use.parent, "chat .get_history")
    _refuse_more_than_text(plan, use)
    name, quote = fresh(plan, "step", "chat_step"), plan.quote
    kept = f"[{quote}input{quote}] if {name}[{quote}type{quote}] != {quote}thought{quote}]"
    plan.edits.replace(call, f"[{name} for {name} in ", use.node, kept)


def _refuse_more_than_text(plan: Plan, use: Use) -> None:
    """Gives up where a turn can be anything but one text, which its reads would not expect."""
    for site in plan.sites:
        if site.symbol == "Chats.create":
            drafts = opening(plan, site.call).drafts
            history = next((k.value for k in site.call.keywords if k.arg == "history"), None)
            text = ast.unparse(history) if history is not None else "[]"
            if not text.startswith("[") or any(word in text for word in _NO_TEXT):
                raise plan.cannot("SB014", use.parent, "a history of more than texts")
        else:
            drafts = drafts_of(plan, site.call)
            if not is_text(plan, message_of(plan, site.call)):
                raise plan.cannot("SB014", use.parent, "a history of more than texts")
        if any(map(_gives_more, drafts)):
            raise plan.cannot("SB014", use.parent, "a history of more than texts")


def _gives_more(draft: Draft) -> bool:
    thinks = draft.shows_thoughts or draft.makes_media
    return thinks or draft.runs_tools or draft.calls_functions or bool(draft.functions)


@use(Kind.HISTORY, "bind")
def named(plan: Plan, use: Use) -> None:
    """The list of the SDK goes on growing; a new one is the same only until something is said."""
    target = use.parent.targets[0] if isinstance(use.parent, ast.Assign) else None
    variable = plan.values.variable(target) if isinstance(target, ast.Name) else None
    if variable is None or plan.values.is_shared(variable):
        raise plan.cannot("SB014", use.node, "a history that is kept")
    last = max((load.lineno for load in plan.values.loads(variable)), default=0)
    sent = {site.call for site in plan.sites}
    for call in plan.values.calls:
        says = call in sent or plan.values.function(call.func) is not None
        if says and use.node.lineno < call.lineno <= last:
            raise plan.cannot("SB014", use.node, "a history that goes on growing")


@use(Kind.HISTORY, "for", "[]", "test")
@use(Kind.TURN, "bind")
@use(Kind.TURN_PARTS, "for", "bind", "[]", "test")
@use(Kind.TURN_PART, "bind")
def kept(plan: Plan, use: Use) -> None:
    """Lists of dicts stand where lists of objects stood."""


@use((Kind.HISTORY, Kind.TURN_PARTS, Kind.TURN), "arg", "format")
def counted(plan: Plan, use: Use) -> None:
    """``len(history)``, ``enumerate(history)``; or only shown."""
    call = use.parent
    is_counted = counts(call, plan.source)
    if not (is_counted and use.kind is not Kind.TURN) and not shown(plan, use):
        raise plan.cannot("SB014", use.node, "its history is handed to other code")


@use(Kind.TURN, ".parts")
def parts(plan: Plan, use: Use) -> None:
    """The items of a step."""
    plan.edits.replace(use.parent, use.node, f"[{plan.quote}content{plan.quote}]")


@use(Kind.TURN_PART, ".text")
def text(plan: Plan, use: Use) -> None:
    """The text of an item."""
    plan.edits.replace(use.parent, use.node, f"[{plan.quote}text{plan.quote}]")


@use(Kind.TURN, ".role")
def role(plan: Plan, use: Use) -> None:
    """Who says something is told by the type of the step."""
    quote, node = plan.quote, use.parent
    outer = plan.source.parents[node]
    if isinstance(outer, ast.Compare) and outer.left is node and len(outer.ops) == 1:
        asked = _ROLES.get(str(constant_of(plan, outer.comparators[0])))
        if asked and isinstance(outer.ops[0], ast.Eq | ast.NotEq):
            equal = "==" if isinstance(outer.ops[0], ast.Eq) else "!="
            test = f"[{quote}type{quote}] {equal} {quote}{asked}{quote}"
            plan.edits.replace(outer, use.node, test)
            return
    said = f"{quote}user{quote} if "
    test = f"[{quote}type{quote}] == {quote}user_input{quote} else {quote}model{quote}"
    alone = isinstance(outer, ast.FormattedValue | ast.Assign | ast.keyword) or (
        isinstance(outer, ast.Call) and node in outer.args
    )
    before, after = ("", "") if alone else ("(", ")")
    plan.edits.replace(node, before + said, use.node, test + after)
