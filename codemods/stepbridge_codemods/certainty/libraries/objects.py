"""Objects of other libraries, and which of their attributes and methods give text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding
from stepbridge_codemods.values.paths import Path

_VERBS = ("get", "post", "put", "patch", "request")
_REPLIES = frozenset(f"{module}.{verb}" for module in ("requests", "httpx") for verb in _VERBS)
_HTTP = frozenset({Kind.HTTP, Kind.AIO_HTTP})


@dataclass(frozen=True)
class Library:
    """A class of another library.

    ``makers`` are functions and classes that give an instance, ``methods`` what gives one from
    something else, ``classes`` its names in annotations, ``handlers`` decorators of functions whose
    first parameter is one. ``texts`` are attributes that are strings, ``gives`` methods that return
    one.
    """

    name: str
    makers: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    handlers: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()


def _set(*names: str) -> frozenset[str]:
    return frozenset(names)


_LIBRARIES = (
    Library(
        "HTTP response",
        _REPLIES,
        _set("requests.Response", "httpx.Response"),
        texts=_set("text"),
    ),
    Library(
        "web page",
        _set("bs4.BeautifulSoup"),
        _set("bs4.BeautifulSoup", "bs4.Tag"),
        texts=_set("text"),
        gives=_set("get_text", "prettify"),
    ),
    Library("template", _set("string.Template"), gives=_set("substitute", "safe_substitute")),
    Library("text buffer", _set("io.StringIO"), gives=_set("getvalue", "read", "readline")),
    Library(
        "Jinja template",
        _set("jinja2.Template"),
        methods=_set("get_template"),
        gives=_set("render"),
    ),
    Library("text widget", _set("ipywidgets.Text", "ipywidgets.Textarea"), texts=_set("value")),
    Library(
        "Chainlit message",
        classes=_set("chainlit.Message"),
        handlers=_set("chainlit.on_message"),
        texts=_set("content"),
    ),
    Library("Discord message", classes=_set("discord.Message"), texts=_set("content")),
    Library(
        "Telegram update",
        classes=_set("telegram.Update"),
        texts=_set("message.text", "message.caption", "effective_message.text"),
    ),
    Library(
        "Telegram message",
        classes=_set("aiogram.types.Message", "telebot.types.Message", "pyrogram.types.Message"),
        texts=_set("text", "caption"),
    ),
)


def attribute_is_text(plan: Plan, node: ast.Attribute) -> bool:
    """Whether an attribute of an object of a library is a string."""
    for owner, name in _owners(node):
        for library in _LIBRARIES:
            if name in library.texts and is_certain(plan, sort_of(library), owner):
                return True
    return False


def method_gives_text(plan: Plan, node: ast.Attribute) -> bool:
    """Whether a method of an object of a library gives a string."""
    return any(
        node.attr in library.gives and is_certain(plan, sort_of(library), node.value)
        for library in _LIBRARIES
    )


def _owners(node: ast.Attribute) -> Iterator[tuple[ast.expr, str]]:
    """The objects that an attribute may belong to, with its name from there."""
    name = node.attr
    yield node.value, name
    if isinstance(node.value, ast.Attribute):
        yield node.value.value, f"{node.value.attr}.{name}"


@cache
def sort_of(library: Library) -> Sort:
    """The question whether something is an instance of a library's class."""

    def shows(plan: Plan, node: ast.expr, path: Path) -> bool:
        return not path and isinstance(node, ast.Call) and _is_made(plan, node, library)

    def names(plan: Plan, node: ast.expr) -> bool:
        return plan.values.qualified(node) in library.classes

    def given(plan: Plan, binding: Binding, path: Path) -> bool:
        return not path and _is_handled(plan.values, binding, library)

    return Sort(library.name, shows, names, given=given, entered=True)


def _is_made(plan: Plan, call: ast.Call, library: Library) -> bool:
    if plan.values.qualified(call.func) in library.makers:
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    if library.makers is not _REPLIES:
        return call.func.attr in library.methods
    owner = plan.values.value(call.func.value)
    return owner is not None and owner.kind in _HTTP and call.func.attr in _VERBS


def _is_handled(values: Values, binding: Binding, library: Library) -> bool:
    """Whether a parameter is given by the library that a function is registered with."""
    function = binding.scope.node
    marks = [
        mark.func if isinstance(mark, ast.Call) else mark
        for mark in getattr(function, "decorator_list", [])
    ]
    if any(values.qualified(mark) in library.handlers for mark in marks):
        return True
    return library.name == "Discord message" and _is_event(values, function, marks)


def _is_event(values: Values, function: ast.AST, marks: list[ast.expr]) -> bool:
    """``@bot.event`` on a function that is named ``on_message``."""
    return getattr(function, "name", "") == "on_message" and any(
        isinstance(mark, ast.Attribute)
        and mark.attr == "event"
        and _is_of(values, mark.value, "discord")
        for mark in marks
    )


def _is_of(values: Values, node: ast.expr, package: str) -> bool:
    """Whether a name holds what a call of a package gave."""
    bindings = values.names.reads.get(node, ()) if isinstance(node, ast.Name) else ()
    return bool(bindings) and all(
        isinstance(b.value, ast.Call)
        and (values.qualified(b.value.func) or "").partition(".")[0] == package
        for b in bindings
    )
