"""Loops over chunks and their parts become loops over events, told apart by the type of the delta.

What a part was is the delta itself; a thought's text is in the delta's content. Where rounds that
no chunk had a part for come to a statement, it gets the condition under which it did something.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import cast

from stepbridge_codemods.planning.plan import ManualError, Plan, Use
from stepbridge_codemods.rules.answers.results import drafts_in
from stepbridge_codemods.rules.streams.chunk_appends import appends
from stepbridge_codemods.rules.streams.delta_reads import Reads
from stepbridge_codemods.rules.streams.delta_types import (
    AROUND,
    CARRIERS,
    DELTAS,
    NO_DELTA,
    UNPARTED,
    Piece,
    Pieces,
    Round,
    possible,
)
from stepbridge_codemods.rules.streams.last_reason import is_needed_alone, only_once
from stepbridge_codemods.rules.streams.round_names import RoundNames
from stepbridge_codemods.rules.streams.stream_tests import Old, Tests
from stepbridge_codemods.text.edits import Span
from stepbridge_codemods.text.layout import WIDTH, Layout
from stepbridge_codemods.values.kinds import Kind

_ENDS = (ast.Break, ast.Return, ast.Raise)
_LISTS = (Kind.PARTS, Kind.CANDIDATES)
_LEFT_OUT = "A chunk without text was None here; it is left out now."


class PartLoop:
    """One ``for`` over a stream, followed branch by branch with the rounds that come there."""

    def __init__(self, plan: Plan, node: ast.For | ast.AsyncFor, name: str) -> None:
        self.plan = plan
        self.node = node
        self.moved: list[tuple[Span, int]] = []
        within = {inner for statement in node.body for inner in ast.walk(statement)}
        origins = plan.values.value(node.iter)
        assert origins is not None
        made_by = origins.origins
        uses: dict[ast.AST, Use] = {
            use.node: use for use in plan.uses if use.node in within and _of(plan, use, made_by)
        }
        drafts = drafts_in(plan)
        if any(draft.makes_sound for draft in drafts):
            raise plan.cannot("SB015", plan.sites[0].call, "sound in a stream")
        self.round = Round(plan, name, uses, possible(drafts))
        self.reads = Reads(self.round)
        self.tests = Tests(self.round, self._asked_of)
        self.names = RoundNames(plan, node)

    def rewrite(self) -> None:
        """Edits the body; gives up at what no event has."""
        self._block(self.node.body, self.round.possible, [])
        for use in self.round.uses.values():
            if use.node not in self.round.settled and use.kind in (*AROUND, Kind.CHUNK, Kind.PART):
                raise self._cannot(use.parent, use.context.lstrip("."))
        self.plan.settled |= self.round.settled
        self.plan.visited |= self.round.settled

    def _cannot(self, node: ast.AST, detail: str) -> ManualError:
        return self.plan.cannot("SB015", node, detail)

    # --- statements ------------------------------------------------------------------------------

    def _block(self, body: list[ast.stmt], now: Pieces, behind: Sequence[ast.stmt]) -> Pieces:
        """What goes on after a block; ``behind`` are statements that follow it in the round."""
        for index, statement in enumerate(body):
            later = [*body[index + 1 :], *behind]
            now = self._statement(statement, now, later)
        return now

    def _statement(self, node: ast.stmt, now: Pieces, later: Sequence[ast.stmt]) -> Pieces:
        if isinstance(node, ast.If) and self.tests.concerns(node.test):
            return self._if(node, now, later)
        if isinstance(node, ast.For) and self._is_list(node):
            return self._parts(node, now, later)
        leaves = isinstance(node, ast.Break | ast.Return | ast.Continue)
        if leaves and now == {Piece.END} and any(map(self.reads.inside, later)):
            raise self._cannot(node, "the text of the last chunk")
        if isinstance(node, ast.Continue):
            return frozenset()
        if isinstance(node, ast.If) and self.round.within(node):
            return self._block(node.body, now, later) | self._block(node.orelse, now, later)
        if isinstance(node, ast.Try) and self._is_followed(node):
            self._block(node.body, now, later)
            return now
        if isinstance(node, ast.With | ast.AsyncWith) and self.round.within(node):
            self._simple([i.context_expr for i in node.items], node, now, wraps=False)
            return self._block(node.body, now, later)
        if self._is_alias(node):
            return self._alias(node, now)
        return self._simple([node], node, now, wraps=True)

    def _is_followed(self, node: ast.Try) -> bool:
        """Whether only what is tried has to do with the chunk."""
        rest = [*node.handlers, *node.orelse, *node.finalbody]
        inside = any(self.round.within(one) for one in node.body)
        return inside and not node.finalbody and not any(map(self.round.within, rest))

    def _if(self, node: ast.If, now: Pieces, later: Sequence[ast.stmt]) -> Pieces:
        true, false = self.tests.split(node.test, now)
        if self._is_for_reason(node, true):
            self.round.settle(node.test)
            last = self.tests.asking(true & {Piece.END}, True, now)
            self.plan.edits.replace(node.test, *last.pieces)
            self._block(node.body, true & {Piece.END}, later)
            return now
        if not true and self._is_idle_question(node):
            self.round.settle(node.test)
            self._remove(node)
            return now
        self._test(node, now)
        after = self._block(node.body, true, later)
        if not node.orelse:
            return after | false
        first = node.orelse[0]
        if not (isinstance(first, ast.If) and self._is_elif(first)):
            false = self._else(node, false)
        return after | self._block(node.orelse, false, later)

    def _is_idle_question(self, node: ast.If) -> bool:
        """``if not content: continue`` where all that come have one."""
        alone = len(node.body) == 1 and isinstance(node.body[0], ast.Continue) and not node.orelse
        return alone and len(self._holder(node)) > 1

    def _is_for_reason(self, node: ast.If, true: Pieces) -> bool:
        """``if chunk.candidates: reason = chunk.candidates[0].finish_reason``."""
        asks = self.round.asked(node.test) is not None and not node.orelse
        return asks and Piece.END in true and is_needed_alone(self.round, node.body, self.node)

    def _test(self, node: ast.If, now: Pieces) -> None:
        """Writes the condition, without parentheses that it no longer needs."""
        written = self.tests.write(node.test, now)
        source = self.plan.source
        start, end = source.span(node.test)
        if written.pieces[-1] is node.test:
            if source.text[start - 1] != " ":
                raise self._cannot(node.test, "a condition in parentheses")
            self.plan.edits.put(start - 1, start, " ", *written.pieces[:-1])
            return
        if any(start <= first < end for first, _ in source.comments):
            raise self._cannot(node.test, "a comment inside a condition")
        before, after = source.text[:start].rstrip(), source.text[end:].lstrip()
        texts = (one if isinstance(one, str) else self.plan.text(one) for one in written.pieces)
        if before.endswith("(") and after.startswith("):") and sum(map(len, texts)) < WIDTH - 16:
            start = len(before) - 1
            end = len(source.text) - len(after) + 1
            space = "" if before[-2].isspace() else " "
            self.plan.edits.put(start, end, space, *written.pieces)
        else:
            self.plan.edits.put(start, end, *written.pieces)

    def _asked_of(self, test: ast.expr, now: Pieces) -> None:
        """Conditions about what a text says read it like any other expression."""
        for node in self.reads.inside(test):
            if not now <= self.reads.there(node):
                raise self._cannot(test, "a condition on what is read from a chunk")
            self.reads.convert(node, now)

    def _is_elif(self, node: ast.If) -> bool:
        return self.plan.source.text.startswith("elif", self.plan.source.span(node)[0])

    def _else(self, node: ast.If, now: Pieces) -> Pieces:
        """``else`` becomes ``elif`` where it meant what is left of the parts."""
        wanted = self._wanted(node.orelse, now)
        if wanted is None or now <= wanted:
            return now
        source = self.plan.source
        start = source.text.rindex("else", 0, source.span(node.orelse[0])[0])
        self.plan.edits.put(start, start + 4, "elif ", *self.tests.asking(wanted, True, now).pieces)
        self._left_out(node.orelse[0], now - wanted)
        return now & wanted

    def _parts(self, header: ast.For, now: Pieces, later: Sequence[ast.stmt]) -> Pieces:
        """``for part in chunk.candidates[0].content.parts:`` is about the one delta."""
        node = header
        self._check(node, later)
        while not now & NO_DELTA and len(node.body) == 1 and self._is_list(node.body[0]):
            node = cast(ast.For, node.body[0])
            self._check(node, later)
        there = (self._wanted(node.body, now) if node is header else None) or DELTAS
        if now & NO_DELTA or there is not DELTAS:
            condition = self.tests.asking(there, True, now).pieces
            start, end = self.plan.source.span(node)[0], self.plan.source.span(node.iter)[1]
            self.plan.edits.put(start, end, "if ", *condition)
        else:
            self._dedent(header, node)
        self._block(node.body, now & there, later)
        return now

    def _is_list(self, node: ast.stmt) -> bool:
        return isinstance(node, ast.For) and self.round.kind(node.iter) in _LISTS

    def _check(self, node: ast.For, later: Sequence[ast.stmt]) -> None:
        """Gives up where a loop over parts is more than its body for each of them."""
        self.round.settle(node.iter)
        later = [one for one in later if not self.names.asks(one)]
        if not isinstance(node.target, ast.Name) or node.orelse or _leaves(node, later):
            raise self._cannot(node, "a loop over parts that is left early")
        if any(load not in set(ast.walk(node)) for load in self._loads(node.target)):
            raise self._cannot(node, "a part that is read after its loop")

    def _loads(self, target: ast.Name) -> list[ast.expr]:
        variable = self.plan.values.variable(target)
        return self.plan.values.loads(variable) if variable is not None else []

    def _dedent(self, header: ast.For, node: ast.For) -> None:
        source = self.plan.source
        first, start = source.span(node.body[0])[0], source.span(header)[0]
        head, newline, _ = source.text[source.span(node.iter)[1] : first].partition("\n")
        if head.strip() != ":" or not newline or self._shift(start):
            raise self._cannot(node, "a loop over parts on one line")
        count = len(source.indent(first)) - len(source.indent(start))
        line = source.position(source.span(node.iter)[1])[0] + 1
        self.plan.edits.put(source.line_start(start), source.at(line, 0))
        for span in Layout(source).indentation(node.body, line, count):
            self.plan.edits.put(*span)
        self.moved.append(((first, source.span(node)[1]), count))

    def _shift(self, at: int) -> int:
        """By how much a place has been moved to the left."""
        return sum(count for (start, end), count in self.moved if start <= at < end)

    # --- statements that do something -----------------------------------------------------------

    def _wanted(self, body: list[ast.stmt], now: Pieces) -> Pieces | None:
        """The rounds that all statements of a block mean, where rounds without a part come too."""
        if not now & UNPARTED:
            return None
        found = None
        for statement in body:
            if self.tests_inside(statement):
                return None
            wanted = self.reads.needed([statement])
            if wanted is not None:
                found = wanted if found is None else found & wanted
        return found & now if found else None

    def tests_inside(self, statement: ast.stmt) -> bool:
        """Whether a statement tells rounds apart by itself."""
        inner = [n for n in ast.walk(statement) if isinstance(n, ast.If | ast.For)]
        return any(self.round.within(node) for node in inner)

    def _simple(
        self, nodes: Sequence[ast.AST], statement: ast.stmt, now: Pieces, *, wraps: bool
    ) -> Pieces:
        needed = self.reads.needed(nodes)
        if getattr(statement, "value", None) in appends(self.plan, self.node):
            return self._appended(statement, now)
        if needed is None:
            if self.names.skips(statement):
                return now & {Piece.TEXT}
            once = now <= {Piece.END} and only_once(self.round, statement)
            idle = once or _does_nothing(statement) or self._is_idle(statement)
            if now & UNPARTED and wraps and not idle:
                raise self._cannot(statement, "a statement for every chunk")
            return frozenset() if isinstance(statement, _ENDS) else now
        rest = now & needed
        if not rest:
            raise self._cannot(statement, "what is read is never there")
        if rest != now:
            if wraps and self._named_text(statement, rest, now):
                return now
            keeps = isinstance(statement, ast.Assign | ast.AnnAssign)
            if not wraps or (keeps and not is_needed_alone(self.round, [statement], self.node)):
                raise self._cannot(statement, "a statement for every chunk")
            self._left_out(statement, now - rest)
            self._wrap(statement, self.tests.asking(needed, True, now).pieces)
        for node in nodes:
            for read in self.reads.inside(node):
                self.reads.convert(read, rest)
        return now - rest if isinstance(statement, _ENDS) else now

    def _is_idle(self, statement: ast.stmt) -> bool:
        """Whether rounds without a part may come to a statement about names of this round."""
        return self.names.begins(statement) or self.names.asks(statement)

    def _named_text(self, statement: ast.stmt, rest: Pieces, now: Pieces) -> bool:
        """``text = chunk.text``, which was None where there was none."""
        value = getattr(statement, "value", None)
        reads = self.reads.inside(statement)
        if rest != {Piece.TEXT} or len(reads) != 1 or self.reads.or_empty(reads[0]) is not value:
            return False
        if not self.names.takes(statement):
            return False
        none = "None" if reads[0] is value else self.plan.quote * 2
        self.reads.convert(reads[0], rest)
        asked = self.tests.asking(rest, True, now).pieces
        end = self.plan.source.span(value)[1]
        self.plan.edits.put(end, end, " if ", *asked, f" else {none}")
        return True

    def _appended(self, statement: ast.stmt, now: Pieces) -> Pieces:
        """``chunks.append(chunk)`` in every round."""
        if now != self.round.possible:
            raise self._cannot(statement, "only some chunks are kept")
        self.round.settle(statement)
        return now

    def _left_out(self, statement: ast.stmt, gone: Pieces) -> None:
        """Says what becomes of chunks without text, whose text was None."""
        texts = [read for read in self.reads.inside(statement) if self.reads.or_empty(read) is read]
        texts = [read for read in texts if self.reads.there(read) & {Piece.TEXT}]
        if texts and Piece.CALL in gone:
            raise self._cannot(texts[0], "a chunk with a call has None for a text")
        if texts and gone & {Piece.THOUGHT, Piece.IMAGE, Piece.CODE, Piece.OUTPUT}:
            self.plan.mark(texts[0], _LEFT_OUT)

    def _wrap(self, statement: ast.stmt, condition: Sequence[Old]) -> None:
        source = self.plan.source
        start, end = source.span(statement)
        indent = source.indent(start)
        if source.text[source.line_start(start) : start].strip():
            raise self._cannot(statement, "several statements on a line")
        shift = self._shift(start)
        inner = indent[shift:] + source.step
        pieces = Layout(source).moved(statement, inner, anew=bool(shift))
        self.plan.edits.put(start, end, "if ", *condition, ":", source.newline, inner, *pieces)

    # --- names for parts -------------------------------------------------------------------------

    def _is_alias(self, node: ast.stmt) -> bool:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return False
        return self.round.kind(node.value) in (*AROUND, *CARRIERS, Kind.PART)

    def _alias(self, node: ast.stmt, now: Pieces) -> Pieces:
        """``part = chunk.candidates[0].content.parts[0]`` names the delta; what is around goes."""
        assert isinstance(node, ast.Assign)
        target = node.targets[0]
        body = set(ast.walk(self.node))
        if not isinstance(target, ast.Name) or any(n not in body for n in self._loads(target)):
            raise self._cannot(node, "a part that is kept")
        if self.round.kind(node.value) not in AROUND:
            if now & NO_DELTA:
                raise self._cannot(node, "a part of every chunk")
            self.round.settle(node.value)
            self.plan.edits.replace(node.value, f"{self.round.name}.delta")
            return now
        self.round.settle(node.value)
        self._remove(node)
        return now

    def _remove(self, node: ast.stmt) -> None:
        source = self.plan.source
        start, end = source.line_start(source.span(node)[0]), source.span(node)[1]
        line_end = source.text.find("\n", end) + 1
        block = self._holder(node)
        around = source.text[start : source.span(node)[0]] + source.text[end:line_end]
        if len(block) == 1 or not line_end or around.strip():
            raise self._cannot(node, "a name for what is around the parts")
        self.plan.edits.put(start, line_end)

    def _holder(self, node: ast.stmt) -> list[ast.stmt]:
        parent = self.plan.source.parents[node]
        blocks = [getattr(parent, name, []) for name in ("body", "orelse", "finalbody")]
        return next(block for block in blocks if isinstance(block, list) and node in block)


def _of(plan: Plan, use: Use, made_by: frozenset[ast.AST]) -> bool:
    value = plan.values.value(use.node)
    return value is not None and bool(value.origins & made_by)


def _leaves(node: ast.For, later: Sequence[ast.stmt]) -> bool:
    """Whether a loop over parts is left early, so that the other parts would not be seen."""
    inner = {n for n in ast.walk(node) if isinstance(n, ast.For | ast.While) and n is not node}
    nested = {leaf for other in inner for leaf in ast.walk(other)}
    own = [n for n in ast.walk(node) if n not in nested]
    goes_on = bool(later) and any(isinstance(n, ast.Continue) for n in own)
    return goes_on or any(isinstance(n, ast.Break) for n in own)


def _does_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )
