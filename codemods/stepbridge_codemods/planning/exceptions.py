"""Every name under which a module looks at exceptions of calls that migrate."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.caught import Caught
from stepbridge_codemods.planning.error_classes import named_elsewhere
from stepbridge_codemods.planning.other_errors import may_raise_others, raises_own, uses_others
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.planning.raising import Reach, is_legacy, predicates
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.scopes import How

_RETRYING = ("tenacity", "backoff", "google.api_core", "requests", "urllib3", "builtins")


class Exceptions:
    """The handlers and parameters that hold exceptions, each rewritten once.

    ``shows_text``: a function that is handed an exception does more with its text than ask for
    statuses; ``reached`` are then the calls that it is about.
    """

    def __init__(self, values: Values, edits: Edits, migrated: set[ast.Call]) -> None:
        self.values = values
        self.edits = edits
        self.migrated = migrated
        self.names_classes = False
        self.shows_text = False
        self.reached: set[ast.Call] = set()
        self._done: set[ast.AST] = set()
        self._handed: list[tuple[ast.Call, ast.Name]] = []
        self._reads: dict[ast.AST, list[ast.Name]] = {}
        for name, bindings in values.names.reads.items():
            for binding in bindings:
                if binding.how is How.PARAM or isinstance(binding.target, ast.ExceptHandler):
                    self._reads.setdefault(binding.target, []).append(name)

    def handle(
        self, handler: ast.ExceptHandler, reached: set[ast.Call], *, certain: bool, mixed: bool
    ) -> bool:
        """Rewrites what a handler reads; whether it does anything with the text."""
        others = may_raise_others(self.values, reached - self.migrated)
        self.reached |= reached & self.migrated
        return self._rewrite(handler, handler, certain=certain, mixed=mixed, others=others)

    def settle(self) -> None:
        """Rewrites classes that are named elsewhere, and what reads exceptions there."""
        keeps = any(is_legacy(self.values, c) for c in self.values.calls if c not in self.migrated)
        before = len(self.edits)
        subjects = named_elsewhere(self.values, self.edits, keeps=keeps)
        self.names_classes = len(self.edits) > before
        for subject in subjects:
            for binding in self.values.names.reads.get(subject, ()):
                self._follow(binding.target, keeps)
        for predicate in predicates(self.values):
            self._decides(predicate, keeps)
        while self._handed:
            call, read = self._handed.pop()
            function = self.values.function(call.func)
            for parameter in _parameters(function) if function is not None else ():
                if self.values.argument(call, function, parameter.arg) is read:  # type: ignore[arg-type]
                    self._follow(parameter, keeps)

    def _decides(self, predicate: ast.expr, keeps: bool) -> None:
        """What decides about another attempt: a function, a lambda, or a name for one."""
        if not self._is_about_these(predicate):
            return
        function: ast.AST | None = predicate
        if isinstance(predicate, ast.Name):
            bindings = list(self.values.names.reads.get(predicate, ()))
            if len(bindings) == 1 and isinstance(bindings[0].value, ast.Lambda):
                function = bindings[0].value
        if not isinstance(function, ast.Lambda):
            function = self.values.function(predicate)
        if function is None and not isinstance(predicate, ast.Call):
            name = self.values.qualified(predicate) or ""
            if not name.startswith(_RETRYING):
                raise ManualError("SB013", predicate, "what decides about another attempt")
        for parameter in _parameters(function)[-1:] if function is not None else ():
            self._follow(parameter, keeps)

    def _is_about_these(self, predicate: ast.expr) -> bool:
        """Whether what it decides about are calls that migrate: not those of another decorator."""
        node: ast.AST | None = predicate
        while node is not None and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node = self.values.source.parents.get(node)
        if node is None:
            return True
        reach = Reach(self.values)
        reach.follow(node.body)
        return bool(reach.calls & self.migrated)

    def _follow(self, target: ast.AST, keeps: bool) -> None:
        """Rewrites what is read from an exception that a name of unknown class holds."""
        if target in self._done or not isinstance(target, ast.arg | ast.ExceptHandler):
            return
        inside: ast.AST = target
        while isinstance(inside, ast.arg | ast.arguments):
            inside = self.values.source.parents[inside]
        others = uses_others(self.values) or raises_own(self.values)
        self.shows_text |= self._rewrite(target, inside, certain=False, mixed=keeps, others=others)

    def _rewrite(
        self, target: ast.AST, inside: ast.AST, *, certain: bool, mixed: bool, others: bool
    ) -> bool:
        self._done.add(target)
        reads = self._reads.get(target, [])
        if certain and any(len(self.values.names.reads[read]) > 1 for read in reads):
            raise ManualError("SB013", reads[0], "the exceptions of several handlers")
        caught = Caught(self.values, self.edits, reads, inside, certain, mixed, others)
        caught.rewrite()
        self._handed += caught.handed
        return caught.shows_text


def _parameters(function: ast.AST) -> list[ast.arg]:
    arguments = function.args  # type: ignore[attr-defined]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
