"""GenerativeModel becomes its name, and its settings go to where they are used."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.old_sdk.automatic import has_functions, is_automatic, switched_off
from stepbridge_codemods.old_sdk.clients import insert_before
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.generation import alone
from stepbridge_codemods.old_sdk.kept import FROM_CACHE
from stepbridge_codemods.old_sdk.methods import method_of
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.old_sdk.written import arguments, quote_at
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.text.layout import (
    Atom,
    Doc,
    Entry,
    Group,
    Layout,
    atom,
    comments_of,
    mapping,
)
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import How

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

CACHED = ("cached_content", "generation_config", "safety_settings")
"""Parameters of ``GenerativeModel.from_cached_content``."""

PARAMETERS = (
    "model_name",
    "safety_settings",
    "generation_config",
    "tools",
    "tool_config",
    "system_instruction",
)
DEFAULT = "gemini-1.5-flash-002"
"""What the old SDK took when no name was given."""


class Representation(StrEnum):
    """Where the settings of a model go.

    Nowhere; into a variable beside it; into each call; or, where a model is made in one place and
    used in another, the model becomes a dict of the arguments that every call repeats.
    """

    NAME = "name"
    VARIABLE = "variable"
    INLINE = "inline"
    REQUEST = "request"


@dataclass(eq=False)
class Model:
    """One call of GenerativeModel."""

    call: ast.Call
    given: dict[str, ast.expr]
    representation: Representation
    name: Doc
    entries: list[Entry]
    comments: tuple[str, ...] = ()
    is_read: bool = False
    is_object: bool = False

    @property
    def identifier(self) -> str | None:
        """The id that the call names, without ``models/``; None where it is not written there."""
        node = self.given.get("model_name")
        if node is None:
            return None if "cached_content" in self.given else DEFAULT
        value = node.value if isinstance(node, ast.Constant) else None
        return value.removeprefix("models/") if isinstance(value, str) else None

    def name_at(self, lowering: Lowering, receiver: ast.expr) -> Doc:
        """model= for a call of a method."""
        if receiver is self.call:
            return _settled(lowering, self.name)
        if self.representation is Representation.REQUEST:
            quote = quote_at(lowering.plan, receiver)
            return atom(receiver, f"[{quote}model{quote}]")
        return atom(receiver)

    def settings_at(
        self, lowering: Lowering, receiver: ast.expr, merged: bool, place: ast.expr | None = None
    ) -> list[Entry]:
        """The settings as entries of the config of a call; ``merged``: with some of its own.

        ``receiver`` names the model; ``place`` is where the call is, if that is elsewhere.
        """
        if self.representation is Representation.NAME:
            return []
        alone = movable(lowering, self, place or receiver)
        inline = self.representation is Representation.INLINE and (alone or place is None)
        if inline or (merged and alone):
            return [Entry(_settled(lowering, entry.value), entry.key) for entry in self.entries]
        beside = self.representation is Representation.VARIABLE
        if not beside or not _within_sight(lowering, receiver, place):
            raise lowering.plan.cannot("SB004", place or receiver, "settings in two places")
        self.is_read = True
        text = lowering.plan.text(receiver)
        return [Entry(atom("**", f"{text}_config"))]

    def write(self, lowering: Lowering) -> None:
        """Puts the name, and where wanted the settings, where the model was made."""
        plan = lowering.plan
        parent = plan.source.parents[self.call]
        if isinstance(parent, ast.Attribute) and parent.value is self.call:
            return
        if self.representation is Representation.REQUEST:
            config = ("config", self._config())
            in_place(
                plan, self.call, mapping(("model", self.name), *([config] if self.entries else []))
            )
            return
        if self.representation is not Representation.VARIABLE or not self.is_read:
            for comment in self.comments:
                insert_before(plan, _statement(lowering, self.call), comment)
            parts = self.name.parts if isinstance(self.name, Atom) else ()
            plan.edits.replace(self.call, *parts)
            return
        self._beside(lowering, parent)

    def _config(self) -> Doc:
        """The settings as one value."""
        only = self.entries[0] if len(self.entries) == 1 else None
        if only is not None and not only.key and isinstance(only.value, Atom):
            return alone(only)
        return mapping(*self.entries)

    def _beside(self, lowering: Lowering, statement: ast.AST) -> None:
        plan = lowering.plan
        source = plan.source
        start, end = source.span(statement)
        target = target_of(statement)
        assert target is not None
        assert isinstance(self.name, Atom)
        indent = source.indent(start)
        head = f"{plan.text(target)}_config = "
        doc = self._config()
        if isinstance(doc, Atom):
            pieces = Layout(source, plan.quote).pieces(doc, indent, 0)
        else:
            text = plan.text(self.call)
            opening = text.index("(")
            doc.apart = text[opening + 1 :].lstrip(" \t")[:1] in ("\r", "\n")
            layout = Layout(source, plan.quote)
            pieces = layout.pieces(doc, indent, len(indent) + len(head))
        name = Layout(source, plan.quote).pieces(self.name, indent, 0)
        before = (start, source.span(self.call)[0])
        plan.edits.put(start, end, before, *name, source.newline, indent, head, *pieces)


def model_of(lowering: Lowering, component: Component, call: ast.Call) -> Model:
    """The model that a call makes; gives up where its settings cannot be seen from its calls."""
    plan = lowering.plan
    cached = short_name(plan.values, call.func) == FROM_CACHE
    names = CACHED if cached else PARAMETERS
    given = arguments(plan, call, names)
    unknown = given.keys() - set(names)
    if unknown:
        raise plan.cannot("SB008", call, ", ".join(sorted(unknown)))
    nodes: list[ast.AST] = [*call.args, *call.keywords]
    comments, tail = comments_of(plan.source, call, nodes)
    held = {getattr(n, "value", n) if isinstance(n, ast.keyword) else n: n for n in nodes}
    entries: list[Entry] = []
    above: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    for name, node in given.items():
        leading, trailing = comments[held[node]]
        above += leading
        every += (*leading, *([trailing] if trailing else ()))
        found = _settings(lowering, name, node)
        if found:
            first = found[0]
            found[0] = Entry(
                first.value, first.key, (*above, *first.leading), first.trailing or trailing
            )
            above = ()
        entries += found
    name_doc = _name(lowering, given)
    model = Model(call, given, Representation.NAME, name_doc, entries, (*every, *tail))
    model.is_object = lowering.settings.generation.is_object(given.get("generation_config"))
    if model.is_object and len(entries) > 1:
        raise plan.cannot("SB004", call, "settings in two places")
    if has_functions(lowering.values, entries) and not any(map(is_automatic, component.chats)):
        entries.append(switched_off())
    if entries:
        model.representation = _represented(lowering, component, model)
    return model


def _settings(lowering: Lowering, name: str, node: ast.expr) -> list[Entry]:
    if name == "model_name":
        return []
    if name == "cached_content":
        is_name = is_text(lowering.plan, node)
        return [Entry(atom(node) if is_name else atom(node, ".name"), "cached_content")]
    return lowering.settings.entries(name, node)


def _name_of_cached(lowering: Lowering, cache: ast.expr) -> Doc:
    """A cache knows the model that it was made for."""
    value = lowering.values.value(cache)
    simple = isinstance(cache, ast.Name | ast.Attribute)
    if value is not None and value.kind is Kind.OLD_CACHE and simple:
        return atom(cache, ".model")
    if not is_text(lowering.plan, cache):
        raise lowering.plan.cannot("SB007", cache, "cached_content")
    client = lowering.home.reference(lowering.values, cache)
    return atom(f"{client}.caches.get(name=", cache, ").model")


def _name(lowering: Lowering, given: dict[str, ast.expr]) -> Doc:
    cache = given.get("cached_content")
    if cache is not None:
        return _name_of_cached(lowering, cache)
    node = given.get("model_name")
    if node is None:
        return lowering.plan.quoted(DEFAULT)
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, str) and value.startswith("models/"):
        return lowering.plan.quoted(value.removeprefix("models/"))
    return atom(node)


def _represented(lowering: Lowering, component: Component, model: Model) -> Representation:
    called = [method_of(lowering.values, c) for c in [*component.calls, *component.chats]]
    settled = ("count_tokens", "send_message")
    receivers = [m.value for m in called if m is not None and not m.attr.startswith(settled)]
    alone = len(component.makers) == 1
    inline = alone and all(movable(lowering, model, receiver) for receiver in receivers)
    if inline and (len(receivers) == 1 or receivers == [model.call]):
        return Representation.INLINE
    target = target_of(lowering.values.source.parents[model.call])
    variable = lowering.values.variable(target) if target is not None else None
    if (
        variable is not None
        and receivers
        and all(lowering.values.variable(r) == variable for r in receivers)
    ):
        return Representation.VARIABLE
    return Representation.INLINE if inline else Representation.REQUEST


def agreed(component: Component, models: list[Model]) -> None:
    """Models that one name may hold are written alike."""
    if not any(model.entries for model in models):
        return
    found = {model.representation for model in models}
    if len(found) > 1:
        for model in models:
            model.representation = Representation.REQUEST


def _within_sight(lowering: Lowering, receiver: ast.expr, place: ast.expr | None) -> bool:
    """Whether the variable beside a model can be read where a call is."""
    if place is None:
        return True
    variable = lowering.values.variable(receiver)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    here, there = (lowering.values.enclosing(node, *functions) for node in (receiver, place))
    return here is there or (variable is not None and isinstance(variable.scope, ast.Module))


def _statement(lowering: Lowering, node: ast.AST) -> ast.AST:
    parent = lowering.values.enclosing(node, ast.stmt)
    assert parent is not None
    return parent


def target_of(statement: ast.AST) -> ast.expr | None:
    """The one name or attribute that an assignment sets."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        return target if isinstance(target, ast.Name | ast.Attribute) else None
    if isinstance(statement, ast.AnnAssign) and isinstance(
        statement.target, ast.Name | ast.Attribute
    ):
        return statement.target
    return None


def movable(lowering: Lowering, model: Model, receiver: ast.expr) -> bool:
    """Whether the settings mean the same where a call is as where the model was made."""
    if receiver is model.call:
        return True
    values = lowering.values
    here = values.enclosing(receiver, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    there = values.enclosing(model.call, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    if any(e.trailing or e.leading for e in model.entries):
        return False
    for name, node in model.given.items():
        if name == "model_name":
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call) and not _is_literal(lowering, inner):
                return False
            if isinstance(inner, ast.Name) and not _same(lowering, inner, here is there):
                return False
            if isinstance(inner, ast.Await | ast.NamedExpr | ast.Yield | ast.Lambda):
                return False
    return True


def _is_literal(lowering: Lowering, call: ast.Call) -> bool:
    """Whether a call only makes a request object."""
    return short_name(lowering.values, call.func) is not None


def _same(lowering: Lowering, name: ast.Name, together: bool) -> bool:
    """Whether a name has one binding, which both places see."""
    variable = lowering.values.variable(name)
    if variable is None:
        return False
    bindings = lowering.values.stores(variable)
    fixed = len(bindings) == 1 and bindings[0].how in (
        How.ASSIGN,
        How.IMPORT,
        How.FUNCTION,
        How.CLASS,
        How.PARAM,
    )
    if bindings and all(binding.how is How.IMPORT for binding in bindings):
        return True
    return fixed and (together or isinstance(variable.scope, ast.Module))


def _settled(lowering: Lowering, doc: Doc) -> Doc:
    """A document with its old nodes as new text, for use at another place."""
    if isinstance(doc, Group):
        entries = [Entry(_settled(lowering, e.value), e.key) for e in doc.entries]
        return Group(entries, doc.opening, doc.closing, doc.joint)
    edits = lowering.plan.edits
    return atom(*(part if isinstance(part, str) else edits.node(part) for part in doc.parts))
