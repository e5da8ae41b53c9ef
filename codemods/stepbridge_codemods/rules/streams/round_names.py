"""Names that a loop over chunks gives anew in every round, for that round alone.

They are empty in rounds that no chunk had a part for, so what asks for them does nothing there.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.streams.empty_texts import needs_text, wants_none

_EMPTY = frozenset({"''", "[]", "{}", "None", "set()", "list()", "dict()", "''.join([])"})


@dataclass
class RoundNames:
    """Names of one loop that are of this round: ``texts`` of the chunk, and ``empty`` ones."""

    plan: Plan
    loop: ast.For | ast.AsyncFor
    texts: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)

    def begins(self, statement: ast.stmt) -> bool:
        """Whether a statement gives an empty value to a name of this round."""
        target = _target(statement)
        value = getattr(statement, "value", None)
        if target is None or value is None or ast.unparse(value) not in _EMPTY:
            return False
        if not self._is_of_round(target):
            return False
        self.empty.add(target.id)
        return True

    def takes(self, statement: ast.stmt) -> bool:
        """Whether a statement gives a name of this round to the text of the chunk."""
        target = _target(statement)
        if target is None or not self._is_of_round(target):
            return False
        self.texts.add(target.id)
        return True

    def asks(self, statement: ast.stmt) -> bool:
        """Whether a statement does nothing where such a name is empty."""
        if not isinstance(statement, ast.If) or statement.orelse:
            return False
        return needs_text(statement.test, self.texts | self.empty)

    def skips(self, statement: ast.stmt) -> bool:
        """``if not text: continue``."""
        if not isinstance(statement, ast.If) or statement.orelse or len(statement.body) != 1:
            return False
        return isinstance(statement.body[0], ast.Continue) and wants_none(
            statement.test, self.texts
        )

    def _is_of_round(self, target: ast.Name) -> bool:
        """Whether every read of a name comes after this place in the body of the loop."""
        values = self.plan.values
        variable = values.variable(target)
        if variable is None or values.is_shared(variable):
            return False
        within = {node for statement in self.loop.body for node in ast.walk(statement)}
        at = (target.lineno, target.col_offset)
        reads = [load for load in values.loads(variable) if isinstance(load, ast.Name)]
        return all(load in within and (load.lineno, load.col_offset) > at for load in reads)


def _target(statement: ast.stmt) -> ast.Name | None:
    if isinstance(statement, ast.AnnAssign):
        target: ast.expr | None = statement.target
    else:
        is_one = isinstance(statement, ast.Assign) and len(statement.targets) == 1
        target = statement.targets[0] if is_one else None  # type: ignore[attr-defined]
    return target if isinstance(target, ast.Name) else None
