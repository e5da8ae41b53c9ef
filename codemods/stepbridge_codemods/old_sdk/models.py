"""GenerativeModel becomes its name, and its settings go to where they are used."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from stepbridge_codemods.layout import (
    Atom,
    Doc,
    Entry,
    Group,
    Layout,
    atom,
    comments_of,
    mapping,
)
from stepbridge_codemods.old_sdk.clients import insert_before
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.written import arguments
from stepbridge_codemods.values.names import How

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

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
    """Where the settings of a model go: nowhere, into a variable beside it, or into each call."""

    NAME = "name"
    VARIABLE = "variable"
    INLINE = "inline"


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

    def name_at(self, lowering: Lowering, receiver: ast.expr) -> Doc:
        """model= for a call of a method."""
        if receiver is self.call:
            return _settled(lowering, self.name)
        return atom(receiver)

    def settings_at(self, lowering: Lowering, receiver: ast.expr, merged: bool) -> list[Entry]:
        """The settings as entries of the config of a call; ``merged``: with some of its own."""
        if self.representation is Representation.NAME:
            return []
        if self.representation is Representation.INLINE or (
            merged and movable(lowering, self, receiver)
        ):
            return [Entry(_settled(lowering, entry.value), entry.key) for entry in self.entries]
        self.is_read = True
        text = lowering.plan.text(receiver)
        return [Entry(atom("**", f"{text}_config"))]

    def write(self, lowering: Lowering) -> None:
        """Puts the name, and where wanted the settings, where the model was made."""
        plan = lowering.plan
        parent = plan.source.parents[self.call]
        if isinstance(parent, ast.Attribute) and parent.value is self.call:
            return
        if self.representation is not Representation.VARIABLE or not self.is_read:
            for comment in self.comments:
                insert_before(plan, _statement(lowering, self.call), comment)
            parts = self.name.parts if isinstance(self.name, Atom) else ()
            plan.edits.replace(self.call, *parts)
            return
        self._beside(lowering, parent)

    def _beside(self, lowering: Lowering, statement: ast.AST) -> None:
        plan = lowering.plan
        source = plan.source
        start, end = source.span(statement)
        target = target_of(statement)
        assert target is not None
        assert isinstance(self.name, Atom)
        indent = source.indent(start)
        head = f"{plan.text(target)}_config = "
        doc = mapping(*self.entries)
        only = self.entries[0]
        if len(self.entries) == 1 and not only.key and isinstance(only.value, Atom):
            pieces = Layout(source, plan.quote).pieces(atom(*only.value.parts[1:]), indent, 0)
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
    given = arguments(plan, call, PARAMETERS)
    unknown = given.keys() - set(PARAMETERS)
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
        found = lowering.settings.entries(name, node) if name != "model_name" else []
        if found:
            first = found[0]
            found[0] = Entry(
                first.value, first.key, (*above, *first.leading), first.trailing or trailing
            )
            above = ()
        entries += found
    name_doc = _name(lowering, given)
    model = Model(call, given, Representation.NAME, name_doc, entries, (*every, *tail))
    if entries:
        model.representation = _represented(lowering, component, model)
    return model


def _name(lowering: Lowering, given: dict[str, ast.expr]) -> Doc:
    node = given.get("model_name")
    if node is None:
        return lowering.plan.quoted(DEFAULT)
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, str) and value.startswith("models/"):
        return lowering.plan.quoted(value.removeprefix("models/"))
    return atom(node)


def _represented(lowering: Lowering, component: Component, model: Model) -> Representation:
    calls = [
        c
        for c in [*component.calls, *component.chats]
        if isinstance(c.func, ast.Attribute)
        and not c.func.attr.startswith(("count_tokens", "send_message"))
    ]
    receivers = [c.func.value for c in calls if isinstance(c.func, ast.Attribute)]
    alone = len(component.makers) == 1
    inline = alone and all(movable(lowering, model, receiver) for receiver in receivers)
    if inline and (len(calls) == 1 or receivers == [model.call]):
        return Representation.INLINE
    target = target_of(lowering.values.source.parents[model.call])
    variable = lowering.values.variable(target) if target is not None else None
    if variable is not None and all(lowering.values.variable(r) == variable for r in receivers):
        return Representation.VARIABLE
    if inline:
        return Representation.INLINE
    raise lowering.plan.cannot("SB004", model.call, "settings of a model made elsewhere")


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
    from stepbridge_codemods.old_sdk.symbols import short_name

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
