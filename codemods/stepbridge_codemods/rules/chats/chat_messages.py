"""send_message becomes interactions.create with what the chat repeats, and remembers the turn.

https://ai.google.dev/gemini-api/docs/interactions/multi-turn
"""

from __future__ import annotations

import ast
from dataclasses import replace

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.planning.plan import Plan, Site, site
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.calls.bridge import bridged_input
from stepbridge_codemods.rules.chats.chat_turns import Turn, fresh, turn_of
from stepbridge_codemods.rules.chats.chats import Opening, opening
from stepbridge_codemods.rules.contents.parts import text_item
from stepbridge_codemods.rules.contents.shapes import mode_of, shape_of
from stepbridge_codemods.rules.settings.config import config_of
from stepbridge_codemods.rules.tooling.automatic_calls import runs_functions
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import (
    Doc,
    Entry,
    Group,
    Layout,
    atom,
    listing,
    mapping,
    quote_of,
)


@site("Chat.send_message", "Chat.send_message_stream")
def send(plan: Plan, site: Site) -> None:
    """The call, and the statement that keeps the conversation for the next one."""
    call = site.call
    chat = call.func.value  # type: ignore[attr-defined]
    first = _one_opening(plan, chat)
    message, config = _arguments(plan, call)
    streams = site.symbol.endswith("_stream")
    if streams and not first.stateful:
        raise plan.cannot("SB014", call, "a stream of a conversation that is kept here")
    drafts, own = config_of(plan, config) if config is not None else (first.drafts, [])
    plan.facts[f"drafts {id(call)}"] = drafts
    runs = runs_functions(plan, site, drafts)
    if plan.bridges_result:
        raise plan.cannot("SB014", call, "its answer goes where it cannot be followed")
    if any(isinstance(n, ast.Call | ast.Await | ast.NamedExpr) for n in ast.walk(chat)):
        raise plan.cannot("SB014", chat, "a chat that is looked up by a call")
    client = _client(plan, first.client, chat)
    turn = turn_of(plan, site, chat)
    keeps = bool(own) and first.configured
    after: list[Piece | ast.AST]
    if first.begun:
        arguments = _begun(plan, chat, own, keeps, turn.steps)
        turn.before = _layouted(plan, _steps(plan, message), turn, chat)
        after = [".update(previous_interaction_id=", turn.answer, ".id, input=[])"]
    elif first.stateful:
        arguments = _stateful(plan, chat, message, own, keeps)
        after = [f"[{plan.quote}previous_interaction_id{plan.quote}] = ", turn.answer, ".id"]
    else:
        arguments = _stateless(plan, chat, own, keeps, turn.steps)
        steps = _steps(plan, message)
        turn.before = _layouted(plan, steps, turn, chat)
        after = [f"[{plan.quote}input{plan.quote}] = [*{turn.steps}, *", turn.answer, ".steps]"]
        if first.read:
            after = _plain(plan, turn, chat)
        if runs:
            kept = fresh(plan, "steps", "chat_steps")
            arguments.append(Entry(atom(kept), "history"))
            turn.before = [*turn.before, plan.source.newline, turn.indent, f"{kept} = []"]
            after = [f"[{plan.quote}input{plan.quote}] = {kept}"]
    if streams:
        arguments.append(Entry(atom("True"), "stream"))
    head = f"{client}.interactions.create"
    if runs:
        head = "stepbridge.run_tools"
        arguments.insert(0, Entry(atom(client)))
    pieces = _call(plan, head, arguments, turn)
    turn.write(pieces, [chat, *after])


def _one_opening(plan: Plan, chat: ast.expr) -> Opening:
    value = plan.values.value(chat)
    origins = sorted(value.origins, key=lambda o: o.lineno) if value is not None else []  # type: ignore[attr-defined]
    found = [opening(plan, origin) for origin in origins if isinstance(origin, ast.Call)]
    clients = {ast.unparse(one.client) for one in found}
    if len(found) != len(origins) or len(clients) != 1:
        raise plan.cannot("SB014", chat, "begun in several places")
    if len({(one.stateful, one.begun) for one in found}) != 1:
        raise plan.cannot("SB014", chat, "begun with and without history")
    first = found[0]
    drafts = [draft for one in found for draft in one.drafts]
    configured = any(one.configured for one in found)
    return replace(first, drafts=drafts, configured=configured)


def message_of(plan: Plan, call: ast.Call) -> ast.expr:
    """What a turn says."""
    return _arguments(plan, call)[0]


def _arguments(plan: Plan, call: ast.Call) -> tuple[ast.expr, ast.expr | None]:
    names = ("message", "config")
    if len(call.args) > 2 or any(isinstance(a, ast.Starred) for a in call.args):
        raise plan.cannot("SB008", call)
    given = dict(zip(names, call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg not in names:
            raise plan.cannot("SB008", call)
        given[keyword.arg] = keyword.value
    if "message" not in given:
        raise plan.cannot("SB008", call)
    config = given.get("config")
    nothing = isinstance(config, ast.Constant) and config.value is None
    return given["message"], None if nothing else config


def _client(plan: Plan, client: ast.expr, chat: ast.expr) -> str:
    """The client that began the chat, as it is reached where a message is sent."""
    text = ast.unparse(client)
    root: ast.expr = client
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name):
        raise plan.cannot("SB014", client, "a client without a name")
    here = plan.values.names.scope_of.get(_root(chat))
    there = plan.values.names.scope_of.get(root)
    if here is None or there is None:
        raise plan.cannot("SB014", chat)
    home = there.home(root.id)
    if home is not None and here.home(root.id) is home:
        if here is not there and len(home.bindings.get(root.id, ())) > 1:
            raise plan.cannot("SB014", chat, "a client that changes")
        return text
    owner = plan.values.class_of(root)
    mine = _root(chat)
    if owner is not None and isinstance(mine, ast.Name) and plan.values.class_of(mine) is owner:
        return mine.id + text.removeprefix(root.id)
    raise plan.cannot("SB014", chat, f"{text} is out of reach where the message is sent")


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node


def _stateful(
    plan: Plan, chat: ast.expr, message: ast.expr, own: list[Entry], keeps: bool
) -> list[Entry]:
    said = Entry(bridged_input(plan, message), "input")
    if not keeps:
        return [Entry(atom("**", chat)), said, *own]
    quote = plan.quote
    known = atom(chat, f".get({quote}previous_interaction_id{quote})")
    model = Entry(atom(chat, f"[{quote}model{quote}]"), "model")
    return [model, said, *own, Entry(known, "previous_interaction_id")]


def _begun(plan: Plan, chat: ast.expr, own: list[Entry], keeps: bool, steps: str) -> list[Entry]:
    """All that the service does not know yet, behind what it knows."""
    quote = plan.quote
    if not keeps:
        return [Entry(atom("**{**", chat, f", {quote}input{quote}: {steps}}}")), *own]
    known = atom(chat, f".get({quote}previous_interaction_id{quote})")
    model = Entry(atom(chat, f"[{quote}model{quote}]"), "model")
    return [model, Entry(atom(steps), "input"), *own, Entry(known, "previous_interaction_id")]


def _stateless(
    plan: Plan, chat: ast.expr, own: list[Entry], keeps: bool, steps: str
) -> list[Entry]:
    quote = plan.quote
    if not keeps:
        spread = atom("**{**", chat, f", {quote}input{quote}: {steps}}}")
        return [Entry(spread), *own]
    store = [Entry(atom("False"), "store")] if plan.options.store == "false" else []
    model = Entry(atom(chat, f"[{quote}model{quote}]"), "model")
    return [model, Entry(atom(steps), "input"), *own, *store]


def _steps(plan: Plan, message: ast.expr) -> list[Doc]:
    """The steps of one message."""
    content: Doc
    if is_text(plan, message):
        content = listing([text_item(plan, message)])
    else:
        doc = bridged_input(plan, message)
        if not isinstance(doc, Group):
            raise plan.cannot("SB005", message, "a message built elsewhere")
        if not _holds_items(plan, message) and any(_is_step(e.value) for e in doc.entries):
            return [entry.value for entry in doc.entries]
        content = doc
    return [mapping(("type", plan.quoted("user_input")), ("content", content))]


def _holds_items(plan: Plan, message: ast.expr) -> bool:
    """Whether a message is certainly of items, however each is written."""
    node = written_out(plan, message)
    if isinstance(node, ast.List | ast.Tuple | ast.BinOp):
        return mode_of(plan, node) == "items"
    return shape_of(plan, node) == "item"


def _is_step(doc: Doc) -> bool:
    if not isinstance(doc, Group) or not doc.entries:
        return True
    kind = doc.entries[0].value
    return not isinstance(kind, Group) and "function_result" in str(kind.parts)


def _layouted(plan: Plan, steps: list[Doc], turn: Turn, chat: ast.expr) -> list[Piece | ast.AST]:
    """``turn = [*chat["input"], {...}]``, before the call."""
    layout = Layout(plan.source, quote_of(plan.source))
    known = atom("*", chat, f"[{plan.quote}input{plan.quote}]")
    doc = listing([known, *steps])
    head = f"{turn.steps} = "
    return [head, *layout.pieces(doc, turn.indent, len(turn.indent) + len(head))]


def _plain(plan: Plan, turn: Turn, chat: ast.expr) -> list[Piece | ast.AST]:
    """The steps after a turn as dicts, like those before it."""
    steps = f"*(step.model_dump(exclude_none=True) for step in {turn.answer}.steps or [])"
    doc = listing([atom(f"*{turn.steps}"), atom(steps)])
    head = f"[{plan.quote}input{plan.quote}] = "
    column = len(turn.indent) + len(plan.text(chat)) + len(head)
    return [head, *Layout(plan.source).pieces(doc, turn.indent, column)]


def _call(plan: Plan, head: str, arguments: list[Entry], turn: Turn) -> list[Piece | ast.AST]:
    layout = Layout(plan.source, quote_of(plan.source))
    group = Group(arguments, "(", ")", "=")
    return [head, *layout.pieces(group, turn.indent, turn.column + len(head))]
