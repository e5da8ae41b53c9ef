"""Each expression is evaluated once, also where expressions depend on themselves."""

from __future__ import annotations

import ast

from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.definitions import Definitions
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings
from stepbridge_codemods.values.value import Value

_NO_CYCLE = 1 << 30


class Evaluation(Definitions):
    """What is known of the expressions of a module so far.

    A node that depends on itself (functions that call each other, names that a loop passes on) is
    nothing while it is being evaluated. What comes of that to be nothing waits until the node is
    known: evaluating it again on each way that leads to it takes exponential time.
    """

    def __init__(self, source: Source, around: Surroundings = NOWHERE) -> None:
        super().__init__(source, around)
        self._values: dict[ast.AST, Value | None] = {}
        self._busy: dict[ast.AST, int] = {}
        """The nodes that are being evaluated, and their depths."""
        self._lowest = _NO_CYCLE
        """The depth of the outermost of them that was asked for."""
        self._waiting: dict[ast.AST, None] = {}
        """The nodes that are nothing as long as all busy ones are, in the order of evaluation."""
        self._floor = _NO_CYCLE
        """The depth of the outermost busy node that those depend on."""
        self._asked: set[ast.AST] = set()
        """The busy nodes that were asked for."""

    def value(self, node: ast.AST) -> Value | None:
        """What an expression is; None when it is nothing that matters."""
        if node in self._values:
            return self._values[node]
        if node in self._busy:
            self._asked.add(node)
            self._lowest = min(self._lowest, self._busy[node])
            return None
        if node in self._waiting:
            self._lowest = min(self._lowest, self._floor)
            return None
        depth, before, floor = len(self._busy), len(self._waiting), self._floor
        outer, self._lowest = self._lowest, _NO_CYCLE
        self._busy[node] = depth
        try:
            result = self._value(node)
        finally:
            del self._busy[node]
            lowest = self._lowest if self._lowest < depth else _NO_CYCLE
            self._lowest = min(outer, lowest)
        asked = node in self._asked
        self._asked.discard(node)
        if result is None and lowest != _NO_CYCLE:
            self._waiting[node] = None
            self._floor = min(self._floor, lowest)
            return None
        self._values[node] = result
        if result is None or asked:
            self._decide(before, are_nothing=result is None)
            self._floor = floor
        return result

    def _value(self, node: ast.AST) -> Value | None:
        """What an expression is, by others."""
        raise NotImplementedError

    def _decide(self, before: int, *, are_nothing: bool) -> None:
        """Takes the nodes that wait, except the first, as known, or to be evaluated again."""
        while len(self._waiting) > before:
            node, _ = self._waiting.popitem()
            if are_nothing:
                self._values[node] = None
