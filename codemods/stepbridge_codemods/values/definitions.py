"""Where the names, attributes and functions of one module are defined and used."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import cast

from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.names import Names
from stepbridge_codemods.values.scopes import Binding, Function, How, Scope, lives_of
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings
from stepbridge_codemods.values.syntax import (
    annotation_names,
    imported,
    is_method,
    is_nothing,
    method,
)
from stepbridge_codemods.values.value import CALLED, Variable

_VALUED = frozenset(
    {ast.Name, ast.Attribute, ast.Call, ast.Await, ast.NamedExpr, ast.IfExp, ast.BoolOp}
    | {ast.Subscript, ast.List, ast.Tuple, ast.Set, ast.Lambda}
    | {ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp}
)
_APPLICATIONS = frozenset(
    {"fastapi.FastAPI", "flask.Flask", "quart.Quart", "starlette.applications.Starlette"}
    | {"typer.Typer", "discord.Client", "discord.ext.commands.Bot", "sanic.Sanic"}
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_READ = frozenset({ast.Load, type(None)})


class Definitions:
    """An index of one module, and the questions about names that it answers."""

    def __init__(self, source: Source, around: Surroundings = NOWHERE) -> None:
        self.source = source
        self.around = around
        self.names = Names(source.tree)
        self.attributes: dict[tuple[ast.ClassDef, str], list[Binding]] = defaultdict(list)
        self.attribute_nodes: dict[str, list[ast.Attribute]] = defaultdict(list)
        self.calls: list[ast.Call] = []
        self.expressions: list[ast.expr] = []
        self._returns: dict[ast.AST, list[ast.expr]] = defaultdict(list)
        self._generators: dict[ast.AST | None, list[ast.expr | None]] = defaultdict(list)
        self.assumed: set[ast.AST] = set()
        self.instances: dict[ast.AST, ast.ClassDef | None] = {}
        self.ways: dict[ast.AST, str | None] = {}
        self._classes: dict[ast.expr, ast.ClassDef | None] = {}
        self.certain: dict[tuple[object, ...], bool] = {}
        self._lives: dict[tuple[ast.AST, str], dict[Binding, int]] = {}
        self._index()
        self.callers: dict[ast.AST, list[ast.Call]] = defaultdict(list)
        for call in self.calls:
            target = self.function(call.func)
            if target is not None:
                self.callers[target].append(call)

    def qualified(self, node: ast.AST) -> str | None:
        """The dotted name that an import gives to an expression; None unless all origins agree."""
        if isinstance(node, ast.Attribute):
            base = self.qualified(node.value)
            return f"{base}.{node.attr}" if base else None
        if not isinstance(node, ast.Name):
            return None
        names = {
            imported(b, self.source)
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
        if node not in self._classes:
            self._classes[node] = None  # of a name that is made of itself: ``answer = answer.text``
            self._classes[node] = self._class_of(node)
        return self._classes[node]

    def _class_of(self, node: ast.expr) -> ast.ClassDef | None:
        if isinstance(node, ast.Call):
            return self.class_named(node.func)
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
            if home is None:
                return None
            return Variable(home.node, node.id, life=self._life(node, home))
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
        lives = self._lives_of(scope, variable.name)
        bindings = scope.bindings.get(variable.name, [])
        return [b for b in bindings if lives[b] == variable.life]

    def loads(self, variable: Variable) -> list[ast.expr]:
        """Every place that reads a variable, or calls the function whose results it stands for."""
        if variable.name == CALLED:
            return list[ast.expr](self.callers[variable.scope])
        if variable.is_attribute:
            return [
                node
                for node in self.attribute_nodes[variable.name]
                if isinstance(node.ctx, ast.Load) and self.variable(node) == variable
            ]
        named = self._reads_of.get(variable.name, ())
        return [node for node in named if self.variable(node) == variable]

    def _life(self, node: ast.Name, home: Scope) -> int:
        """Which of the variables of one name a node belongs to."""
        lives = self._lives_of(home, node.id)
        stored = self.names.stores.get(node)
        known = self._bindings(node) if stored is None else (stored,)
        return next((lives[b] for b in known if b in lives), 0)

    def _lives_of(self, home: Scope, name: str) -> dict[Binding, int]:
        """For each binding of a name, the variable that it belongs to."""
        key = (home.node, name)
        if key not in self._lives:
            bindings = home.bindings.get(name, [])
            together: list[Iterable[Binding]] = [self._bindings(n) for n in self._reads_of[name]]
            together += [(b, *self.names.grown.get(b, ())) for b in bindings]
            if any(b.how is How.ANNOTATION for b in bindings):
                together.append(bindings)
            self._lives[key] = lives_of(bindings, together)
        return self._lives[key]

    def appends(self, bindings: Iterable[Binding]) -> list[ast.Call]:
        """The calls that append to a list, by what binds its name."""
        wanted = set(bindings)
        return [call for call, known in self._appends if known & wanted]

    @cached_property
    def _appends(self) -> list[tuple[ast.Call, frozenset[Binding]]]:
        found = []
        for node in self.attribute_nodes.get("append", ()):
            call = self.source.parents[node]
            if (
                isinstance(call, ast.Call)
                and call.func is node
                and isinstance(node.value, ast.Name)
            ):
                found.append((call, self._bindings(node.value)))
        return found

    @cached_property
    def _reads_of(self) -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = defaultdict(list)
        for node in self.names.reads:
            found[node.id].append(node)
        return found

    @cached_property
    def functions_named(self) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
        """The functions and methods of the module by name."""
        found: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = defaultdict(list)
        for node in self.source.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[node.name].append(node)
        return found

    def is_program(self) -> bool:
        """Whether a module is run, not imported.

        It has a main guard, calls things at the top, or makes the application that a server runs.
        """
        for node in self.source.tree.body:
            made = node.value if isinstance(node, ast.Assign) else None
            if isinstance(made, ast.Call) and self.qualified(made.func) in _APPLICATIONS:
                return True
            if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
                return True
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                return True
            if isinstance(node, ast.For | ast.While | ast.With):
                return True
        return False

    def is_shared(self, variable: Variable) -> bool:
        """Whether code in another module of the tree may read a variable."""
        if variable.is_attribute:
            return variable.name in self.around.attributes
        return variable.scope is self.source.tree and self.around.sees(variable.name)

    def results(self, function: Function) -> list[ast.expr]:
        """What a function returns; nothing for a generator."""
        return [] if function in self._generators else self._returns.get(function, [])

    def yields(self, function: Function) -> list[ast.expr | None]:
        """What a generator gives, one after the other."""
        return self._generators.get(function, [])

    def argument(self, call: ast.Call, function: ast.AST, name: str) -> ast.expr | None:
        """The expression that a call passes for a parameter."""
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
        assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        positional = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
        if isinstance(call.func, ast.Attribute) and is_method(function, self.source):
            positional = positional[1:]
        if name not in positional:
            return None
        index = positional.index(name)
        return call.args[index] if index < len(call.args) else None

    def _self_class(self, node: ast.Name) -> ast.ClassDef | None:
        bindings = self._bindings(node)
        return self._self_class_of(next(iter(bindings))) if len(bindings) == 1 else None

    def _self_class_of(self, binding: Binding) -> ast.ClassDef | None:
        function = binding.scope.node
        if binding.how is not How.PARAM or not is_method(function, self.source):
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
        found = {self.class_named(name) for name in annotation_names(annotation)} - {None}
        return found.pop() if len(found) == 1 else None

    def class_named(self, node: ast.expr) -> ast.ClassDef | None:
        """The class of this module that an expression names."""
        if not isinstance(node, ast.Name):
            return None
        found = {b.target for b in self._bindings(node)}
        target = found.pop() if len(found) == 1 else None
        return target if isinstance(target, ast.ClassDef) else None

    def _bindings(self, node: ast.Name) -> frozenset[Binding]:
        known = self.names.reads.get(node)
        if known is None and node not in self.source.parents:  # from an annotation in quotes
            return frozenset(self.names.module.bindings.get(node.id, ()))
        return known or frozenset()

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
                given = node.value if isinstance(node, ast.Yield) else None
                self._generators[self.enclosing(node, *_FUNCTIONS)].append(given)
            elif isinstance(node, ast.ClassDef):
                scope = self.names.own_scope.get(node)
                for name, bindings in scope.bindings.items() if scope is not None else ():
                    self.attributes[(node, name)].extend(
                        b for b in bindings if b.how in (How.ASSIGN, How.ANNOTATION)
                    )
        elsewhere = []
        for nodes in list(self.attribute_nodes.values()):
            for node in nodes:
                if not isinstance(node.ctx, ast.Store):
                    continue
                own = self._self_class(node.value) if isinstance(node.value, ast.Name) else None
                if own is not None:
                    self._attribute_store(node, own)
                else:
                    elsewhere.append(node)
        for node in elsewhere:
            for owner in self._owners(node):
                self._attribute_store(node, owner)

    def _owners(self, node: ast.Attribute) -> list[ast.ClassDef]:
        """The classes whose attribute is stored from outside: ``bot.client = Fake()``.

        A parameter that says nothing of its type may be of any class that has the attribute.
        """
        known = self.class_of(node.value)
        if known is not None:
            return [known]
        bindings = self._bindings(node.value) if isinstance(node.value, ast.Name) else ()
        if not any(_is_untyped(b) for b in bindings):
            return []
        return [owner for owner, name in list(self.attributes) if name == node.attr]

    def _attribute_store(self, node: ast.Attribute, owner: ast.ClassDef) -> None:
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
        self._classes.clear()


def _is_untyped(binding: Binding) -> bool:
    return binding.how is How.PARAM and getattr(binding.target, "annotation", None) is None
