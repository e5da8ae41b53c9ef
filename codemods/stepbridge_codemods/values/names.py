"""Which bindings can reach which name: scopes, and flow within a function."""

from __future__ import annotations

import ast

from stepbridge_codemods.text.source import children_of
from stepbridge_codemods.values.scopes import (
    Binding,
    Env,
    Function,
    How,
    Scope,
    merged,
    parameters_of,
)

__all__ = ["Binding", "Function", "How", "Names", "Scope"]


_UNPACKED = {How.ASSIGN: How.UNPACK, How.LOOP: How.LOOP}
"""How the names in a tuple get their values, by how the tuple gets its own."""


class Names:
    """Every name of a module, resolved.

    ``reads`` maps each name that is read to the bindings that can reach it. ``scope_of`` maps every
    name node, and every function and class, to the scope that it lies in. ``grown`` says which
    bindings an augmented assignment (``+=``) goes on from.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope(tree, None)
        self.reads: dict[ast.Name, frozenset[Binding]] = {}
        self.scope_of: dict[ast.AST, Scope] = {}
        self.own_scope: dict[ast.AST, Scope] = {}
        self.stores: dict[ast.AST, Binding] = {}
        self.grown: dict[Binding, frozenset[Binding]] = {}
        self._late: list[tuple[ast.AST, Scope]] = []
        self._open: list[tuple[ast.Name, Scope]] = []
        self._exits: list[list[Env]] = []
        self._heads: list[list[Env]] = []
        self._raised: list[list[Env]] = []
        self._seen_open: set[ast.Name] = set()
        self._block(tree.body, {}, self.module)
        while self._late:
            self._function(*self._late.pop(0))
        self._close()

    # --- binding ---------------------------------------------------------------------------

    def _bind(
        self,
        env: Env,
        scope: Scope,
        name: str,
        target: ast.AST,
        value: ast.expr | None,
        how: How,
        path: tuple[int, ...] = (),
        is_async: bool = False,
    ) -> None:
        home = scope.outer.get(name, scope)
        binding = self.stores.get(target)
        if binding is None or binding.name != name:
            binding = Binding(name, target, value, how, home, path, is_async)
            self.stores[target] = binding
            home.bindings.setdefault(name, []).append(binding)
        self.scope_of[target] = scope
        env[name] = frozenset({binding})

    def _target(
        self,
        env: Env,
        scope: Scope,
        target: ast.expr,
        value: ast.expr | None,
        how: How,
        path: tuple[int, ...] = (),
        is_async: bool = False,
    ) -> None:
        if isinstance(target, ast.Name):
            self._bind(env, scope, target.id, target, value, how, path, is_async)
        elif isinstance(target, ast.Tuple | ast.List):
            for index, item in enumerate(target.elts):
                inner = item.value if isinstance(item, ast.Starred) else item
                step = (*path, -1 if isinstance(item, ast.Starred) else index)
                shape = _UNPACKED.get(how, How.OTHER)
                self._target(env, scope, inner, value, shape, step, is_async)
        else:
            self._expression(target, env, scope)

    # --- statements ------------------------------------------------------------------------

    def _block(self, body: list[ast.stmt], env: Env | None, scope: Scope) -> Env | None:
        for statement in body:
            env = self._statement(statement, {} if env is None else env, scope)
            if env is not None and self._raised:
                self._raised[-1].append(dict(env))
        return env

    def _statement(self, node: ast.stmt, env: Env, scope: Scope) -> Env | None:
        method = getattr(self, f"_on_{type(node).__name__}", None)
        if method is not None:
            result: Env | None = method(node, env, scope)
            return result
        for child in children_of(node):
            self._expression(child, env, scope)
        if isinstance(node, ast.Return | ast.Raise):
            return None
        return env

    def _on_Assign(self, node: ast.Assign, env: Env, scope: Scope) -> Env:  # noqa: N802
        self._expression(node.value, env, scope)
        for target in node.targets:
            self._target(env, scope, target, node.value, How.ASSIGN)
        return env

    def _on_AnnAssign(self, node: ast.AnnAssign, env: Env, scope: Scope) -> Env:  # noqa: N802
        self._expression(node.annotation, env, scope)
        if node.value is not None:
            self._expression(node.value, env, scope)
        how = How.ASSIGN if node.value is not None else How.ANNOTATION
        self._target(env, scope, node.target, node.value, how)
        return env

    def _on_AugAssign(self, node: ast.AugAssign, env: Env, scope: Scope) -> Env:  # noqa: N802
        self._expression(node.value, env, scope)
        if isinstance(node.target, ast.Name):
            before = env.get(node.target.id, frozenset())
            self._bind(env, scope, node.target.id, node.target, node.value, How.AUGMENT)
            (binding,) = env[node.target.id]
            self.grown[binding] = self.grown.get(binding, frozenset()) | before
            env[node.target.id] |= before
        else:
            self._expression(node.target, env, scope)
        return env

    def _on_If(self, node: ast.If, env: Env, scope: Scope) -> Env | None:  # noqa: N802
        self._expression(node.test, env, scope)
        then = self._block(node.body, dict(env), scope)
        other = self._block(node.orelse, dict(env), scope)
        return merged(then, other)

    def _on_For(self, node: ast.For, env: Env, scope: Scope) -> Env | None:  # noqa: N802
        self._expression(node.iter, env, scope)
        is_async = isinstance(node, ast.AsyncFor)
        return self._loop(
            node,
            env,
            scope,
            lambda inner: self._target(
                inner, scope, node.target, node.iter, How.LOOP, is_async=is_async
            ),
        )

    _on_AsyncFor = _on_For  # noqa: N815

    def _on_While(self, node: ast.While, env: Env, scope: Scope) -> Env | None:  # noqa: N802
        return self._loop(node, env, scope, lambda inner: self._expression(node.test, inner, scope))

    def _loop(self, node, env, scope, head) -> Env | None:  # type: ignore[no-untyped-def]
        before: Env | None = dict(env)
        exits: list[Env] = []
        for _ in range(2):
            self._exits.append(exits)
            self._heads.append([])
            inner = dict(before or {})
            head(inner)
            after = self._block(node.body, inner, scope)
            for other in [after, *self._heads.pop()]:
                before = merged(before, other)
            self._exits.pop()
        result = self._block(node.orelse, dict(before or {}), scope)
        for other in exits:
            result = merged(result, other)
        return result

    def _on_Break(self, node: ast.Break, env: Env, scope: Scope) -> None:  # noqa: N802
        if self._exits:
            self._exits[-1].append(dict(env))

    def _on_Continue(self, node: ast.Continue, env: Env, scope: Scope) -> None:  # noqa: N802
        if self._heads:
            self._heads[-1].append(dict(env))

    def _on_Try(self, node: ast.Try, env: Env, scope: Scope) -> Env | None:  # noqa: N802
        self._raised.append([dict(env)])
        after = self._block(node.body, dict(env), scope)
        states = self._raised.pop()
        raised: Env | None = None
        for state in states:
            raised = merged(raised, state)
        result = self._block(node.orelse, dict(after), scope) if after is not None else None
        for handler in node.handlers:
            inner = dict(raised or {})
            if handler.type is not None:
                self._expression(handler.type, inner, scope)
            if handler.name:
                self._bind(inner, scope, handler.name, handler, handler.type, How.EXCEPT)
            result = merged(result, self._block(handler.body, inner, scope))
        if node.finalbody:
            final = merged(result, raised)
            done = self._block(node.finalbody, dict(final or {}), scope)
            return done if result is not None else None
        return result

    _on_TryStar = _on_Try  # noqa: N815

    def _on_With(self, node: ast.With, env: Env, scope: Scope) -> Env | None:  # noqa: N802
        is_async = isinstance(node, ast.AsyncWith)
        for item in node.items:
            self._expression(item.context_expr, env, scope)
            if item.optional_vars is not None:
                self._target(
                    env, scope, item.optional_vars, item.context_expr, How.WITH, is_async=is_async
                )
        return self._block(node.body, env, scope)

    _on_AsyncWith = _on_With  # noqa: N815

    def _on_Match(self, node: ast.Match, env: Env, scope: Scope) -> Env | None:  # noqa: N802
        self._expression(node.subject, env, scope)
        result: Env | None = dict(env)
        for case in node.cases:
            inner = dict(env)
            for pattern in ast.walk(case.pattern):
                name = getattr(pattern, "name", None) or getattr(pattern, "rest", None)
                if isinstance(name, str):
                    self._bind(inner, scope, name, pattern, None, How.OTHER)
                elif isinstance(pattern, ast.expr):
                    self._expression(pattern, inner, scope)
            if case.guard is not None:
                self._expression(case.guard, inner, scope)
            result = merged(result, self._block(case.body, inner, scope))
        return result

    def _on_Import(self, node: ast.Import, env: Env, scope: Scope) -> Env:  # noqa: N802
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(env, scope, name, alias, None, How.IMPORT)
        return env

    _on_ImportFrom = _on_Import  # noqa: N815

    def _on_Global(self, node: ast.Global, env: Env, scope: Scope) -> Env:  # noqa: N802
        for name in node.names:
            scope.outer[name] = self.module
        return env

    def _on_Nonlocal(self, node: ast.Nonlocal, env: Env, scope: Scope) -> Env:  # noqa: N802
        for name in node.names:
            home = scope.parent.home(name) if scope.parent else None
            if home is not None:
                scope.outer[name] = home
        return env

    def _on_FunctionDef(self, node: Function, env: Env, scope: Scope) -> Env:  # noqa: N802
        for expression in [
            *node.decorator_list,
            *node.args.defaults,
            *(d for d in node.args.kw_defaults if d is not None),
            *(a.annotation for a in parameters_of(node.args) if a.annotation is not None),
            *([node.returns] if node.returns is not None else []),
        ]:
            self._expression(expression, env, scope)
        self._bind(env, scope, node.name, node, None, How.FUNCTION)
        self._later(node, scope)
        return env

    _on_AsyncFunctionDef = _on_FunctionDef  # noqa: N815

    def _on_ClassDef(self, node: ast.ClassDef, env: Env, scope: Scope) -> Env:  # noqa: N802
        for expression in [*node.decorator_list, *node.bases, *(k.value for k in node.keywords)]:
            self._expression(expression, env, scope)
        inner = self.own_scope.setdefault(node, Scope(node, scope))
        self._block(node.body, {}, inner)
        self._bind(env, scope, node.name, node, None, How.CLASS)
        return env

    def _on_Delete(self, node: ast.Delete, env: Env, scope: Scope) -> Env:  # noqa: N802
        for target in node.targets:
            self._expression(target, env, scope)
            if isinstance(target, ast.Name):
                env.pop(target.id, None)
        return env

    # --- functions -------------------------------------------------------------------------

    def _later(self, node: Function | ast.Lambda, scope: Scope) -> None:
        self.scope_of[node] = scope
        if node not in self.own_scope:
            inner = Scope(node, scope)
            self.own_scope[node] = inner
            self._late.append((node, inner))

    def _function(self, node: ast.AST, scope: Scope) -> None:
        env: Env = {}
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for parameter in parameters_of(node.args):
            self._bind(env, scope, parameter.arg, parameter, parameter.annotation, How.PARAM)
        if isinstance(node, ast.Lambda):
            self._expression(node.body, env, scope)
        else:
            self._declare(node.body, scope)
            self._block(node.body, env, scope)

    def _declare(self, body: list[ast.stmt], scope: Scope) -> None:
        for statement in body:
            if isinstance(statement, ast.Global):
                self._on_Global(statement, {}, scope)

    # --- expressions -----------------------------------------------------------------------

    def _expression(self, node: ast.AST, env: Env, scope: Scope) -> None:
        if isinstance(node, ast.Name):
            self._read(node, env, scope)
        elif isinstance(node, ast.NamedExpr):
            self._expression(node.value, env, scope)
            home = scope
            self._target(env, home, node.target, node.value, How.ASSIGN)
        elif isinstance(node, ast.Lambda):
            for default in [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]:
                self._expression(default, env, scope)
            self._later(node, scope)
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            self._comprehension(node, env, scope)
        elif not isinstance(node, ast.Constant):
            for child in children_of(node):
                self._expression(child, env, scope)

    def _comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        env: Env,
        scope: Scope,
    ) -> None:
        inner_scope = self.own_scope.setdefault(node, Scope(node, scope))
        inner = dict(env)
        for generator in node.generators:
            self._expression(generator.iter, inner, scope)
            self._target(
                inner,
                inner_scope,
                generator.target,
                generator.iter,
                How.LOOP,
                is_async=bool(generator.is_async),
            )
            for test in generator.ifs:
                self._expression(test, inner, inner_scope)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for part in parts:
            self._expression(part, inner, inner_scope)

    def _read(self, node: ast.Name, env: Env, scope: Scope) -> None:
        self.scope_of[node] = scope
        found = env.get(node.id)
        if found:
            self.reads[node] = self.reads.get(node, frozenset()) | found
        elif node not in self._seen_open:
            self._seen_open.add(node)
            self._open.append((node, scope))

    def _close(self) -> None:
        for node, scope in self._open:
            home = scope.home(node.id)
            everywhere = home.bindings.get(node.id, []) if home is not None else []
            self.reads[node] = self.reads.get(node, frozenset()) | frozenset(everywhere)
        written = {
            (name, home) for scope in self.own_scope.values() for name, home in scope.outer.items()
        }
        names = {name for name, _ in written}
        for node in self.reads:
            home = self.scope_of[node].home(node.id) if node.id in names else None
            if home is not None and (node.id, home) in written:
                self.reads[node] |= frozenset(home.bindings.get(node.id, []))
