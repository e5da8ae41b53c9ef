"""What an expression certainly holds, whichever way its value has come."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from stepbridge_codemods.certainty.belied import given_to_field, is_compound
from stepbridge_codemods.certainty.closed import (
    all_makers_seen,
    argument_of,
    calls_of,
    is_closed,
    is_overridden,
)
from stepbridge_codemods.certainty.handed import handed_calls
from stepbridge_codemods.certainty.records import made_with
from stepbridge_codemods.objects import bindings_of, is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.annotated import says
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.inside import (
    Place,
    is_empty,
    passed_on,
    places_in,
    put_by,
    stored_at,
)
from stepbridge_codemods.values.names import Binding, Function, How
from stepbridge_codemods.values.paths import ENTRY, ITEM, Path
from stepbridge_codemods.values.syntax import default_of

_LONGEST = 4
_MOST = 4000
"""Steps of one walk; what takes more is not known."""

_OPEN = frozenset({"list", "List", "dict", "Dict", "tuple", "Tuple", "Sequence", "Iterable", "Any"})
"""Annotations that say nothing of what is inside."""
_PROPERTIES = frozenset({"property", "cached_property", "functools.cached_property"})


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of value that is asked about.

    ``shows`` tells whether an expression by itself shows that what is at a path of it is of the
    sort, ``names`` whether a class in an annotation is. ``seen_only``: a parameter without
    annotation counts only where nothing but the code in view can call its function.
    ``by_default``: where no call is in view, the default of a parameter says what it is.
    ``operations``: whether the operators of strings give a string. ``given`` tells of a parameter
    whether a library passes one; ``entered``: ``with`` gives what stands behind it. ``annotated``:
    annotations count. ``optional``: it may be None as well, but not only.
    """

    name: str
    shows: Callable[[Plan, ast.expr, Path], bool]
    names: Callable[[Plan, ast.expr], bool]
    seen_only: bool = True
    by_default: bool = False
    operations: bool = False
    entered: bool = False
    annotated: bool = True
    optional: bool = False
    given: Callable[[Plan, Binding, Path], bool] | None = None


def is_certain(plan: Plan, sort: Sort, node: ast.expr, path: Path = ()) -> bool:
    """Whether what is at a path of an expression is of a sort, whatever happens."""
    known = plan.values.certain
    key = (sort.name, node, path)
    if key not in known:
        known[key] = False  # where the answer depends on itself through another question
        question = _Question(plan, sort)
        known[key] = question.holds(node, path) and question.witnessed
    return known[key]


def are_certain(plan: Plan, sort: Sort, node: ast.expr) -> bool:
    """Whether an expression is a list, not a dict, of what is of a sort."""
    return is_certain(plan, sort, node, (ITEM,)) and is_certain(plan, sort, node, (0,))


class _Question:
    """One walk from an expression to all that it can be.

    A place that is asked about while it is being worked out gives what the others give.
    """

    def __init__(self, plan: Plan, sort: Sort) -> None:
        self.plan = plan
        self.values = plan.values
        self.sort = sort
        self.busy: set[tuple[object, Path]] = set()
        self.failed: set[tuple[object, Path]] = set()
        self.steps = 0
        self.witnessed = False

    def holds(self, node: ast.expr, path: Path) -> bool:
        self.steps += 1
        if (node, path) in self.busy:
            return True
        if (node, path) in self.failed or self.steps > _MOST or len(path) > _LONGEST:
            return False
        if self.sort.optional and not path and is_none(node):
            return True
        self.busy.add((node, path))
        found = self._shows(node, path) or self._comes_from(node, path)
        self.busy.discard((node, path))
        if not found:
            self.failed.add((node, path))
        return found

    def _shows(self, node: ast.expr, path: Path) -> bool:
        found = self.sort.shows(self.plan, node, path)
        self.witnessed |= found
        return found

    def _comes_from(self, node: ast.expr, path: Path) -> bool:
        if isinstance(node, ast.Await):
            return self._awaited(node.value, path)
        kept = isinstance(node, ast.Call | ast.Subscript) and self.values.variable(node) is not None
        if kept or isinstance(node, ast.Name | ast.Attribute):
            return self._named(node, path)
        if isinstance(node, ast.Call):
            return self._called(node, path)
        if not path and self.sort.operations and isinstance(node, ast.BinOp):
            return self._operation(node)
        return self._all(places_in(node, path))

    def _all(self, places: list[Place] | None) -> bool:
        return places is not None and all(self.holds(node, path) for node, path in places)

    def _operation(self, node: ast.BinOp) -> bool:
        """A string plus what is none raises an error."""
        if isinstance(node.op, ast.Add):
            return self.holds(node.left, ()) or self.holds(node.right, ())
        return isinstance(node.op, ast.Mod | ast.Mult) and self.holds(node.left, ())

    # --- functions ------------------------------------------------------------------------------

    def _awaited(self, node: ast.expr, path: Path) -> bool:
        if self._shows(node, path):
            return True
        function = self.values.function(node.func) if isinstance(node, ast.Call) else None
        return isinstance(function, ast.AsyncFunctionDef) and self._returned(function, path)

    def _called(self, node: ast.Call, path: Path) -> bool:
        target = self.values.function(node.func)
        if target is not None:
            return isinstance(target, ast.FunctionDef) and self._returned(target, path)
        return self._all(passed_on(self.values, node, path))

    def _returned(self, function: Function, path: Path) -> bool:
        if self._says(function.returns, path):
            results = () if path else self.values.results(function)
            return not any(self._belies(result) for result in results)
        return not function.decorator_list and self._results(function, path)

    def _results(self, function: Function, path: Path) -> bool:
        """What a function returns that does not say what."""
        results = self.values.results(function)
        return (
            self._is_open(function.returns)
            and bool(results)
            and not is_overridden(self.plan, function)
            and all(self.holds(result, path) for result in results)
        )

    # --- names ----------------------------------------------------------------------------------

    def _named(self, node: ast.expr, path: Path) -> bool:
        bindings = bindings_of(self.plan, node) or self._of_class(node) or self._of_entry(node)
        if not self.sort.annotated:
            bindings = [b for b in bindings if b.how is not How.ANNOTATION or self._made(b)]
        if not bindings:
            return isinstance(node, ast.Attribute) and self._property(node, path)
        if not all(self._bound(binding, path) for binding in bindings):
            return False
        variable = self.values.variable(node) if path else None
        if variable is None:
            return True
        put = self._put_in(variable, path)
        starts_empty = all(b.value is not None and is_empty(b.value) for b in bindings)
        return (bool(put) or not starts_empty) and self._all(put)

    def _of_class(self, node: ast.expr) -> list[Binding]:
        """The bindings of a constant of a class, or of a member of an enumeration."""
        if not isinstance(node, ast.Attribute):
            return []
        owner = self.values.class_named(node.value)
        if owner is None and node.attr == "value":
            return self._of_class(node.value)
        return self.values.attributes.get((owner, node.attr), []) if owner is not None else []

    def _of_entry(self, node: ast.expr) -> list[Binding]:
        """The bindings of an attribute of something in a list or dict: ``messages[-1].text``."""
        if not isinstance(node, ast.Attribute) or not isinstance(
            node.value, ast.Subscript | ast.Name
        ):
            return []
        for owner, name in list(self.values.attributes):
            if name == node.attr and is_certain(self.plan, _instance_of(owner), node.value):
                return self.values.attributes[(owner, name)]
        return []

    def _property(self, node: ast.Attribute, path: Path) -> bool:
        function = self.values.function(node)
        marks = function.decorator_list if function is not None else []
        if function is None or len(marks) != 1 or ast.unparse(marks[0]) not in _PROPERTIES:
            return False
        return self._says(function.returns, path) or self._results(function, path)

    def _says(self, annotation: ast.expr | None, path: Path) -> bool:
        if not self.sort.annotated:
            return False
        found = says(self.values, annotation, path, lambda node: self.sort.names(self.plan, node))
        self.witnessed |= found
        return found

    def _bound(self, binding: Binding, path: Path) -> bool:
        if (binding, path) in self.busy:
            return True
        self.busy.add((binding, path))
        found = self._gives(binding, path)
        self.busy.discard((binding, path))
        return found

    def _gives(self, binding: Binding, path: Path) -> bool:
        if binding.how is How.PARAM:
            return self._parameter(binding, path)
        if self._says(self._annotation(binding), path):
            given = () if path else given_to_field(self.values, binding)
            return not any(self._belies(one) for one in given)
        made = made_with(self.plan, binding)
        if made is None or not all(self.holds(one, path) for one in made):
            return False
        if binding.value is None:
            return bool(made)
        if binding.how is How.AUGMENT:
            return self._grown(binding, path)
        if binding.how is How.ASSIGN:
            return (bool(path) and is_empty(binding.value)) or self.holds(binding.value, path)
        if binding.how is How.UNPACK:
            return self.holds(binding.value, (*_places(binding.path), *path))
        if binding.how is How.WITH:
            return self.sort.entered and not binding.path and self.holds(binding.value, path)
        if binding.how is How.LOOP:
            return self.holds(binding.value, (ITEM, *_places(binding.path), *path))
        return False

    def _made(self, binding: Binding) -> bool:
        """Whether those who make an instance give a field its value, or may do so."""
        return made_with(self.plan, binding) != []

    def _annotation(self, binding: Binding) -> ast.expr | None:
        parent = self.plan.source.parents.get(binding.target)
        return parent.annotation if isinstance(parent, ast.AnnAssign) else None

    def _grown(self, binding: Binding, path: Path) -> bool:
        """What ``+=`` adds is of the same sort, or the error that it has always been."""
        stored = binding.scope.bindings.get(binding.name, [])
        others = [one for one in stored if one.how is not How.AUGMENT]
        if not path and others and all(self._bound(one, path) for one in others):
            return True
        assert binding.value is not None
        return self.holds(binding.value, path)

    def _is_open(self, annotation: ast.expr | None) -> bool:
        """Whether an annotation leaves open what something is."""
        if annotation is None or not self.sort.annotated:
            return True
        return ast.unparse(annotation).rpartition(".")[2] in _OPEN

    def _parameter(self, binding: Binding, path: Path) -> bool:
        function = binding.scope.node
        annotation = getattr(binding.target, "annotation", None)
        if _spread(function, binding.target):
            return bool(path) and self._says(annotation, path[1:])
        if self._says(annotation, path):
            return not self._belied(function, binding.name, path)
        if self.sort.given is not None and self.sort.given(self.plan, binding, path):
            self.witnessed = True
            return True
        if not self._is_open(annotation) or not isinstance(function, Function):
            return False
        handed = handed_calls(self.plan, function)
        if handed is None:
            return False
        closed = is_closed(self.plan, function) or all_makers_seen(self.plan, function)
        if self.sort.seen_only and not closed:
            return False
        default = default_of(function, binding.name)
        calls = [*calls_of(self.values, function), *handed]
        if not calls:
            is_said = self.sort.by_default and default is not None and not is_none(default)
            return is_said and default is not None and self.holds(default, path)
        return all(self._given(call, function, binding.name, default, path) for call in calls)

    def _belied(self, function: ast.AST, name: str, path: Path) -> bool:
        """Whether a call in view passes something that the annotation does not say."""
        if path or not isinstance(function, Function):
            return False
        calls = [*calls_of(self.values, function), *(handed_calls(self.plan, function) or ())]
        given = [argument_of(self.values, call, function, name) for call in calls]
        return any(one is not None and self._belies(one) for one in given)

    def _belies(self, node: ast.expr) -> bool:
        """Whether an expression can be seen to be of another sort than an annotation says."""
        return is_compound(self.values, node) and not self.holds(node, ())

    def _given(
        self,
        call: ast.Call,
        function: Function,
        name: str,
        default: ast.expr | None,
        path: Path,
    ) -> bool:
        if any(isinstance(a, ast.Starred) for a in call.args):
            return False
        given = argument_of(self.values, call, function, name)
        if given is None and not any(k.arg is None for k in call.keywords):
            given = default
        return given is not None and self.holds(given, path)

    def _put_in(self, variable: Variable, path: Path) -> list[Place] | None:
        """What is put into a list or dict after it was made; None where that is not known."""
        parents = self.plan.source.parents
        found: list[Place] = []
        for load in self.values.loads(variable):
            parent = parents[load]
            call = parents[parent]
            more: list[Place] | None = []
            if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call):
                more = put_by(parent.attr, call, path) if call.func is parent else []
            elif isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
                more = stored_at(parent, call.value, path) if isinstance(call, ast.Assign) else None
            if more is None:
                return None
            found += more
        return found


def _instance_of(owner: ast.ClassDef) -> Sort:
    """The question whether something is an instance of a class of the module."""

    def shows(plan: Plan, node: ast.expr, path: Path) -> bool:
        made = not path and isinstance(node, ast.Call)
        return made and plan.values.class_named(node.func) is owner  # type: ignore[attr-defined]

    def names(plan: Plan, node: ast.expr) -> bool:
        return plan.values.class_named(node) is owner

    return Sort(f"{owner.name}:{owner.lineno}", shows, names)


def _spread(function: ast.AST, target: ast.AST) -> bool:
    """Whether a parameter takes what is left: ``*texts``, ``**texts``."""
    arguments = getattr(function, "args", None)
    left = (arguments.vararg, arguments.kwarg) if isinstance(arguments, ast.arguments) else ()
    return target in left


def _places(path: tuple[int, ...]) -> Path:
    return tuple(ENTRY if place < 0 else place for place in path)
