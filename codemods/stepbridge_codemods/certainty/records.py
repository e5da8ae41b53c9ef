"""Fields of dataclasses and models: what those who make an instance give them."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding

_DECORATORS = frozenset({"dataclass", "define", "frozen", "mutable"})
_BASES = frozenset({"BaseModel", "NamedTuple", "Struct"})
_REMADE = frozenset(
    {"dataclasses.asdict", "dataclasses.astuple", "dataclasses.replace", "attrs.asdict"}
    | {"attrs.evolve", "copy.replace"}
)
_REMAKING = frozenset(
    {"model_copy", "model_dump", "model_dump_json", "model_construct", "dict", "json", "copy"}
    | {"_replace", "_asdict", "__dict__"}
)
_TESTS = frozenset({"isinstance", "issubclass"})
_ANNOTATED = (ast.arg, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.BinOp)


def made_with(plan: Plan, binding: Binding) -> list[ast.expr] | None:
    """What the instances of a class are made with for one of its fields, apart from its default.

    Nothing for what is no field of such a class; None where not all that make one are in view.
    """
    owner = binding.scope.node
    statement = plan.source.parents.get(binding.target)
    if not isinstance(owner, ast.ClassDef) or not isinstance(statement, ast.AnnAssign):
        return []
    if statement not in owner.body or not _is_record(owner):
        return []
    if not _is_closed(plan, owner):
        return None
    places = [one.target.id for one in owner.body if _is_field(one)]  # type: ignore[attr-defined]
    given: list[ast.expr] = []
    for call in _makers(plan, owner):
        if any(isinstance(a, ast.Starred) for a in call.args) or None in _named(call):
            return None
        place = places.index(binding.name)
        given += [*call.args[place : place + 1], *_named(call).get(binding.name, ())]
    return given


def _named(call: ast.Call) -> dict[str | None, list[ast.expr]]:
    return {keyword.arg: [keyword.value] for keyword in call.keywords}


def _is_field(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)


def _is_record(owner: ast.ClassDef) -> bool:
    """Whether the fields of a class are the arguments of its constructor."""
    if any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in owner.body):
        return False
    marks = {_last(getattr(mark, "func", mark)) for mark in owner.decorator_list}
    return bool(marks & _DECORATORS) or bool({_last(base) for base in owner.bases} & _BASES)


def _last(node: ast.AST) -> str:
    return ast.unparse(node).rpartition(".")[2]


def _mentions(plan: Plan, owner: ast.ClassDef) -> list[ast.Name]:
    reads = plan.values.names.reads
    return [n for n, bindings in reads.items() if any(b.target is owner for b in bindings)]


def _makers(plan: Plan, owner: ast.ClassDef) -> list[ast.Call]:
    parents = [(plan.source.parents[name], name) for name in _mentions(plan, owner)]
    return [call for call, name in parents if isinstance(call, ast.Call) and call.func is name]


def _is_closed(plan: Plan, owner: ast.ClassDef) -> bool:
    """Whether only code in view makes instances, each by its fields, and takes none apart."""
    values = plan.values
    if values.around.sees(owner.name):
        return False
    if not values.is_program() and not owner.name.startswith("_"):
        return False
    if any(values.qualified(call.func) in _REMADE for call in values.calls):
        return False
    remade = [node for name in _REMAKING for node in values.attribute_nodes.get(name, ())]
    if any(values.class_of(node.value) is owner for node in remade):
        return False
    return all(_makes_or_annotates(plan, name) for name in _mentions(plan, owner))


def _makes_or_annotates(plan: Plan, name: ast.Name) -> bool:
    parent = plan.source.parents[name]
    if isinstance(parent, ast.Call):
        return parent.func is name or getattr(parent.func, "id", "") in _TESTS
    while isinstance(parent, ast.Subscript | ast.Tuple):
        parent = plan.source.parents[parent]
    return isinstance(parent, _ANNOTATED)
