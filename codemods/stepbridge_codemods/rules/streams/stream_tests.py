"""Conditions about a chunk and its parts become conditions about an event and its delta."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from stepbridge_codemods.rules.streams.delta_types import (
    CLOSING,
    DELTAS,
    NO_DELTA,
    Piece,
    Pieces,
    Round,
)
from stepbridge_codemods.rules.streams.last_reason import compared

Old = str | ast.AST
"""A piece of a new text: text, or an old node that stays."""


@dataclass(frozen=True, slots=True)
class Written:
    """A condition as new text. ``always`` is what it is in every round that comes here.

    ``joint`` is the operator that it consists of, if any.
    """

    pieces: tuple[Old, ...]
    joint: str = ""
    always: bool | None = None


class Tests:
    """Reads and writes the conditions of one loop; ``read`` is told of other conditions in them."""

    def __init__(self, around: Round, read: Callable[[ast.expr, Pieces], None]) -> None:
        self.round = around
        self.read = read
        self.plan = around.plan

    def concerns(self, node: ast.expr) -> bool:
        """Whether a condition asks something of the chunk."""
        return bool(self.round.within(node))

    def split(self, node: ast.expr, now: Pieces) -> tuple[Pieces, Pieces]:
        """For which rounds a condition may be true, and for which it may be false."""
        atom = self._atom(node)
        if atom is not None:
            there, positive = atom
            return (now & there, now - there) if positive else (now - there, now & there)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            false, true = self.split(node.operand, now)
            return true, false
        if isinstance(node, ast.BoolOp):
            return self._split_all(node, now)
        return (now & {Piece.END}, now) if compared(self.round, node) else (now, now)

    def _split_all(self, node: ast.BoolOp, now: Pieces) -> tuple[Pieces, Pieces]:
        joins = isinstance(node.op, ast.And)
        settled: Pieces = frozenset()
        for value in node.values:
            true, false = self.split(value, now)
            settled |= false if joins else true
            now = true if joins else false
        return (now, settled) if joins else (settled, now)

    def _atom(self, node: ast.expr) -> tuple[Pieces, bool] | None:
        """What the smallest conditions ask for, and whether they ask for it to be there."""
        there = self.round.asked(node)
        if there is not None:
            return there, True
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._atom(node.operand)
            return (inner[0], not inner[1]) if inner is not None else None
        if isinstance(node, ast.Call) and node.args:
            return self._call(node)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compared(node, node.ops[0], node.comparators[0])
        return None

    def _call(self, node: ast.Call) -> tuple[Pieces, bool] | None:
        name, subject = ast.unparse(node.func), node.args[0]
        if name == "hasattr" and subject in self.round.uses:
            there = self._named(node)
            return (there, True) if there is not None else None
        return self._atom(subject) if name in ("len", "bool") and len(node.args) == 1 else None

    def _named(self, node: ast.Call) -> Pieces | None:
        """What ``hasattr`` asks for. It was always true, and says nothing beside other conditions.

        By itself it was meant to ask what there is.
        """
        outer = self.plan.source.parents[node]
        if not isinstance(outer, ast.If):
            return frozenset(Piece)
        name = node.args[1] if len(node.args) == 2 else None
        asked = str(name.value) if isinstance(name, ast.Constant) else ""
        return self.round.carries(node.args[0], asked) if not outer.orelse else None

    def _compared(
        self, node: ast.Compare, operator: ast.cmpop, right: ast.expr
    ) -> tuple[Pieces, bool] | None:
        there = self.round.asked(node.left)
        value = right.value if isinstance(right, ast.Constant) else ...
        if there is not None and (value is None or value is True or value == ""):
            equal = isinstance(operator, ast.Is | ast.Eq)
            if equal or isinstance(operator, ast.IsNot | ast.NotEq):
                return there, equal is (value is True)
        counted = self._call(node.left) if isinstance(node.left, ast.Call) else None
        if counted is not None and value == 0 and isinstance(operator, ast.Gt | ast.NotEq | ast.Eq):
            return counted[0], counted[1] is not isinstance(operator, ast.Eq)
        return None

    # --- the new text ----------------------------------------------------------------------------

    def write(self, node: ast.expr, now: Pieces) -> Written:
        """The condition in its new form, where only some rounds come to it."""
        atom = self._atom(node)
        if atom is not None:
            self.round.settle(node)
            return self.asking(*atom, now)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.write(node.operand, now)
            always = None if inner.always is None else not inner.always
            pieces = ("(", *inner.pieces, ")") if inner.joint else inner.pieces
            return Written(("not ", *pieces), "", always)
        if isinstance(node, ast.BoolOp):
            return self._joined(node, now)
        if compared(self.round, node):
            return self._of_reason(node, now)
        self.read(node, now)
        loose = isinstance(node, ast.IfExp | ast.Lambda | ast.NamedExpr)
        return Written(("(", node, ")") if loose else (node,))

    def _joined(self, node: ast.BoolOp, now: Pieces) -> Written:
        """Without what goes without saying after what was asked before."""
        joins = isinstance(node.op, ast.And)
        kept: list[Written] = []
        last = None
        for index, value in enumerate(node.values):
            last = self.write(value, now)
            if last.always is not joins and not (
                joins and self._is_said(value, node.values[index + 1 :])
            ):
                kept.append(last)
            true, false = self.split(value, now)
            now = true if joins else false
        assert last is not None
        if not kept:
            return last
        if len(kept) == 1:
            return kept[0]
        return _all(kept, " and " if joins else " or ")

    def _of_reason(self, node: ast.expr, now: Pieces) -> Written:
        """A comparison of the reason why an answer ended: in the last round there is one."""
        last = frozenset({Piece.END})
        self.read(node, now & last)
        before = self.asking(last, True, now)
        return (
            Written((node,)) if before.always else Written((*before.pieces, " and ", node), " and ")
        )

    def _is_said(self, value: ast.expr, later: list[ast.expr]) -> bool:
        """Whether a later condition holds only where this one does: a reason has a candidate."""
        asked = self._atom(value)
        ends = asked is not None and asked[1] and Piece.END in asked[0]
        if ends and any(compared(self.round, one) for one in later):
            return True
        behind = [atom for one in later if (atom := self._atom(one)) is not None]
        return asked is not None and asked[1] and any(b[1] and b[0] <= asked[0] for b in behind)

    def asking(self, there: Pieces, positive: bool, now: Pieces) -> Written:
        """Whether a round is one of some; ``now`` are those that can be."""
        name, quote = self.round.name, self.plan.quote
        always = positive if now <= there else (not positive if not now & there else None)
        equal = "==" if positive else "!="
        if there == {Piece.END}:
            return Written((f"{name}.event_type {equal} {quote}{Piece.END}{quote}",), "", always)
        if there == CLOSING and now - there:
            among = "in" if positive else "not in"
            both = f"({quote}step.delta{quote}, {quote}{Piece.END}{quote})"
            return Written((f"{name}.event_type {among} {both}",), "", always)
        is_delta = f"{name}.event_type {equal} {quote}step.delta{quote}"
        if there >= DELTAS:
            return Written((is_delta,), "", always)
        types = [f"{quote}{p}{quote}" for p in Piece if p in (there & self._worth(there, now))]
        if len(types) == 1:
            condition = f"{name}.delta.type {equal} {types[0]}"
        else:
            among = "in" if positive else "not in"
            condition = f"{name}.delta.type {among} ({', '.join(types)})"
        if not now & NO_DELTA:
            return Written((condition,), "", always)
        joint = " and " if positive else " or "
        return Written((is_delta, joint, condition), joint, always)

    def _worth(self, there: Pieces, now: Pieces) -> Pieces:
        """The types worth naming: those that can come, or all where none can."""
        return now if now & there else there


def _all(kept: list[Written], joint: str) -> Written:
    pieces: list[Old] = []
    for index, one in enumerate(kept):
        loose = one.joint not in ("", joint)
        pieces += [joint if index else "", *(("(", *one.pieces, ")") if loose else one.pieces)]
    return Written(tuple(pieces), joint)
