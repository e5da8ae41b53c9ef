"""Whether an expression means at another place what it means where it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Scope

_LOOPS = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_ONCE = (ast.If, ast.With, ast.AsyncWith, ast.Try)
_PATH = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.expr_context, ast.UnaryOp)
_BODIES = ("body", "orelse", "handlers", "finalbody")


def means_the_same(plan: Plan, expression: ast.expr, place: ast.expr) -> bool:
    """Whether a path of names, attributes and indices can be read at a place of the same function.

    None of its names may get another value between the two, whichever comes first.
    """
    if plan.values.enclosing(expression, *_FUNCTIONS) is not plan.values.enclosing(
        place, *_FUNCTIONS
    ):
        return False
    for node in ast.walk(expression):
        if not isinstance(node, (*_PATH, ast.USub)):
            return False
        variable = plan.values.variable(node)
        if isinstance(node, ast.Attribute) and variable is not None:
            return False
        if isinstance(node, ast.Name) and not _keeps(plan, node, place):
            return False
    return True


def _keeps(plan: Plan, name: ast.Name, place: ast.expr) -> bool:
    home = plan.values.names.scope_of[name].home(name.id)
    if home is None or home is not _scope_at(plan, place).home(name.id):
        return False
    early, late = sorted((name, place), key=lambda node: plan.source.span(node)[0])
    start, end = plan.source.span(early)[1], plan.source.span(late)[0]
    around = set(loops_around(plan, early))
    repeated = [loop for loop in loops_around(plan, late) if loop not in around]
    if repeated:
        end = plan.source.span(repeated[-1])[1]
    statement = plan.values.enclosing(late, ast.stmt)
    own = getattr(statement, "targets", []) if not repeated else []
    return not any(
        start <= plan.source.span(binding.target)[0] < end and binding.target not in own
        for binding in home.bindings.get(name.id, ())
    )


def loops_around(plan: Plan, node: ast.AST) -> Iterator[ast.AST]:
    """The loops and comprehensions around a node, from the inside."""
    loop = plan.values.enclosing(node, *_LOOPS)
    while loop is not None:
        yield loop
        loop = plan.values.enclosing(loop, *_LOOPS)


def _scope_at(plan: Plan, node: ast.AST) -> Scope:
    scopes = plan.values.names.scope_of
    for inner in ast.walk(node):
        if inner in scopes:
            return scopes[inner]
    function = plan.values.enclosing(node, *_FUNCTIONS)
    return plan.values.names.own_scope[function] if function else plan.values.names.module


def statements_before(plan: Plan, node: ast.AST) -> Iterator[ast.stmt]:
    """What has run before a statement, from the nearest, out of branches but not out of loops."""
    statement: ast.AST | None = node
    if not isinstance(node, ast.stmt):
        statement = plan.values.enclosing(node, ast.stmt)
    while isinstance(statement, ast.stmt):
        yield from reversed(_ahead(plan, statement))
        statement = plan.source.parents.get(statement)
        if not isinstance(statement, _ONCE):
            return


def _ahead(plan: Plan, statement: ast.stmt) -> list[ast.stmt]:
    """The statements in front of one in its block."""
    for field in _BODIES:
        block = getattr(plan.source.parents.get(statement), field, None)
        if isinstance(block, list) and statement in block:
            return block[: block.index(statement)]
    return []


def in_same_round(plan: Plan, early: ast.AST, late: ast.AST) -> bool:
    """Whether a statement has always run before a later one, in the same round of each loop."""
    first = plan.values.enclosing(early, ast.stmt)
    return any(statement is first for statement in _in_reach(plan, late))


def _in_reach(plan: Plan, node: ast.AST) -> Iterator[ast.stmt]:
    """What has run before a node, also before the loops around it."""
    statement = plan.values.enclosing(node, ast.stmt)
    while isinstance(statement, ast.stmt) and not isinstance(statement, _FUNCTIONS):
        yield from _ahead(plan, statement)
        statement = plan.source.parents.get(statement)
