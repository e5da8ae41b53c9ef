"""Loops that pass thoughts by: over what the model_output steps hold, and the question goes.

``if part.thought: continue`` has nothing to ask where no thought comes.

https://ai.google.dev/gemini-api/docs/thinking
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import Layout

_LOOSE = (ast.IfExp, ast.NamedExpr, ast.Lambda, ast.BoolOp)
_ASKING = frozenset({"hasattr", "getattr", "isinstance", "len", "bool"})


def leaves_thoughts_out(plan: Plan, loop: ast.AST) -> bool:
    """Takes the questions out of a loop that does nothing for a thought; whether it is one."""
    if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
        return False
    passing = _Passing(plan, loop.target.id)
    if not passing.by(loop.body) or not passing.removals or passing.asks_more(loop):
        return False
    for removal in passing.removals:
        removal.carry_out(plan)
    plan.settled |= passing.settled
    return True


@dataclass
class _Removal:
    """A question that goes: a statement, the header of one, or an operand of its condition."""

    statement: ast.If
    rest: list[ast.expr] | None = None
    is_whole: bool = False

    def carry_out(self, plan: Plan) -> None:
        if self.rest:
            pieces = [part for one in self.rest for part in (" and ", *_wrapped(one))]
            plan.edits.replace(self.statement.test, *pieces[1:])
        elif self.is_whole:
            _remove(plan, self.statement)
        else:
            _unwrap(plan, self.statement)


@dataclass
class _Passing:
    """What a loop over parts does when a part is a thought, and where it asks for that."""

    plan: Plan
    part: str
    removals: list[_Removal] = field(default_factory=list)
    settled: set[ast.AST] = field(default_factory=set)

    def by(self, body: list[ast.stmt]) -> bool:
        """Whether a block does nothing for a thought."""
        for statement in body:
            if isinstance(statement, ast.Continue):
                return True
            if isinstance(statement, ast.Pass):
                continue
            if not isinstance(statement, ast.If) or "#" in self.plan.text(statement.test):
                return False
            if self._is_thought(statement.test):
                return self._goes_on(statement, body)
            if not self._by_choice(statement):
                return False
        return True

    def _goes_on(self, statement: ast.If, body: list[ast.stmt]) -> bool:
        """``if part.thought: continue``, with something behind it."""
        alone = [type(one) for one in statement.body] == [ast.Continue] and not statement.orelse
        if not alone or body[-1] is statement or self._is_elif(statement):
            return False
        self.removals.append(_Removal(statement, is_whole=True))
        self._settle(statement.test)
        return True

    def _by_choice(self, statement: ast.If) -> bool:
        operands = _operands(statement.test)
        rest = [one for one in operands if not self._is_no_thought(one)]
        if not all(map(_only_asks, rest)):
            return False
        if len(rest) == len(operands):
            return self.by(statement.body) and self.by(statement.orelse)
        if statement.orelse or (not rest and not self._can_unwrap(statement)):
            return False
        self.removals.append(_Removal(statement, rest))
        for one in operands:
            if one not in rest:
                self._settle(one)
        return True

    def _can_unwrap(self, statement: ast.If) -> bool:
        source = self.plan.source
        header = source.text[source.span(statement.test)[1] :].partition("\n")[0]
        stands_alone = statement.body[0].lineno > statement.test.end_lineno  # type: ignore[operator]
        return stands_alone and header.strip(") \t\r") == ":" and not self._is_elif(statement)

    def _is_elif(self, statement: ast.If) -> bool:
        return self.plan.source.text.startswith("elif", self.plan.source.span(statement)[0])

    def _is_thought(self, test: ast.expr) -> bool:
        """``part.thought``, also with ``hasattr(part, "thought")`` before it."""
        read = f"{self.part}.thought"
        rest = [one for one in _operands(test) if not self._asks_for_it(one)]
        return bool(rest) and all(ast.unparse(one) == read for one in rest)

    def _is_no_thought(self, test: ast.expr) -> bool:
        is_not = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
        return is_not and self._is_thought(test.operand)  # type: ignore[attr-defined]

    def _asks_for_it(self, node: ast.expr) -> bool:
        return ast.unparse(node).replace('"', "'") == f"hasattr({self.part}, 'thought')"

    def _settle(self, test: ast.expr) -> None:
        self.settled |= {
            node for node in ast.walk(test) if isinstance(node, ast.Name) and node.id == self.part
        }

    def asks_more(self, loop: ast.For) -> bool:
        """Whether there is another question whether a part is a thought."""
        return any(
            isinstance(node, ast.Attribute)
            and node.attr == "thought"
            and node.value not in self.settled
            for node in ast.walk(loop)
        )


def _operands(test: ast.expr) -> list[ast.expr]:
    """What must hold, each by itself."""
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]


def _only_asks(test: ast.expr) -> bool:
    """Whether a condition does nothing but ask."""
    calls = [node.func for node in ast.walk(test) if isinstance(node, ast.Call)]
    lasting = any(isinstance(node, ast.NamedExpr | ast.Await) for node in ast.walk(test))
    return not lasting and all(ast.unparse(one) in _ASKING for one in calls)


def _wrapped(node: ast.expr) -> tuple[Piece | ast.AST, ...]:
    return ("(", node, ")") if isinstance(node, _LOOSE) else (node,)


def _remove(plan: Plan, statement: ast.If) -> None:
    """Takes a statement out with its lines; a comment on them stays, on a line of its own."""
    source = plan.source
    start, end = source.span(statement)
    start = source.line_start(start)
    while end < len(source.text) and source.text[end] != "\n":
        end += 1
    comments = [source.text[a:b] for a, b in source.comments if start <= a < end]
    indent = source.indent(start)
    kept = [f"{indent}{comment}{source.newline}" for comment in comments]
    behind = source.text[end + 1 :]
    blank = len(behind) - len(behind.lstrip("\r\n")) if not kept else 0
    plan.edits.put(start, min(end + 1 + blank, len(source.text)), *kept)


def _unwrap(plan: Plan, statement: ast.If) -> None:
    """Takes the header of a statement away, and moves its body to where it stood."""
    source = plan.source
    start, first = source.span(statement)[0], source.span(statement.body[0])[0]
    count = len(source.indent(first)) - len(source.indent(start))
    assert statement.test.end_lineno is not None
    line = statement.test.end_lineno + 1
    plan.edits.put(source.line_start(start), source.at(line, 0))
    for span in Layout(source).indentation(statement.body, line, count):
        plan.edits.put(*span)
