"""What an expression is: a client, a response, a chunk, ..., and which calls it came from."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.deferred import appended, deferred, given_by, listed, one_by_one
from stepbridge_codemods.values.evaluation import Evaluation
from stepbridge_codemods.values.kinds import (
    ANNOTATIONS,
    CALLS,
    CONSTRUCTORS,
    COPIES,
    ELEMENTS,
    PASSING,
    PENDING_ITEMS,
    READS,
    REPLIES,
    SERVICES,
    STREAMED,
    Kind,
)
from stepbridge_codemods.values.orders import put_in_order
from stepbridge_codemods.values.scopes import Binding, Function, How
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings
from stepbridge_codemods.values.syntax import annotation_names, imported, is_nothing
from stepbridge_codemods.values.value import Value, Variable, agree, streamed, streams
from stepbridge_codemods.wrappers.spelling import Spellings
from stepbridge_codemods.wrappers.wrapper import Wrapper

__all__ = ["Value", "Values", "Variable", "annotation_names", "is_nothing"]

_GIVING = frozenset({How.ASSIGN, How.LOOP, How.WITH})
_OTHER_PROVIDERS = frozenset(
    {"openai", "anthropic", "groq", "mistralai", "cohere", "ollama", "together"}
)
_PARSERS = frozenset({"json.loads", "json.load"})
_COLLECTED = (
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.ListComp,
    ast.SetComp,
    ast.GeneratorExp,
    ast.DictComp,
)
_LISTS = frozenset({"list", "tuple", "reversed", "iter", "sorted", "max", "min"})


class Values(Evaluation):
    """Answers questions about the expressions of one module, lazily."""

    def __init__(self, source: Source, around: Surroundings = NOWHERE) -> None:
        super().__init__(source, around)
        self._passed: dict[Binding, list[ast.expr]] = {}
        declared = around.wrappers
        self._spellings = Spellings(declared, source.path) if declared else None

    def is_kept(self, target: ast.AST) -> bool:
        """Whether what is stored at a target that is no variable is found by every read of it."""
        return False

    def _value(self, node: ast.AST) -> Value | None:
        if isinstance(node, ast.Name):
            return self._join(self._bindings(node))
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Await):
            inner = self.value(node.value)
            return replace(inner, pending=False) if inner is not None and inner.pending else None
        if isinstance(node, ast.NamedExpr):
            return self.value(node.value)
        if isinstance(node, ast.IfExp):
            return self._either(
                [node.body] if self.is_said(node.test) else [node.body, node.orelse]
            )
        if isinstance(node, ast.BoolOp):
            return self._boolean(node)
        if isinstance(node, ast.Subscript):
            return self._item(node)
        if isinstance(node, _COLLECTED):
            return listed(self, node)
        if isinstance(node, ast.Lambda):
            return given_by(self, node)
        return None

    def _attribute(self, node: ast.Attribute) -> Value | None:
        base = self.value(node.value)
        if base is not None:
            kind = READS.get((base.kind, node.attr))
            if base.kind is Kind.MIXED:
                return None
            return Value(kind, base.origins) if kind is not None else None
        owner = self.class_of(node.value)
        if owner is None:
            return self._elsewhere(self.qualified(node), node)
        return self._join(self.attributes.get((owner, node.attr), []))

    def _elsewhere(self, name: str | None, node: ast.AST) -> Value | None:
        """What an imported name is, by the module of the same tree that it comes from."""
        kind = self.around.kinds.get(name or "")
        return Value(kind, frozenset({node})) if kind is not None else None

    def wrapper(self, function: ast.expr) -> Wrapper | None:
        """The declared wrapper that an expression names, as a method of its class or directly."""
        if self._spellings is None:
            return None
        if isinstance(function, ast.Attribute):
            base = self.value(function.value)
            if base is not None and base.kind is Kind.WRAPPER:
                owners = {self._owner(origin) for origin in base.origins}
                same = owners.pop() if len(owners) == 1 else ""
                return self._spellings.method(same, function.attr)
        return self._spellings.wrapper(self.qualified(function) or "")

    def _owner(self, origin: ast.AST) -> str:
        """The class with wrappers that a value is an instance of, by where it came from."""
        names = [origin.func] if isinstance(origin, ast.Call) else self._annotations(origin)
        found = [self._has_wrappers(self.qualified(name)) for name in names]
        return next(filter(None, found), "")

    def _has_wrappers(self, spelling: str | None) -> str:
        return self._spellings.owner(spelling or "") if self._spellings is not None else ""

    def _wrapped(self, node: ast.Call, wrapper: Wrapper) -> Value | None:
        kind = wrapper.kind(self.around.standing.get(wrapper.declared))
        return Value(kind, frozenset({node}), wrapper.is_async) if kind is not None else None

    def _call(self, node: ast.Call) -> Value | None:
        wrapper = self.wrapper(node.func)
        if wrapper is not None:
            return self._wrapped(node, wrapper)
        if isinstance(node.func, ast.Attribute):
            base = self.value(node.func.value)
            if base is not None:
                if base.pending and node.func.attr == "result":
                    return replace(base, pending=False)
                method = (base.kind, node.func.attr)
                found = CALLS.get(method) or COPIES.get(method)
                if found is None or base.pending:
                    return None
                kind = streamed(base.kind, found[0]) if streams(node) else found[0]
                passes = base.kind in PASSING or kind is Kind.HISTORY
                made_by = base.origins if passes else frozenset({node})
                return Value(kind, made_by, found[1])
        name = self.qualified(node.func) or ""
        if name in _PARSERS and node.args:
            return self._parsed(node.args[0])
        made = CONSTRUCTORS.get(name) or self.around.makes.get(name)
        if made is None and self._has_wrappers(name):
            made = Kind.WRAPPER
        if made is not None:
            return Value(made, frozenset({node}))
        target = self.function(node.func)
        if target is not None:
            return self.returned(target)
        return deferred(self, node) or self._prepared(node) or self._same_list(node)

    def _prepared(self, node: ast.Call) -> Value | None:
        """What a function gives that was made with its arguments, ``functools.partial``."""
        made = self.value(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else None
        if made is None or made.kind is not Kind.PREPARED:
            return None
        return replace(made, kind=Kind.RESPONSE)

    def _same_list(self, node: ast.Call) -> Value | None:
        """A list of what another list holds: ``list(calls)``, ``reversed(calls)``."""
        function = node.func
        if not isinstance(function, ast.Name) or function.id not in _LISTS or len(node.args) != 1:
            return None
        base = None if self._bindings(function) else self.value(node.args[0])
        if base is not None and function.id in ("max", "min"):
            return self._one(base)
        return base if base is not None and base.kind in ELEMENTS.keys() - STREAMED else None

    def _parsed(self, node: ast.expr | None, depth: int = 0) -> Value | None:
        """What ``json.loads(reply.text)`` gives, or ``json.loads(line[6:])`` of a stream."""
        while isinstance(node, ast.Call | ast.Attribute | ast.Await | ast.Subscript | ast.Name):
            found = self.value(node)
            if found is not None and found.kind in REPLIES:
                return Value(Kind.ANSWER, found.origins)
            if isinstance(node, ast.Name):
                given = {b.value for b in self._bindings(node) if b.how in _GIVING}
                made = [self._parsed(value, depth + 1) for value in given if depth < 4]
                return agree(made) if made and all(made) else None
            node = node.func if isinstance(node, ast.Call) else node.value
        return None

    def returned(self, function: Function) -> Value | None:
        """What calling a function of this module gives."""
        if function in self._generators:
            given = self._generators[function]
            found = agree([self.value(one) if one is not None else None for one in given])
            return one_by_one(found)
        results = [one for one in self._returns[function] if not self._recurs(one, function)]
        found = self._either(results)
        if found is None or not isinstance(function, ast.AsyncFunctionDef):
            return found
        # What has to be awaited twice is not followed further.
        kind = Kind.MIXED if found.pending else found.kind
        return replace(found, kind=kind, pending=True)

    def _recurs(self, node: ast.expr, function: Function) -> bool:
        """Whether a function returns what it itself returns."""
        inner = node.value if isinstance(node, ast.Await) else node
        return isinstance(inner, ast.Call) and self.function(inner.func) is function

    def is_said(self, test: ast.expr) -> bool:
        """Whether ``hasattr`` asks an answer for a field that all answers have."""
        if not isinstance(test, ast.Call) or ast.unparse(test.func) != "hasattr":
            return False
        base = self.value(test.args[0]) if len(test.args) == 2 else None
        name = test.args[1].value if base and isinstance(test.args[1], ast.Constant) else None
        return base is not None and (base.kind, name) in READS and base.kind is not Kind.PART

    def _boolean(self, node: ast.BoolOp) -> Value | None:
        if isinstance(node.op, ast.And):
            return self.value(node.values[-1])
        return self._either(node.values)

    def _item(self, node: ast.Subscript) -> Value | None:
        base = self.value(node.value)
        if base is None:
            return None
        if isinstance(node.slice, ast.Slice):
            return base if base.kind in ELEMENTS.keys() - STREAMED else None
        return self._one(base)

    def kind_of(self, bindings: list[Binding]) -> Kind | None:
        """The kind of a name, whichever of its bindings it was given."""
        found = self._join(bindings)
        return found.kind if found is not None else None

    def _either(self, nodes: Iterable[ast.expr]) -> Value | None:
        return agree([self.value(node) for node in nodes if not is_nothing(node)])

    def joined(self, bindings: Iterable[Binding]) -> Value | None:
        """What is bound by several bindings together."""
        return self._join(bindings)

    def _join(self, bindings: Iterable[Binding]) -> Value | None:
        bindings = list(bindings)
        relevant = [b for b in bindings if b.value is None or not is_nothing(b.value)]
        if bindings and not relevant:
            return appended(self, self.appends(bindings))
        known = [
            self._bound(b)
            for b in relevant
            if b.how is not How.ANNOTATION and not self._is_foreign(b)
        ]
        return agree(known) or agree(
            [self.annotated(b.target) for b in relevant if b.how is How.ANNOTATION]
        )

    def _is_foreign(self, binding: Binding) -> bool:
        """Whether a name is given the client of another provider, which has none of the methods."""
        made = binding.value.func if isinstance(binding.value, ast.Call) else None
        name = self.qualified(made) if made is not None else None
        return (name or "").partition(".")[0] in _OTHER_PROVIDERS

    def _bound(self, binding: Binding) -> Value | None:
        if binding.how is How.PARAM:
            return self._parameter(binding)
        if binding.how is How.IMPORT:
            return self._elsewhere(imported(binding, self.source), binding.target)
        if binding.value is None:
            return None
        if binding.how is How.ASSIGN:
            return self.value(binding.value)
        if binding.how is How.LOOP:
            return self._element(binding)
        if binding.how is How.WITH:
            found = self.value(binding.value)
            return replace(found, pending=False) if found is not None else None
        if binding.how is How.UNPACK:
            return self._unpacked(binding)
        return None

    def _element(self, binding: Binding) -> Value | None:
        node = binding.value
        assert node is not None
        if isinstance(node, ast.List | ast.Tuple):
            return agree([self.at(item, binding.path) for item in node.elts])
        if binding.path:
            among = self._looped_over(node)
            if len(binding.path) > 1 or binding.path[0] not in among:
                return None
            node = among[binding.path[0]]
        base = self.value(node)
        return self._one(base) if base is not None and not base.pending else None

    def _one(self, base: Value) -> Value | None:
        """An item of a list."""
        kind = ELEMENTS.get(base.kind)
        return Value(kind, base.origins, base.kind in PENDING_ITEMS) if kind is not None else None

    def _looped_over(self, node: ast.expr) -> dict[int, ast.expr]:
        """Which lists the places of a loop's tuple come from: ``enumerate(a)``, ``zip(a, b)``."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return {}
        if self._bindings(node.func) or any(isinstance(a, ast.Starred) for a in node.args):
            return {}
        if node.func.id == "enumerate":
            return dict(enumerate(node.args[:1], start=1))
        return dict(enumerate(node.args)) if node.func.id == "zip" else {}

    def _unpacked(self, binding: Binding) -> Value | None:
        whole = self.value(binding.value) if binding.value is not None else None
        if whole is not None and whole.kind in ELEMENTS.keys() - STREAMED:
            return self._one(whole) if len(binding.path) == 1 and binding.path[0] >= 0 else None
        return self.at(binding.value, binding.path)

    def at(self, node: ast.expr | None, path: tuple[int, ...]) -> Value | None:
        """What stands at a place of nested tuples and lists that are written out."""
        for index in path:
            if not isinstance(node, ast.Tuple | ast.List) or index >= len(node.elts) or index < 0:
                return None
            node = node.elts[index]
        return self.value(node) if node is not None else None

    def _parameter(self, binding: Binding) -> Value | None:
        function = binding.scope.node
        if self._self_class_of(binding) is not None:
            return None
        ordered = put_in_order(self.source, function)
        if ordered is not None:
            base = self.value(ordered)
            return self._one(base) if base is not None and not base.pending else None
        if binding not in self._passed:
            self._passed[binding] = self._arguments(binding)
        given = [self.value(argument) for argument in self._passed[binding]]
        return agree(given) or self.annotated(binding.target)

    def _arguments(self, binding: Binding) -> list[ast.expr]:
        """What is passed for a parameter; of many numbers and strings only one."""
        found: list[ast.expr] = []
        constants: list[ast.expr] = []
        for call in self.callers.get(binding.scope.node, []):
            argument = self.argument(call, binding.scope.node, binding.name)
            own = isinstance(argument, ast.Name) and binding in self._bindings(argument)
            if argument is not None and not is_nothing(argument) and not own:
                (constants if isinstance(argument, ast.Constant) else found).append(argument)
        return [*found, *constants[:1]]

    def annotated(self, target: ast.AST) -> Value | None:
        """What the annotation of a parameter, a name or an attribute says that it is."""
        names = self._annotations(target)
        for name in names:
            qualified = self.qualified(name) or ""
            kind = ANNOTATIONS.get(qualified)
            if kind is None and self._has_wrappers(qualified):
                kind = Kind.WRAPPER
            if kind in SERVICES and len(names) > 1:
                return None  # ``genai.Client | Acme``
            if kind is not None:
                return Value(kind, frozenset({target}))
        return None

    def _annotations(self, target: ast.AST) -> list[ast.expr]:
        annotation = getattr(target, "annotation", None)
        if annotation is None:
            parent = self.source.parents.get(target)
            annotation = getattr(parent, "annotation", None)
        return annotation_names(annotation)
