"""Texts, media and code that are read from the part of a chunk are read from the delta of an event.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.streams.delta_types import CARRIERS, Piece, Pieces, Round
from stepbridge_codemods.rules.streams.last_reason import choice_of, reason_in
from stepbridge_codemods.values.kinds import Kind


class Reads:
    """What the expressions of one loop take from a chunk."""

    def __init__(self, around: Round) -> None:
        self.round = around
        self.plan = around.plan

    def inside(self, node: ast.AST) -> list[ast.expr]:
        """The outermost expressions inside a node that are texts, or what deltas carry."""
        if node in self.round.settled:
            return []
        if isinstance(node, ast.expr) and self._is_read(node):
            return [node]
        return [read for child in ast.iter_child_nodes(node) for read in self.inside(child)]

    def needed(self, nodes: Sequence[ast.AST]) -> Pieces | None:
        """The rounds for which all that is read is there; None where nothing is read."""
        reads = [self.there(read) for node in nodes for read in self.inside(node)]
        return frozenset(Piece).intersection(*reads) if reads else None

    def _is_read(self, node: ast.expr) -> bool:
        found = self.round.field(node)
        if found is not None and found[1] == "text":
            return self.round.uses[found[0]].kind in (Kind.CHUNK, Kind.PART)
        return self.round.kind(node) in (*CARRIERS, Kind.USAGE) or self._is_reason(node)

    def _is_reason(self, node: ast.expr) -> bool:
        """``candidate.finish_reason``, with or without ``.name``."""
        return self.round.kind(node) is Kind.FINISH and isinstance(node, ast.Attribute)

    def there(self, node: ast.expr) -> Pieces:
        return self.round.asked(node) or frozenset()

    def convert(self, node: ast.expr, now: Pieces) -> None:
        """An expression in its new form, where it is certain what the delta is."""
        if isinstance(node, ast.Name):
            return
        kind = self.round.kind(node)
        if kind is Kind.USAGE:
            self.round.settle(node.value)  # type: ignore[attr-defined]
            rename(self.plan, node, "interaction.usage")
            return
        if kind is Kind.FINISH:
            self._reason(node)
            return
        if kind in CARRIERS:
            self._carrier(node)
            return
        field = self.round.field(node)
        assert field is not None
        self.round.settle(field[0])
        texts = now & self.there(node)
        if len(texts) != 1:
            raise self.plan.cannot("SB015", node, "the text of what may be a thought")
        name = "delta.content.text" if texts == {Piece.THOUGHT} else "delta.text"
        self.plan.edits.replace(self.or_empty(node), f"{self.round.name}.{name}")

    def _reason(self, node: ast.expr) -> None:
        """The status; what is done with it is a matter of the rules for finish reasons."""
        reason = reason_in(self.round, node)
        self.round.settle(reason.value)
        self.plan.edits.replace(reason, f"{self.round.name}.interaction.status")
        choice = choice_of(self.round, node)
        if choice is not None:
            self.round.settle(choice.test)
            self.plan.edits.replace(choice, node)

    def _carrier(self, node: ast.expr) -> None:
        owner = getattr(node, "value", None)
        if owner is None:
            raise self.plan.cannot("SB015", node, "what a part carries")
        self.round.settle(owner)
        self.plan.edits.replace(node, f"{self.round.name}.delta")

    def or_empty(self, node: ast.expr) -> ast.expr:
        """``part.text or ""`` is the text of the delta."""
        outer = self.plan.source.parents[node]
        if not isinstance(outer, ast.BoolOp) or not isinstance(outer.op, ast.Or):
            return node
        last = outer.values[-1]
        empty = isinstance(last, ast.Constant) and last.value == ""
        return outer if empty and len(outer.values) == 2 else node
