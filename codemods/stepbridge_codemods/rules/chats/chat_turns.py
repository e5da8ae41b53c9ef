"""One message of a chat in its statement: where the call goes, and what remembers it afterwards."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from stepbridge_codemods.planning.plan import Plan, Site
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.values.kinds import Kind

Pieces = Sequence[Piece | ast.AST]

_HEADS: dict[type[ast.stmt], str] = {
    ast.Expr: "value",
    ast.Assign: "value",
    ast.AnnAssign: "value",
    ast.AugAssign: "value",
    ast.Return: "value",
    ast.Raise: "exc",
    ast.Assert: "test",
    ast.If: "test",
    ast.For: "iter",
    ast.AsyncFor: "iter",
}
"""Statements in front of which a call may go, and the expression that they evaluate first."""


class Turn:
    """One sent message. ``answer`` names what holds its answer, ``steps`` the steps sent."""

    def __init__(self, plan: Plan, site: Site, statement: ast.stmt, outer: ast.expr) -> None:
        self.plan = plan
        self.call = site.call
        self.statement = statement
        self.outer = outer
        start = plan.source.span(statement)[0]
        self.indent = plan.source.indent(start)
        if plan.source.text[plan.source.line_start(start) : start].strip():
            raise plan.cannot("SB014", site.call, "several statements on a line")
        self.end = _line_end(plan, site.call, statement)
        self.steps = fresh(plan, "turn", "turn_steps")
        self.before: Pieces = ()
        self.answer = ""
        self.column = len(self.indent)

    def write(self, call: Pieces, after: Pieces) -> None:
        """Puts the call and what follows it."""
        raise NotImplementedError

    def _lead(self) -> list[Piece | ast.AST]:
        return [*self.before, self.plan.source.newline, self.indent] if self.before else []


class Assigned(Turn):
    """``response = chat.send_message(...)``."""

    def __init__(self, plan: Plan, site: Site, statement: ast.Assign, outer: ast.expr) -> None:
        super().__init__(plan, site, statement, outer)
        self.answer = ast.unparse(statement.targets[0])
        start = plan.source.span(site.call)[0]
        self.column = start - plan.source.line_start(start)

    def write(self, call: Pieces, after: Pieces) -> None:
        edits = self.plan.edits
        start = self.plan.source.span(self.statement)[0]
        if self.before:
            edits.put(start, start, *self._lead())
        edits.replace(self.call, *call)
        edits.put(self.end, self.end, self.plan.source.newline, self.indent, *after)


class Hoisted(Turn):
    """A message in the middle of a statement: the call goes in front of it."""

    def __init__(self, plan: Plan, site: Site, statement: ast.stmt, outer: ast.expr) -> None:
        super().__init__(plan, site, statement, outer)
        self.answer = fresh(plan, "interaction", "chat_interaction")
        waits = "await " if outer is not site.call else ""
        self.head = f"{self.answer} = {waits}"
        self.column = len(self.indent) + len(self.head)
        self.bare = isinstance(statement, ast.Expr) and statement.value is outer

    def write(self, call: Pieces, after: Pieces) -> None:
        newline = self.plan.source.newline
        pieces = [*self._lead(), self.head, *call, newline, self.indent, *after]
        if not self.bare:
            span = self.plan.source.span(self.statement)
            pieces += [newline, self.indent, span]
            self.plan.edits.put(*self._in_parentheses(), self.answer)
            names = self.plan.facts.setdefault("hoisted", {})
            assert isinstance(names, dict)
            names[self.outer] = self.answer
        self.plan.edits.replace(self.statement, *pieces)

    def _in_parentheses(self) -> tuple[int, int]:
        """The expression, with the parentheses that an ``await`` needed around it."""
        text = self.plan.source.text
        start, end = self.plan.source.span(self.outer)
        parent = self.plan.source.parents[self.outer]
        grouped = text[start - 1] == "(" and text[end : end + 1] == ")"
        if isinstance(parent, ast.Attribute | ast.Subscript) and grouped:
            return start - 1, end + 1
        return start, end


class Streamed(Turn):
    """A stream: the closing event of each loop over it is remembered."""

    def __init__(self, plan: Plan, site: Site, statement: ast.stmt, outer: ast.expr) -> None:
        super().__init__(plan, site, statement, outer)
        start = plan.source.span(site.call)[0]
        self.column = start - plan.source.line_start(start)
        self.loops = _loops(plan, site)

    def write(self, call: Pieces, after: Pieces) -> None:
        if self.before:
            if _is_elif(self.plan, self.statement):
                raise self.plan.cannot("SB014", self.call, "a message inside a larger statement")
            start = self.plan.source.span(self.statement)[0]
            self.plan.edits.put(start, start, *self._lead())
        self.plan.edits.replace(self.call, *call)
        for loop in self.loops:
            self._remember(loop, after)

    def _remember(self, loop: ast.For | ast.AsyncFor, after: Pieces) -> None:
        plan, source = self.plan, self.plan.source
        assert isinstance(loop.target, ast.Name)
        first = source.span(loop.body[0])[0]
        colon = source.text.index(":", source.span(loop.iter)[1])
        end = colon
        while source.text[end] not in "\r\n":
            end += 1
        if end > first:
            raise plan.cannot("SB014", loop, "a loop on one line")
        inner = source.newline + source.indent(first)
        quote = plan.quote
        test = f"if {loop.target.id}.event_type == {quote}interaction.completed{quote}:"
        remembered = [
            f"{loop.target.id}.interaction" if piece == self.answer else piece for piece in after
        ]
        plan.edits.put(end, end, inner, test, inner, source.step, *remembered)


def turn_of(plan: Plan, site: Site, chat: ast.expr) -> Turn:
    """How a message stands in its statement; gives up where it cannot be taken out."""
    outer: ast.expr = site.call
    if site.is_async:
        parent = plan.source.parents[outer]
        if not isinstance(parent, ast.Await):
            raise plan.cannot("SB014", site.call, "awaited elsewhere")
        outer = parent
    statement = plan.values.enclosing(site.call, ast.stmt)
    assert isinstance(statement, ast.stmt)
    if site.symbol.endswith("_stream"):
        return Streamed(plan, site, statement, outer)
    if (
        isinstance(statement, ast.Assign)
        and statement.value is outer
        and len(statement.targets) == 1
        and plan.values.variable(statement.targets[0]) is not None
    ):
        return Assigned(plan, site, statement, outer)
    _check_first(plan, site.call, statement)
    return Hoisted(plan, site, statement, outer)


def fresh(plan: Plan, name: str, other: str) -> str:
    """A name that the file does not use yet."""
    used = {node.id for node in plan.values.names.scope_of if isinstance(node, ast.Name)}
    used |= {node.arg for node in ast.walk(plan.source.tree) if isinstance(node, ast.arg)}
    return next(n for n in (name, other, f"{other}_", f"{other}__") if n not in used)


def _line_end(plan: Plan, call: ast.Call, statement: ast.stmt) -> int:
    text = plan.source.text
    behind = end = plan.source.span(statement)[1]
    while end < len(text) and text[end] not in "\r\n":
        end += 1
    rest = text[behind:end].strip()
    if rest and not rest.startswith("#"):
        raise plan.cannot("SB014", call, "several statements on a line")
    return end


def _check_first(plan: Plan, call: ast.Call, statement: ast.stmt) -> None:
    """Gives up where something else happens in the statement before the call, or it may not."""
    field = _HEADS.get(type(statement))
    head = getattr(statement, field, None) if field else None
    if head is None or call not in set(ast.walk(head)) or _is_elif(plan, statement):
        raise plan.cannot("SB014", call, "a message inside a larger statement")
    start = plan.source.span(call)[0]
    for node in ast.walk(head):
        happens = isinstance(node, ast.Call | ast.Await | ast.Yield | ast.YieldFrom)
        if happens and plan.source.span(node)[1] <= start:
            raise plan.cannot("SB014", call, "something else happens first")
    child: ast.AST = call
    parent = plan.source.parents[child]
    while parent is not statement:
        if not _always(parent, child):
            raise plan.cannot("SB014", call, "a message that may not be sent")
        child, parent = parent, plan.source.parents[parent]


def _always(parent: ast.AST, child: ast.AST) -> bool:
    """Whether a part of an expression is evaluated once whenever the whole is."""
    if isinstance(parent, ast.IfExp):
        return child is parent.test
    if isinstance(parent, ast.BoolOp):
        return child is parent.values[0]
    if isinstance(parent, ast.comprehension):
        return child is parent.iter
    if isinstance(parent, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        return child is parent.generators[0]
    return not isinstance(parent, ast.Lambda)


def _is_elif(plan: Plan, statement: ast.stmt) -> bool:
    start = plan.source.span(statement)[0]
    return isinstance(statement, ast.If) and plan.source.text.startswith("elif", start)


def _loops(plan: Plan, site: Site) -> list[ast.For | ast.AsyncFor]:
    found: list[ast.For | ast.AsyncFor] = []
    for use in plan.uses:
        value = plan.values.value(use.node)
        if use.kind is not Kind.STREAM or value is None or site.call not in value.origins:
            continue
        if use.context in ("bind", "pass", "return"):
            continue
        loop = use.parent
        if len(value.origins) > 1 or not isinstance(loop, ast.For | ast.AsyncFor):
            raise plan.cannot("SB014", use.node, "a stream that no loop reads")
        if not isinstance(loop.target, ast.Name):
            raise plan.cannot("SB015", use.node, "the loop's target is no name")
        if not _is_reached(plan, site.call, loop):
            raise plan.cannot("SB014", use.node, "a stream that is read elsewhere")
        found.append(loop)
    if not found:
        raise plan.cannot("SB014", site.call, "a stream that no loop reads")
    return found


def _is_reached(plan: Plan, call: ast.Call, loop: ast.For | ast.AsyncFor) -> bool:
    """Whether the chat of a message goes by the same name where its stream is read."""
    sender = plan.values.enclosing(call, *_FUNCTIONS)
    reader = plan.values.enclosing(loop, *_FUNCTIONS)
    if reader is sender:
        return True
    root = call.func.value  # type: ignore[attr-defined]
    while isinstance(root, ast.Attribute):
        root = root.value
    assert isinstance(loop.target, ast.Name)
    scopes = plan.values.names.scope_of
    if not isinstance(root, ast.Name) or root not in scopes:
        return False
    home = scopes[root].home(root.id)
    if home is not None and home.node is plan.source.tree:
        return scopes[loop.target].home(root.id) is home
    own = plan.values.class_of(root)
    methods = [n for n in (sender, reader) if n is not None and plan.source.parents[n] is own]
    return len(methods) == 2 and all(_first(method) == root.id for method in methods)


def _first(function: ast.AST) -> str:
    arguments = getattr(function, "args", None)
    return arguments.args[0].arg if arguments is not None and arguments.args else ""


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
