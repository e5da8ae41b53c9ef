"""Chunks of a stream become events: text deltas while it runs, usage and status at the end.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast
from itertools import groupby

from stepbridge_codemods.planning.plan import ManualError, Plan, Use, use
from stepbridge_codemods.rules.answers.results import origin_drafts, rename
from stepbridge_codemods.rules.answers.showing import shown
from stepbridge_codemods.rules.streams.chunk_appends import appends
from stepbridge_codemods.rules.streams.followers import FEWER, Followers
from stepbridge_codemods.rules.streams.stream_parts import PartLoop
from stepbridge_codemods.text.layout import Layout
from stepbridge_codemods.values.kinds import Kind

_COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.SetComp)


@use(Kind.STREAM, "bind")
def named(plan: Plan, use: Use) -> None:
    """A stream of events stands where the stream of chunks stood."""


@use(Kind.STREAM, "for")
def looped(plan: Plan, use: Use) -> None:
    """The loop over chunks is a loop over events."""
    loop = use.parent
    target = getattr(loop, "target", None)
    if not isinstance(target, ast.Name):
        raise plan.cannot("SB015", use.node, "the loop's target is no name")
    if isinstance(loop, ast.comprehension):
        _comprehension(plan, loop, target)
    elif isinstance(loop, ast.For | ast.AsyncFor):
        _statements(plan, loop, target)


def _statements(plan: Plan, loop: ast.For | ast.AsyncFor, target: ast.Name) -> None:
    """By the texts of chunks where that will do; else by what their parts are."""
    reads = {use.context for use in _uses_of(plan, target.id, loop)}
    if reads & {".candidates", ".parts"}:
        PartLoop(plan, loop, target.id).rewrite()
        return
    before = plan.snapshot()
    try:
        _Loop(plan, loop, target).rewrite()
    except ManualError as refusal:
        plan.restore(before)
        try:
            PartLoop(plan, loop, target.id).rewrite()
        except ManualError:
            raise refusal from None


def is_text_event(plan: Plan, name: str, negated: bool = False) -> str:
    """The condition for an event that carries text."""
    equal, joint = ("!=", "or") if negated else ("==", "and")
    quote = plan.quote
    return (
        f"{name}.event_type {equal} {quote}step.delta{quote} "
        f"{joint} {name}.delta.type {equal} {quote}text{quote}"
    )


def is_last_event(plan: Plan, name: str) -> str:
    """The condition for the event that closes the interaction."""
    return f"{name}.event_type == {plan.quote}interaction.completed{plan.quote}"


def _uses_of(plan: Plan, name: str, inside: ast.AST) -> list[Use]:
    within = set(ast.walk(inside))
    return [
        use
        for use in plan.uses
        if use.kind is Kind.CHUNK
        and use.node in within
        and isinstance(use.node, ast.Name)
        and use.node.id == name
    ]


def _text_value(plan: Plan, use: Use, *, asked: bool) -> None:
    """``chunk.text`` and ``chunk.text or ""`` are the text of the delta.

    ``asked``: the text was found to be there.
    """
    node = use.parent
    plan.visited.add(use.node)
    rename(plan, node, "delta.text")
    outer = plan.source.parents[node]
    if (
        isinstance(outer, ast.BoolOp)
        and isinstance(outer.op, ast.Or)
        and len(outer.values) == 2
        and isinstance(outer.values[1], ast.Constant)
        and outer.values[1].value == ""
    ):
        plan.edits.replace(outer, node)
    elif not asked:
        _without_text(plan, use)


def _without_text(plan: Plan, use: Use) -> None:
    """Says what becomes of chunks without text, whose text was None."""
    drafts = origin_drafts(plan, use.node)
    if any(draft.calls_functions for draft in drafts):
        raise plan.cannot("SB015", use.parent, "a chunk with a call has None for a text")
    if any(draft.runs_tools or draft.makes_media or draft.shows_thoughts for draft in drafts):
        plan.mark(use.parent, "A chunk without text was None here; it is left out now.")


# --- comprehensions ----------------------------------------------------------------------------


def _comprehension(plan: Plan, loop: ast.comprehension, target: ast.Name) -> None:
    whole = plan.source.parents[loop]
    if not isinstance(whole, _COMPREHENSIONS) or len(whole.generators) != 1:
        raise plan.cannot("SB015", target, "a nested comprehension")
    tested = False
    for one in _uses_of(plan, target.id, whole):
        if one.context == "pass" and plan.values.value(whole) is not None:
            return
        if one.context != ".text":
            raise plan.cannot("SB015", one.parent, one.context.lstrip("."))
        if one.parent in loop.ifs:
            plan.edits.replace(one.parent, is_text_event(plan, target.id))
            plan.visited.add(one.node)
            tested = True
        elif plan.context(one.parent) == "test":  # type: ignore[arg-type]
            raise plan.cannot("SB015", one.parent, "a test of the text")
        else:
            asked = guarded(plan, one.parent, target.id, "text")
            _text_value(plan, one, asked=asked)
    if not tested:
        end = plan.source.span(loop.iter)[1]
        plan.edits.put(end, end, f" if {is_text_event(plan, target.id)}")


# --- loops -------------------------------------------------------------------------------------


class _Loop:
    """One ``for`` over a stream: each top-level statement of its body gets the events it wants."""

    def __init__(self, plan: Plan, node: ast.For | ast.AsyncFor, target: ast.Name) -> None:
        self.plan = plan
        self.node = node
        self.name = target.id
        self.uses = _uses_of(plan, self.name, node)
        self.guarded = False
        self.followers = Followers(plan, self.name)

    def rewrite(self) -> None:
        wanted = {statement: self._wanted(statement) for statement in self.node.body}
        texts = [s for s, need in wanted.items() if need == "text"]
        stale = self.followers.stale(texts)
        if stale is not None:
            raise self.plan.cannot("SB015", stale, "the text of the last chunk")
        if len(texts) > 1 and len(texts) == len(self.node.body):
            self._skip_the_rest()
        else:
            for together in _runs(self.node.body, texts):
                self._wrap(together, is_text_event(self.plan, self.name))
        for statement, need in wanted.items():
            if need == "usage":
                self._wrap([statement], is_last_event(self.plan, self.name))

    def _wanted(self, statement: ast.stmt) -> str:
        """The events that a statement is for: those with ``text``, with ``usage``, or all."""
        need = self._statement(statement)
        if need == "usage" or self.guarded or (not need and self._harmless(statement)):
            return need
        if not self.followers.add(statement):
            raise self.plan.cannot("SB015", statement, "a statement for every chunk")
        return "text"

    def _statement(self, statement: ast.stmt) -> str:
        """What a statement has to be restricted to: ``text``, ``usage``, or nothing."""
        within = set(ast.walk(statement))
        needs = {self._use(use, statement) for use in self.uses if use.node in within} - {""}
        if len(needs) > 1:
            raise self.plan.cannot("SB015", statement, "text and usage in one statement")
        return needs.pop() if needs else ""

    def _use(self, use: Use, statement: ast.stmt) -> str:
        if use.context == ".text":
            return self._text(use)
        if use.context == ".usage_metadata":
            return self._usage(use)
        if use.context in ("arg", "format", "other") and shown(self.plan, use):
            return ""
        if use.context == "arg" and self._is_said(use):
            return ""
        if use.context == "pass" and use.parent in appends(self.plan, self.node):
            if self.guarded or self.followers.asked:
                raise self.plan.cannot("SB015", use.parent, "only some chunks are kept")
            return ""
        if use.context == "bind" and use.parent is statement and self._alias(statement):
            return ""
        raise self.plan.cannot("SB015", use.parent, use.context.lstrip("."))

    def _is_said(self, use: Use) -> bool:
        """``chunk.text if hasattr(chunk, "text") else ""``: of which only the text stays."""
        choice = self.plan.source.parents[use.parent]
        is_asked = isinstance(use.parent, ast.Call) and ast.unparse(use.parent.func) == "hasattr"
        return is_asked and isinstance(choice, ast.IfExp) and choice.test is use.parent

    def _text(self, use: Use) -> str:
        node = use.parent
        assert isinstance(node, ast.Attribute)
        context = self.plan.context(node)
        if context in ("test", "is None"):
            self._text_test(use, node)
            return ""
        inside = self.guarded or guarded(self.plan, node, self.name, "text")
        _text_value(self.plan, use, asked=inside)
        if not inside and self.followers.is_handed_on(node):
            self.plan.mark(node, FEWER)
        return "" if inside else "text"

    def _text_test(self, use: Use, node: ast.Attribute) -> None:
        test, positive = _whole_test(self.plan, node)
        holder = self.plan.source.parents[test]
        self.plan.visited.add(use.node)
        condition = is_text_event(self.plan, self.name, negated=not positive)
        if not positive:
            if not _is_skip(holder) or holder not in self.node.body:
                raise self.plan.cannot("SB015", test, "a negative test of the text")
            self.guarded = True
        elif isinstance(holder, ast.If) and holder.orelse:
            raise self.plan.cannot("SB015", holder, "an else for chunks without text")
        self.plan.edits.replace(test, condition)

    def _usage(self, use: Use) -> str:
        node = use.parent
        assert isinstance(node, ast.Attribute)
        self.plan.visited.add(use.node)
        if self.guarded or self.followers.asked:
            raise self.plan.cannot("SB015", node, "usage after text was asked for")
        if self.plan.context(node) in ("test", "is None"):
            test, positive = _whole_test(self.plan, node)
            holder = self.plan.source.parents[test]
            if not positive or (isinstance(holder, ast.If) and holder.orelse):
                raise self.plan.cannot("SB015", test, "a negative test of usage")
            self.plan.edits.replace(test, is_last_event(self.plan, self.name))
            return ""
        rename(self.plan, node, "interaction.usage")
        return "" if guarded(self.plan, node, self.name, "usage_metadata") else "usage"

    def _alias(self, statement: ast.stmt) -> bool:
        """``last = chunk`` in every round: after the loop it holds the closing event."""
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return False
        variable = self.plan.values.variable(statement.targets[0])
        if variable is None or variable.is_attribute:
            return False
        known = self.plan.facts.setdefault("last chunks", set())
        assert isinstance(known, set)
        known.add(variable)
        self.plan.visited.update(use.node for use in self.uses if use.parent is statement)
        return True

    def _harmless(self, statement: ast.stmt) -> bool:
        """Whether running a statement for every event is the same as for every chunk."""
        if isinstance(statement, ast.Pass):
            return True
        within = set(ast.walk(statement))
        return any(use.node in within for use in self.uses)

    def _wrap(self, statements: list[ast.stmt], condition: str) -> None:
        source = self.plan.source
        start = source.span(statements[0])[0]
        indent = source.indent(start)
        for statement in statements:
            first = source.span(statement)[0]
            if source.text[source.line_start(first) : first].strip():
                raise self.plan.cannot("SB015", statement, "several statements on a line")
        layout = Layout(source, self.plan.quote)
        if len(statements) == 1:
            inner = indent + source.step
            pieces = layout.moved(statements[0], inner)
            end = source.span(statements[0])[1]
            self.plan.edits.put(start, end, f"if {condition}:", source.newline, inner, *pieces)
            return
        (start, end), pieces = layout.deeper(statements)
        self.plan.edits.put(start, end, f"{indent}if {condition}:", source.newline, *pieces)

    def _skip_the_rest(self) -> None:
        source = self.plan.source
        start = source.span(self.node.body[0])[0]
        indent = source.indent(start)
        if source.text[source.line_start(start) : start].strip():
            raise self.plan.cannot("SB015", self.node, "several statements on a line")
        condition = is_text_event(self.plan, self.name, negated=True)
        inner = indent + source.step
        lines = f"if {condition}:{source.newline}{inner}continue{source.newline}{indent}"
        self.plan.edits.put(start, start, lines)


def _runs(body: list[ast.stmt], chosen: list[ast.stmt]) -> list[list[ast.stmt]]:
    """Chosen statements of a block, those that follow each other together."""
    return [list(run) for own, run in groupby(body, lambda one: one in chosen) if own]


def _whole_test(plan: Plan, node: ast.Attribute) -> tuple[ast.expr, bool]:
    """The comparison or negation around a tested attribute, and whether it asks for presence."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Compare):
        return parent, isinstance(parent.ops[0], ast.IsNot)
    if isinstance(parent, ast.UnaryOp):
        return parent, False
    return node, True


def _is_skip(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and not node.orelse
        and len(node.body) == 1
        and isinstance(node.body[0], ast.Continue)
    )


def guarded(plan: Plan, node: ast.AST, name: str, attribute: str) -> bool:
    """Whether a node only runs where ``name.attribute`` was found to be there."""
    child: ast.AST = node
    parent = plan.source.parents.get(node)
    while parent is not None:
        if _chooses(parent, child) and _asks(parent.test, name, attribute):  # type: ignore[attr-defined]
            return True
        if isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.And):
            index = parent.values.index(child) if child in parent.values else 0
            if any(_asks(value, name, attribute) for value in parent.values[:index]):
                return True
        elif isinstance(parent, ast.comprehension | ast.ListComp | ast.GeneratorExp):
            tests = [t for g in getattr(parent, "generators", [parent]) for t in g.ifs]
            if child not in tests and any(_asks(test, name, attribute) for test in tests):
                return True
        child, parent = parent, plan.source.parents.get(parent)
    return False


def _chooses(parent: ast.AST, child: ast.AST) -> bool:
    """Whether a node is what happens when its parent's test is true."""
    if isinstance(parent, ast.If):
        return child in parent.body
    return isinstance(parent, ast.IfExp) and child is parent.body


def _asks(test: ast.expr, name: str, attribute: str) -> bool:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_asks(value, name, attribute) for value in test.values)
    found = ast.unparse(test)
    return found in (f"{name}.{attribute}", f"{name}.{attribute} is not None")
