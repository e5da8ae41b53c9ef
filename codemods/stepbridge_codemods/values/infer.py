"""What an expression is: a client, a response, a chunk, ..., and which calls it came from."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, cast

from stepbridge_codemods.source import Source
from stepbridge_codemods.values.kinds import (
    ANNOTATIONS,
    CALLS,
    CONSTRUCTORS,
    ELEMENTS,
    PASSING,
    READS,
    Kind,
)
from stepbridge_codemods.values.names import Binding, Function, How, Names, Scope
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings


@dataclass(frozen=True, slots=True)
class Value:
    """A kind and the nodes it started from: calls, or annotated parameters.

    ``pending`` is true of what still has to be awaited.
    """

    kind: Kind
    origins: frozenset[ast.AST]
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """A name in a scope, or an attribute that the methods of a class share (``self.history``)."""

    scope: ast.AST
    name: str
    is_attribute: bool = False


class Values:
    """Answers questions about the expressions of one module, lazily."""

    def __init__(self, source: Source, around: Surroundings = NOWHERE) -> None:
        self.source = source
        self.around = around
        self.names = Names(source.tree)
        self._values: dict[ast.AST, Value | None] = {}
        self._busy: dict[ast.AST, int] = {}
        self._lowest = _NO_CYCLE
        self._returns: dict[ast.AST, list[ast.expr]] = defaultdict(list)
        self._generators: set[ast.AST | None] = set()
        self.attributes: dict[tuple[ast.ClassDef, str], list[Binding]] = defaultdict(list)
        self.attribute_nodes: dict[str, list[ast.Attribute]] = defaultdict(list)
        self.calls: list[ast.Call] = []
        self.expressions: list[ast.expr] = []
        self._index()
        self.callers: dict[ast.AST, list[ast.Call]] = defaultdict(list)
        for call in self.calls:
            target = self.function(call.func)
            if target is not None:
                self.callers[target].append(call)

    # --- questions about names -------------------------------------------------------------

    def qualified(self, node: ast.AST) -> str | None:
        """The dotted name that an import gives to an expression; None unless all origins agree."""
        if isinstance(node, ast.Attribute):
            base = self.qualified(node.value)
            return f"{base}.{node.attr}" if base else None
        if not isinstance(node, ast.Name):
            return None
        names = {
            _imported(b, self.source)
            for b in self._bindings(node)
            if b.value is None or not is_nothing(b.value)
        }
        return names.pop() if len(names) == 1 else None

    def function(self, node: ast.expr) -> Function | None:
        """The function of this module that an expression names."""
        if isinstance(node, ast.Name):
            found = {b.target for b in self._bindings(node)}
            if len(found) == 1:
                target = found.pop()
                if isinstance(target, ast.FunctionDef | ast.AsyncFunctionDef):
                    return target
        if isinstance(node, ast.Attribute):
            owner = self.class_of(node.value)
            return method(owner, node.attr) if owner is not None else None
        return None

    def class_of(self, node: ast.expr) -> ast.ClassDef | None:
        """The class of this module whose instance an expression is."""
        if isinstance(node, ast.Call):
            return self._class_named(node.func)
        if isinstance(node, ast.Attribute):
            owner = self.class_of(node.value)
            bindings = self.attributes.get((owner, node.attr), []) if owner is not None else []
            return self._one_class(bindings)
        if not isinstance(node, ast.Name):
            return None
        method_class = self._self_class(node)
        return method_class or self._one_class(self._bindings(node))

    def enclosing(self, node: ast.AST, *types: type[ast.AST]) -> ast.AST | None:
        """The nearest parent of one of the types."""
        parent = self.source.parents.get(node)
        while parent is not None and not isinstance(parent, types):
            parent = self.source.parents.get(parent)
        return parent

    def variable(self, node: ast.AST) -> Variable | None:
        """The variable that a name or a ``self`` attribute reads or writes."""
        if isinstance(node, ast.Name):
            scope = self.names.scope_of.get(node)
            home = scope.home(node.id) if scope is not None else None
            return Variable(home.node, node.id) if home is not None else None
        if isinstance(node, ast.Attribute):
            owner = self.class_of(node.value)
            if owner is not None and (owner, node.attr) in self.attributes:
                return Variable(owner, node.attr, True)
        return None

    def stores(self, variable: Variable) -> list[Binding]:
        """Every binding of a variable."""
        if variable.is_attribute:
            assert isinstance(variable.scope, ast.ClassDef)
            return self.attributes[(variable.scope, variable.name)]
        scope = self._scope(variable.scope)
        return scope.bindings.get(variable.name, [])

    def loads(self, variable: Variable) -> list[ast.expr]:
        """Every place that reads a variable."""
        if variable.is_attribute:
            return [
                node
                for node in self.attribute_nodes[variable.name]
                if isinstance(node.ctx, ast.Load) and self.variable(node) == variable
            ]
        named = self._reads_of.get(variable.name, ())
        return [node for node in named if self.variable(node) == variable]

    @cached_property
    def _reads_of(self) -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = defaultdict(list)
        for node in self.names.reads:
            found[node.id].append(node)
        return found

    def is_program(self) -> bool:
        """Whether a module is run, not imported: it has a main guard or calls things at the top."""
        for node in self.source.tree.body:
            if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
                return True
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                return True
            if isinstance(node, ast.For | ast.While | ast.With):
                return True
        return False

    # --- questions about values ------------------------------------------------------------

    def value(self, node: ast.AST) -> Value | None:
        """What an expression is; None when it is nothing that matters."""
        if node in self._values:
            return self._values[node]
        if node in self._busy:
            self._lowest = min(self._lowest, self._busy[node])
            return None
        depth = len(self._busy)
        self._busy[node] = depth
        try:
            result = self._value(node)
        finally:
            del self._busy[node]
        # Nothing is known yet of a node in a cycle that is still being worked out further up.
        if result is not None or self._lowest >= depth:
            self._values[node] = result
        if self._lowest >= depth:
            self._lowest = _NO_CYCLE
        return result

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
            return self._either([node.body, node.orelse])
        if isinstance(node, ast.BoolOp):
            return self._boolean(node)
        if isinstance(node, ast.Subscript):
            return self._item(node)
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

    def _call(self, node: ast.Call) -> Value | None:
        if isinstance(node.func, ast.Attribute):
            base = self.value(node.func.value)
            if base is not None:
                found = CALLS.get((base.kind, node.func.attr))
                if found is None or base.pending:
                    return None
                kind = _streamed(base.kind, found[0]) if _streams(node) else found[0]
                made_by = base.origins if base.kind in PASSING else frozenset({node})
                return Value(kind, made_by, found[1])
        name = self.qualified(node.func) or ""
        made = CONSTRUCTORS.get(name) or self.around.makes.get(name)
        if made is not None:
            return Value(made, frozenset({node}))
        target = self.function(node.func)
        return self.returned(target) if target is not None else None

    def results(self, function: Function) -> list[ast.expr]:
        """What a function returns; nothing for a generator."""
        return [] if function in self._generators else self._returns.get(function, [])

    def returned(self, function: Function) -> Value | None:
        """What calling a function of this module gives."""
        if function in self._generators:
            return None
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

    def _boolean(self, node: ast.BoolOp) -> Value | None:
        if isinstance(node.op, ast.And):
            return self.value(node.values[-1])
        return self._either(node.values)

    def _item(self, node: ast.Subscript) -> Value | None:
        base = self.value(node.value)
        if base is None or isinstance(node.slice, ast.Slice):
            return None
        kind = ELEMENTS.get(base.kind)
        return Value(kind, base.origins) if kind is not None else None

    def kind_of(self, bindings: list[Binding]) -> Kind | None:
        """The kind of a name, whichever of its bindings it was given."""
        found = self._join(bindings)
        return found.kind if found is not None else None

    def is_shared(self, variable: Variable) -> bool:
        """Whether code in another module of the tree may read a variable."""
        if variable.is_attribute:
            return variable.name in self.around.attributes
        return variable.scope is self.source.tree and self.around.sees(variable.name)

    # --- joining ---------------------------------------------------------------------------

    def _either(self, nodes: Iterable[ast.expr]) -> Value | None:
        return _agree([self.value(node) for node in nodes if not is_nothing(node)])

    def _join(self, bindings: Iterable[Binding]) -> Value | None:
        relevant = [b for b in bindings if b.value is None or not is_nothing(b.value)]
        return _agree([self._bound(b) for b in relevant if b.how is not How.ANNOTATION]) or _agree(
            [self._annotated(b.target) for b in relevant if b.how is How.ANNOTATION]
        )

    def _bound(self, binding: Binding) -> Value | None:
        if binding.how is How.PARAM:
            return self._parameter(binding)
        if binding.how is How.IMPORT:
            return self._elsewhere(_imported(binding, self.source), binding.target)
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
        assert binding.value is not None
        base = self.value(binding.value)
        kind = ELEMENTS.get(base.kind) if base is not None and not base.pending else None
        return Value(kind, base.origins) if base is not None and kind is not None else None

    def _unpacked(self, binding: Binding) -> Value | None:
        node = binding.value
        for index in binding.path:
            if not isinstance(node, ast.Tuple | ast.List) or index >= len(node.elts) or index < 0:
                return None
            node = node.elts[index]
        return self.value(node) if node is not None else None

    def _parameter(self, binding: Binding) -> Value | None:
        function = binding.scope.node
        if self._self_class_of(binding) is not None:
            return None
        given = []
        for call in self.callers.get(function, []):
            argument = self.argument(call, function, binding.name)
            if argument is not None and not is_nothing(argument):
                given.append(self.value(argument))
        return _agree(given) or self._annotated(binding.target)

    def argument(self, call: ast.Call, function: ast.AST, name: str) -> ast.expr | None:
        """The expression that a call passes for a parameter."""
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
        assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        positional = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
        if isinstance(call.func, ast.Attribute) and _is_method(function, self.source):
            positional = positional[1:]
        if name not in positional:
            return None
        index = positional.index(name)
        return call.args[index] if index < len(call.args) else None

    def _annotated(self, target: ast.AST) -> Value | None:
        annotation = getattr(target, "annotation", None)
        if annotation is None:
            parent = self.source.parents.get(target)
            annotation = getattr(parent, "annotation", None)
        for name in annotation_names(annotation):
            kind = ANNOTATIONS.get(self.qualified(name) or "")
            if kind is not None:
                return Value(kind, frozenset({target}))
        return None

    # --- classes ---------------------------------------------------------------------------

    def _self_class(self, node: ast.Name) -> ast.ClassDef | None:
        bindings = self._bindings(node)
        return self._self_class_of(next(iter(bindings))) if len(bindings) == 1 else None

    def _self_class_of(self, binding: Binding) -> ast.ClassDef | None:
        function = binding.scope.node
        if binding.how is not How.PARAM or not _is_method(function, self.source):
            return None
        assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        positional = [*function.args.posonlyargs, *function.args.args]
        if not positional or positional[0] is not binding.target:
            return None
        parent = self.source.parents[function]
        return parent if isinstance(parent, ast.ClassDef) else None

    def _one_class(self, bindings: Iterable[Binding]) -> ast.ClassDef | None:
        found: set[ast.ClassDef | None] = set()
        for binding in bindings:
            if binding.value is not None and is_nothing(binding.value):
                continue
            if binding.how is How.ASSIGN and binding.value is not None:
                found.add(self.class_of(binding.value))
            else:
                found.add(self._annotated_class(binding.target))
        return found.pop() if len(found) == 1 else None

    def _annotated_class(self, target: ast.AST) -> ast.ClassDef | None:
        annotation = getattr(target, "annotation", None) or getattr(
            self.source.parents.get(target), "annotation", None
        )
        found = {self._class_named(name) for name in annotation_names(annotation)} - {None}
        return found.pop() if len(found) == 1 else None

    def _class_named(self, node: ast.expr) -> ast.ClassDef | None:
        if not isinstance(node, ast.Name):
            return None
        found = {b.target for b in self._bindings(node)}
        target = found.pop() if len(found) == 1 else None
        return target if isinstance(target, ast.ClassDef) else None

    # --- index -----------------------------------------------------------------------------

    def _bindings(self, node: ast.Name) -> frozenset[Binding]:
        return self.names.reads.get(node, frozenset())

    def _scope(self, node: ast.AST) -> Scope:
        return self.names.module if node is self.source.tree else self.names.own_scope[node]

    def _index(self) -> None:
        for node in self.source.nodes:
            if type(node) in _VALUED and type(getattr(node, "ctx", None)) in _READ:
                self.expressions.append(cast(ast.expr, node))
            if isinstance(node, ast.Call):
                self.calls.append(node)
            elif isinstance(node, ast.Attribute):
                self.attribute_nodes[node.attr].append(node)
            elif isinstance(node, ast.Return):
                function = self.enclosing(node, *_FUNCTIONS)
                if function is not None and node.value is not None:
                    self._returns[function].append(node.value)
            elif isinstance(node, ast.Yield | ast.YieldFrom):
                self._generators.add(self.enclosing(node, *_FUNCTIONS))
            elif isinstance(node, ast.ClassDef):
                scope = self.names.own_scope.get(node)
                for name, bindings in scope.bindings.items() if scope is not None else ():
                    self.attributes[(node, name)].extend(
                        b for b in bindings if b.how in (How.ASSIGN, How.ANNOTATION)
                    )
        for nodes in list(self.attribute_nodes.values()):
            for node in nodes:
                if isinstance(node.ctx, ast.Store):
                    self._attribute_store(node)

    def _attribute_store(self, node: ast.Attribute) -> None:
        owner = self._self_class(node.value) if isinstance(node.value, ast.Name) else None
        if owner is None:
            return
        parent = self.source.parents[node]
        value = getattr(parent, "value", None)
        how = How.ASSIGN
        if isinstance(parent, ast.AugAssign):
            how = How.AUGMENT
        elif not isinstance(parent, ast.Assign | ast.AnnAssign):
            how = How.OTHER
        elif value is None:
            how = How.ANNOTATION
        scope = self.names.own_scope[owner]
        self.attributes[(owner, node.attr)].append(Binding(node.attr, node, value, how, scope))


def _streams(node: ast.Call) -> bool:
    """Whether a call says ``stream=True``."""
    return any(
        keyword.arg == "stream"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value in (False, None))
        for keyword in node.keywords
    )


def _streamed(owner: Kind, result: Kind) -> Kind:
    """What a call gives that says ``stream=True``."""
    if result is Kind.INTERACTION:
        return Kind.EVENTS
    return Kind.STREAM if owner in (Kind.OLD_MODEL, Kind.OLD_CHAT) else result


_NO_CYCLE = 1 << 30

_VALUED = frozenset(
    {ast.Name, ast.Attribute, ast.Call, ast.Await, ast.NamedExpr, ast.IfExp, ast.BoolOp}
    | {ast.Subscript}
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_READ = frozenset({ast.Load, type(None)})

_Results: TypeAlias = "list[Value | None]"


def _agree(values: _Results) -> Value | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    origins = frozenset().union(*(value.origins for value in known))
    first = known[0]
    same = all((v.kind, v.pending) == (first.kind, first.pending) for v in known)
    if same and len(known) == len(values):
        return Value(first.kind, origins, first.pending)
    return Value(Kind.MIXED, origins)


def _imported(binding: Binding, source: Source) -> str | None:
    if binding.how is not How.IMPORT or not isinstance(binding.target, ast.alias):
        return None
    alias = binding.target
    statement = source.parents[alias]
    if isinstance(statement, ast.ImportFrom):
        return f"{'.' * statement.level}{statement.module or ''}.{alias.name}"
    return alias.name if alias.asname else alias.name.partition(".")[0]


def is_nothing(node: ast.expr) -> bool:
    """Whether an expression is None or an empty list: an absent value of any kind."""
    if isinstance(node, ast.List | ast.Tuple):
        return not node.elts
    return isinstance(node, ast.Constant) and node.value is None


def annotation_names(annotation: ast.expr | None) -> list[ast.expr]:
    """The class names in an annotation, through ``| None``, ``Optional`` and string quotes."""
    if annotation is None:
        return []
    if isinstance(annotation, ast.BinOp):
        return [*annotation_names(annotation.left), *annotation_names(annotation.right)]
    if isinstance(annotation, ast.Subscript):
        head = annotation.value
        name = head.id if isinstance(head, ast.Name) else getattr(head, "attr", "")
        return annotation_names(annotation.slice) if name in ("Optional", "Annotated") else []
    if isinstance(annotation, ast.Tuple):
        return annotation_names(annotation.elts[0]) if annotation.elts else []
    return [annotation] if isinstance(annotation, ast.Name | ast.Attribute) else []


def method(owner: ast.ClassDef, name: str) -> Function | None:
    """The method of a class with a name, when there is exactly one."""
    found = [
        node
        for node in owner.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
    ]
    return found[0] if len(found) == 1 else None


def _is_method(function: ast.AST, source: Source) -> bool:
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    marks = {getattr(d, "id", "") for d in function.decorator_list}
    return isinstance(source.parents[function], ast.ClassDef) and "staticmethod" not in marks
