"""Legacy calls that no group has: methods passed on, receivers that are not known, chats."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.planning.groups import Group
from stepbridge_codemods.planning.handlers_elsewhere import handlers_elsewhere
from stepbridge_codemods.planning.stand_ins import is_stand_in, stand_ins
from stepbridge_codemods.rest.shared import shared_addresses
from stepbridge_codemods.values.assumed import uses_sdk
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import CALLS, Kind

_METHODS = ("generate_content", "generate_content_stream")
_STAYING = frozenset(
    {Kind.HTTP, Kind.AIO_HTTP, Kind.AIO_SESSION, Kind.REPLY, Kind.AIO_REPLY}
    | {Kind.INTERACTIONS, Kind.AIO_INTERACTIONS, Kind.OLD_MODEL, Kind.OLD_CHAT, Kind.FUTURE}
)
_SERVICES = frozenset({Kind.MODELS, Kind.AIO_MODELS})
_TURNS = ("send_message", "send_message_stream")
_MESSENGERS = re.compile(r"telegram|telebot|aiogram|pyrogram|discord|slack|whatsapp|twilio|vk_api")
_KNOWN = {method: (f"Models.{method}", "SB010") for method in _METHODS}


@dataclass(frozen=True, slots=True)
class Stray:
    """A legacy call or reference that stays, with the reason; a stand-in has no symbol."""

    node: ast.expr
    symbol: str
    reason: str

    @property
    def rule(self) -> str:
        """The id that a comment names to ignore it."""
        return row(self.symbol).id if self.symbol else self.reason


def strays(values: Values, groups: list[Group]) -> Iterator[Stray]:
    """Every reference to a legacy method that is not the call of a site, and what replaces one."""
    known = [site for group in groups for site in group.sites]
    sites = {getattr(site.call, "func", None) for site in known} | {s.handed_on for s in known}
    sites |= _taken_along(groups)
    for name in {method for _, method in CALLS}:
        for node in values.attribute_nodes.get(name, ()):
            if node in sites or not isinstance(node.ctx, ast.Load):
                continue
            if not is_stand_in(values, node):
                yield from _stray(values, node)
    for call in values.calls:
        yield from _by_name(values, call)
    told = {group.refusal.node for group in groups if group.refusal is not None}
    for stand_in in stand_ins(values):
        if stand_in not in told:
            yield Stray(stand_in, "", "SB035")
    for address, method in shared_addresses(values):
        stream = "_stream" if method.startswith("stream") else ""
        if address not in told:
            yield Stray(address, f"Models.generate_content{stream}", "SB008")
    for named in handlers_elsewhere(values):
        yield Stray(named, "", "SB036")


def _taken_along(groups: list[Group]) -> set[ast.AST | None]:
    """What is read from chats that go over the bridge, where other code may call it."""
    planned = [group for group in groups if group.refusal is None and group.plan is not None]
    return {use.parent for group in planned for use in group.uses}


def _by_name(values: Values, call: ast.Call) -> Iterator[Stray]:
    """``getattr(client.models, "generate_content")``."""
    if getattr(call.func, "id", "") != "getattr" or len(call.args) < 2:
        return
    owner, name = call.args[:2]
    if not isinstance(owner, ast.Attribute) or not isinstance(name, ast.Constant):
        return
    value = values.value(owner)
    if value is not None and value.kind in _SERVICES and name.value in _KNOWN:
        yield Stray(owner, _KNOWN[str(name.value)][0], "SB009")


def _stray(values: Values, node: ast.Attribute) -> Iterator[Stray]:
    base = values.value(node.value)
    if base is not None and (base.kind, node.attr) in CALLS:
        if base.kind in _STAYING or node.attr == "get_history":
            return
        symbol = f"{base.kind.removeprefix('Async')}.{node.attr}"
        parent = values.source.parents[node]
        called = isinstance(parent, ast.Call) and parent.func is node
        yield Stray(node, symbol, "SB014" if called else "SB009")
    elif base is None and node.attr in _KNOWN and _looks_like_models(values, node):
        yield Stray(node, *_KNOWN[node.attr])
    elif base is None and node.attr in _TURNS and _looks_like_chat(values, node):
        yield Stray(node, f"Chat.{node.attr}", "SB010")


def _looks_like_chat(values: Values, node: ast.Attribute) -> bool:
    """Whether an unknown receiver reads as a chat of the SDK, which takes ``message``.

    ``chat.send_message("Hi")`` is said to messengers as well.
    """
    call = values.source.parents[node]
    if not isinstance(call, ast.Call) or call.func is not node or not uses_sdk(values):
        return False
    owner = node.value
    if values.class_of(owner) is not None or _is_made_by_others(values, owner):
        return False
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    given = {keyword.arg for keyword in call.keywords}
    if "chat" not in name.lower() or not given <= {"message", "config"}:
        return False
    return "message" in given or (len(call.args) == 1 and not _is_of_messenger(values))


def _is_made_by_others(values: Values, owner: ast.expr) -> bool:
    """Whether an object comes from another package: ``acme.Chat()``, ``acme.chats.create()``."""
    given = values.names.reads.get(owner, ()) if isinstance(owner, ast.Name) else ()
    made = [one.value.func for one in given if isinstance(one.value, ast.Call)]
    return _is_of_others(values, owner) or any(
        isinstance(function, ast.Attribute) and values.qualified(function) for function in made
    )


def _is_of_messenger(values: Values) -> bool:
    """Whether a module imports a library in which messages are sent to people."""
    imports = (n for n in values.source.nodes if isinstance(n, ast.Import | ast.ImportFrom))
    return any(_MESSENGERS.search(ast.unparse(node)) for node in imports)


def _looks_like_models(values: Values, node: ast.Attribute) -> bool:
    """Whether an unknown receiver reads as the models of a client.

    In a file that uses the SDK, or where it is called with ``contents``, as nothing else is.
    """
    owner = node.value
    if _is_bridged(owner) or values.class_of(owner) is not None:
        return False
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    if name.strip("_") != "models":
        return False
    return uses_sdk(values) or (_takes_contents(values, node) and not _is_of_others(values, owner))


def _is_of_others(values: Values, owner: ast.expr) -> bool:
    """Whether the object belongs to a class of another package: ``acme.genai.Client()``.

    What a function of another module gives can be anything.
    """
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    given = values.names.reads.get(owner, ()) if isinstance(owner, ast.Name) else ()
    made = [one.value.func for one in given if isinstance(one.value, ast.Call)]
    names = [(values.qualified(function) or "").rpartition(".")[2] for function in made]
    return bool(names) and len(names) == len(given) and all(n[:1].isupper() for n in names)


def _takes_contents(values: Values, node: ast.Attribute) -> bool:
    call = values.source.parents[node]
    given = call.keywords if isinstance(call, ast.Call) and call.func is node else []
    return any(keyword.arg == "contents" for keyword in given)


def _is_bridged(owner: ast.expr) -> bool:
    """Whether it is ``stepbridge.legacy(client).models``, or that of its ``aio``."""
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    return isinstance(owner, ast.Call) and ast.unparse(owner.func) == "stepbridge.legacy"
