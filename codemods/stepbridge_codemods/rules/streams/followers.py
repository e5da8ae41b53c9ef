"""Statements that follow the text of a chunk, which was given a name or added to something before.

Most chunks of a stream have a text, the last one often has none. A statement goes with the events
of texts where it does nothing for an empty text, or no more than a call with it, which is told.
What happens for every chunk whatever is in it, such as counting, follows nothing.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.streams.empty_texts import (
    adds_nothing,
    is_empty,
    needs_text,
    wants_none,
)
from stepbridge_codemods.values.shown import is_only_shown

FEWER = "A chunk without text, as the last one often is, came here too; it is left out now."
_IDLE = frozenset({"flush", "sleep"})
_KEEPING = frozenset({"append", "extend", "write", "put", "put_nowait", "add"})
_ENDS = (ast.Break, ast.Return, ast.Raise)


class Followers:
    """What the body of one loop knows about texts, statement by statement.

    ``texts`` are names of this round's text, ``made`` of what is made from it, ``sums`` of what
    texts of all rounds so far are added to. ``asked``, once a round without text has been skipped.
    """

    def __init__(self, plan: Plan, chunk: str) -> None:
        self.plan = plan
        self.chunk = chunk
        self.texts: set[str] = set()
        self.made: set[str] = set()
        self.sums: set[str] = set()
        self.asked = False
        self.bound: list[tuple[ast.stmt | None, ast.Name]] = []
        self.holder: ast.stmt | None = None
        self.source_read: ast.AST | None = None

    def add(self, statement: ast.stmt) -> bool:
        """Whether a statement of the body follows the text; takes note of what it names."""
        if self.asked or self._follows(statement):
            return True
        self.asked = self._is_skip(statement)
        return self.asked

    # --- what a statement does for an empty text ------------------------------------------------

    def _follows(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.Pass):
            return True
        if isinstance(node, ast.Expr):
            return self._expression(node)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            return self._assign(node)
        if isinstance(node, ast.If):
            return self._if(node)
        if isinstance(node, ast.For | ast.AsyncFor):
            return self._own(node.iter) or (is_empty(node.iter, self.texts) and not node.orelse)
        if isinstance(node, ast.With | ast.AsyncWith):
            return all(map(self._follows, node.body))
        if isinstance(node, ast.Try):
            return all(map(self._follows, [*node.body, *node.orelse, *node.finalbody]))
        return self._own(node)

    def _expression(self, node: ast.Expr) -> bool:
        value = node.value
        call = value.value if isinstance(value, ast.Await) else value
        if isinstance(call, ast.Constant) or (isinstance(call, ast.Call) and self._is_idle(call)):
            return True
        if self._own(value):
            self._keep(call)
            return True
        if not self._reads(value, self.texts | self.made | self.sums):
            return False
        if not self._goes_unnoticed(call):
            self._tell()
        self._keep(call)
        return True

    def _is_idle(self, call: ast.Call) -> bool:
        """``sys.stdout.flush()``, ``time.sleep(0.1)``, ``print()``."""
        name = ast.unparse(call.func)
        return name.rpartition(".")[2] in _IDLE or name == "print" or self._shows(call)

    def _shows(self, call: ast.Call) -> bool:
        values = self.plan.values
        return bool(call.args) and all(is_only_shown(values, arg) for arg in call.args)

    def _goes_unnoticed(self, value: ast.expr) -> bool:
        """Whether a person sees the same without a call: a print, or a page that is drawn again."""
        if not isinstance(value, ast.Call):
            return False
        if self._reads(value, self.texts | self.made) or _is_keeping(value):
            return False
        return isinstance(value.func, ast.Attribute)

    def is_handed_on(self, text: ast.expr) -> bool:
        """Whether a function is called with the text of a chunk, which may do more than show it."""
        call = self.plan.source.parents[text]
        if not isinstance(call, ast.Call) or text not in call.args or self._is_idle(call):
            return False
        handed = self.plan.source.parents[call]
        if isinstance(handed, ast.Await):
            handed = self.plan.source.parents[handed]
        return isinstance(handed, ast.Expr) and not _is_keeping(call)

    def _keep(self, value: ast.expr) -> None:
        """``pieces.append(token)``: what texts are added to."""
        if isinstance(value, ast.Call) and _is_keeping(value):
            assert isinstance(value.func, ast.Attribute)
            self.sums.add(ast.unparse(value.func.value))

    def _tell(self) -> None:
        if self.source_read is not None:
            self.plan.mark(self.source_read, FEWER)

    def _assign(self, node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> bool:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        value = node.value
        if value is None or len(targets) != 1 or not _is_plain(value):
            return False
        target, name = targets[0], ast.unparse(targets[0])
        again = name not in self.texts | self.made and self._reads(value, {name})
        if isinstance(node, ast.AugAssign) or again:
            return self._sum(node, value, name)
        fresh = self._own(value) or self._reads(value, self.texts | self.made)
        if not fresh and self._reads(value, self.sums):
            self.sums.add(name)
            return isinstance(target, ast.Name | ast.Attribute | ast.Subscript)
        if not isinstance(target, ast.Name) or not (fresh or isinstance(value, ast.Constant)):
            return False
        self._bind(target, value, fresh)
        return True

    def _bind(self, target: ast.Name, value: ast.expr, fresh: bool) -> None:
        self.bound.append((self.holder, target))
        for names in (self.texts, self.made, self.sums):
            names.discard(target.id)
        if self._own(value):
            self._note_read(value)
        if self._is_own_text(value) or is_empty(value, self.texts):
            self.texts.add(target.id)
        elif fresh:
            self.made.add(target.id)

    def _note_read(self, value: ast.expr) -> None:
        for node in ast.walk(value):
            if self.source_read is None and ast.unparse(node) == f"{self.chunk}.text":
                self.source_read = node

    def _is_own_text(self, value: ast.expr) -> bool:
        own = f"{self.chunk}.text"
        if isinstance(value, ast.IfExp) and ast.unparse(value.test).startswith("hasattr("):
            value = value.body
        return ast.unparse(value) in (own, f"{own} or ''")

    def _sum(
        self, node: ast.Assign | ast.AugAssign | ast.AnnAssign, value: ast.expr, name: str
    ) -> bool:
        if not self._own(value):
            if not self._reads(value, self.texts | self.made) or _counts(value):
                return False
            if not adds_nothing(node, name, self.texts):
                self._tell()
        self.sums.add(name)
        return True

    def _if(self, node: ast.If) -> bool:
        named = any(isinstance(inner, ast.NamedExpr) for inner in ast.walk(node.test))
        if self._own(node.test):
            return not (named and node.orelse)
        if needs_text(node.test, self.texts):
            return not node.orelse
        if named or self._reads(node.test, self.texts | self.made):
            return False
        if not node.orelse and len(node.body) == 1 and isinstance(node.body[0], _ENDS):
            return True
        before, self.holder = self.holder, node
        followed = [self._follows(inner) for inner in [*node.body, *node.orelse]]
        self.holder = before
        return all(followed)

    def _is_skip(self, node: ast.stmt) -> bool:
        """``if not token: continue``."""
        if not isinstance(node, ast.If) or node.orelse or len(node.body) != 1:
            return False
        return isinstance(node.body[0], ast.Continue) and wants_none(node.test, self.texts)

    # --- names -----------------------------------------------------------------------------------

    def _own(self, node: ast.AST) -> bool:
        """Whether something reads the chunk itself."""
        return any(isinstance(n, ast.Name) and n.id == self.chunk for n in ast.walk(node))

    @staticmethod
    def _reads(node: ast.AST, names: set[str]) -> bool:
        held = (n for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute))
        return any(ast.unparse(n) in names for n in held)

    def stale(self, statements: list[ast.stmt]) -> ast.expr | None:
        """A read that would find an older text than before, if there is one.

        ``statements`` are those of the body that run for events with a text.
        """
        whole = {node for statement in statements for node in ast.walk(statement)}
        for holder, target in self.bound:
            within = set(ast.walk(holder)) if holder is not None else whole
            for load in self._reached(target):
                if load not in within or _place(load) <= _place(target):
                    return load
        return None

    def _reached(self, target: ast.Name) -> list[ast.expr]:
        """The reads that may find what is bound to a name here."""
        values = self.plan.values
        variable = values.variable(target)
        if variable is None or values.is_shared(variable):
            return [target]
        reads = values.names.reads
        return [
            load
            for load in values.loads(variable)
            if isinstance(load, ast.Name) and any(b.target is target for b in reads.get(load, ()))
        ]


def _place(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _is_keeping(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in _KEEPING


def _is_plain(value: ast.expr) -> bool:
    """Whether an expression takes nothing out of what it reads, and waits for nobody."""
    for node in ast.walk(value):
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.NamedExpr):
            return False
        if isinstance(node, ast.Attribute) and node.attr.startswith("pop"):
            return False
    return True


def _counts(value: ast.expr) -> bool:
    """Whether a number is added besides the texts."""
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, int | float) and bool(node.value)
        for node in ast.walk(value)
    )
