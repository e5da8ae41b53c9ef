"""Classes of schemas behind names: parameters, entries of dicts and lists, choices."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.certainty.closed import all_callers_seen
from stepbridge_codemods.objects import bindings_of, is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, Function, How
from stepbridge_codemods.values.paths import Path
from stepbridge_codemods.values.syntax import default_of

_DEPTH = 6
_LOOKING = frozenset({"get", "keys", "values", "items", "index", "count", "copy"})
"""Methods of dicts and lists that put nothing in."""
_PARSERS = frozenset({"json.loads", "json.load"})

KindOf: TypeAlias = Callable[[Plan, ast.expr], str | None]
"""``model`` or ``type`` for an expression that names a class."""


@dataclass(frozen=True, slots=True)
class Classes:
    """What an expression can be: classes of some kinds, and perhaps None."""

    kinds: frozenset[str] = frozenset()
    may_be_none: bool = False

    def __or__(self, other: Classes) -> Classes:
        return Classes(self.kinds | other.kinds, self.may_be_none or other.may_be_none)

    @property
    def kind(self) -> str | None:
        """``model`` where all are pydantic classes, else what TypeAdapter takes."""
        if not self.kinds:
            return None
        return "model" if self.kinds == {"model"} else "type"


def classes_of(plan: Plan, node: ast.expr, kind_of: KindOf, depth: int = 0) -> Classes | None:
    """All that an expression can be, where each is a class or None; None where one is not."""
    if is_none(node):
        return Classes(may_be_none=True)
    kind = kind_of(plan, node)
    if kind is not None:
        return Classes(frozenset({kind}))
    if depth > _DEPTH:
        return None
    further = _parts(plan, node)
    if further is None:
        return _named(plan, node, kind_of, depth)
    found = Classes()
    for part in further:
        one = classes_of(plan, part, kind_of, depth + 1)
        if one is None:
            return None
        found |= one
    return found


def _parts(plan: Plan, node: ast.expr) -> list[ast.expr] | None:
    """The expressions of which one is taken."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return node.values
    if isinstance(node, ast.Subscript):
        return _entries(plan, node.value)
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(node, ast.Call) and isinstance(function, ast.Attribute):
        entries = _entries(plan, function.value) if function.attr == "get" and node.args else None
        nothing = ast.copy_location(ast.Constant(None), node)
        return None if entries is None else [*entries, *(node.args[1:] or [nothing])]
    return None


def _entries(plan: Plan, node: ast.expr) -> list[ast.expr] | None:
    """What a dict or list that is written out holds, and what is put into it later."""
    bindings = bindings_of(plan, node)
    written = [binding.value for binding in bindings if binding.how is How.ASSIGN]
    variable = plan.values.variable(node)
    if not written or len(written) < len(bindings) or variable is None:
        return None
    found: list[ast.expr] = []
    for one in written:
        if isinstance(one, ast.Dict) and None not in one.keys:
            found += one.values
        elif isinstance(one, ast.List | ast.Tuple):
            found += one.elts
        else:
            return None
    for load in plan.values.loads(variable):
        parent = plan.source.parents[load]
        outer = plan.source.parents[parent]
        if isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
            if not isinstance(outer, ast.Assign):
                return None
            found.append(outer.value)
        elif isinstance(parent, ast.Attribute) and parent.attr not in _LOOKING:
            return None
    return found


def _named(plan: Plan, node: ast.expr, kind_of: KindOf, depth: int) -> Classes | None:
    bindings = bindings_of(plan, node)
    found = Classes()
    for binding in bindings:
        one = _bound(plan, binding, kind_of, depth + 1)
        if one is None:
            return None
        found |= one
    return found if bindings else None


def _bound(plan: Plan, binding: Binding, kind_of: KindOf, depth: int) -> Classes | None:
    if binding.how is How.ASSIGN and binding.value is not None:
        return classes_of(plan, binding.value, kind_of, depth)
    if binding.how is not How.PARAM:
        return None
    function = binding.scope.node
    if not isinstance(function, Function):
        return None
    default = default_of(function, binding.name)
    found = _annotated(plan, getattr(binding.target, "annotation", None), kind_of)
    if found is not None:
        nothing = default is not None and is_none(default)
        return found | Classes(may_be_none=nothing)
    if not all_callers_seen(plan, function):
        return None
    found = Classes()
    for call in plan.values.callers[function]:
        given = plan.values.argument(call, function, binding.name) or default
        one = classes_of(plan, given, kind_of, depth) if given is not None else None
        if one is None:
            return None
        found |= one
    return found


def _annotated(plan: Plan, node: ast.expr | None, kind_of: KindOf) -> Classes | None:
    """``type[BaseModel]``, with ``| None`` or ``Optional`` around it."""
    if isinstance(node, ast.BinOp):
        left, right = (_annotated(plan, one, kind_of) for one in (node.left, node.right))
        return left | right if left is not None and right is not None else None
    if node is not None and is_none(node):
        return Classes(may_be_none=True)
    if not isinstance(node, ast.Subscript):
        return None
    head = ast.unparse(node.value).rpartition(".")[2]
    if head == "Optional":
        inner = _annotated(plan, node.slice, kind_of)
        return inner | Classes(may_be_none=True) if inner is not None else None
    if head not in ("type", "Type"):
        return None
    base = _bound_of(plan, node.slice)
    is_model = plan.values.qualified(base) in MODELS or kind_of(plan, base) == "model"
    return Classes(frozenset({"model"})) if is_model else None


MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})


def _bound_of(plan: Plan, node: ast.expr) -> ast.expr:
    """The class that a type variable is bound to; what is none stands for itself."""
    for binding in bindings_of(plan, node):
        made = binding.value
        if isinstance(made, ast.Call) and ast.unparse(made.func).endswith("TypeVar"):
            return next((k.value for k in made.keywords if k.arg == "bound"), node)
    return node


def _shows(plan: Plan, node: ast.expr, path: Path) -> bool:
    if path:
        return False
    if isinstance(node, ast.Dict):
        return True
    if not isinstance(node, ast.Call):
        return False
    made = getattr(node.func, "attr", "") in ("model_json_schema", "json_schema")
    return made or plan.values.qualified(node.func) in _PARSERS


_DICT = Sort(
    "a JSON object",
    _shows,
    lambda _, name: ast.unparse(name) in ("dict", "Dict", "typing.Dict"),
    seen_only=False,
    optional=True,
)


def is_json_object(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a dict of JSON, or None, whatever happens."""
    return is_certain(plan, _DICT, node)
