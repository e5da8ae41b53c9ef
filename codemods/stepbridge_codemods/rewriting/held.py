"""Objects of a request behind names, parameters and functions: rewritten where they are written."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from stepbridge_codemods.certainty.closed import (
    all_callers_seen,
    all_makers_seen,
    argument_of,
    calls_of,
)
from stepbridge_codemods.objects import TYPES, bindings_of, is_none, strip_annotation, take
from stepbridge_codemods.planning.plan import ManualError, Plan
from stepbridge_codemods.rewriting.held_items import entry_of, looped
from stepbridge_codemods.rewriting.returned import called_function, unpacked
from stepbridge_codemods.rewriting.shown_values import visit_shown
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.names import Binding, Function, How
from stepbridge_codemods.values.syntax import default_of as default_of
from stepbridge_codemods.values.value import CALLED

T = TypeVar("T")
_COPIES = frozenset({"copy.copy", "copy.deepcopy"})


@dataclass(frozen=True, slots=True)
class Topic(Generic[T]):
    """One kind of object: how it is recognised, rewritten in place, and refused.

    ``names`` are the classes whose mention in annotations becomes ``stands_for``; ``annotation`` is
    what a variable is annotated with instead. ``settled`` is told of each variable when all its
    definitions were seen; ``used`` of each other call of a function that makes such objects, and
    has to refuse where that call is for something else. ``is_true`` tells whether a converted
    object is as true as the old one was.
    """

    name: str
    reason: str
    is_written: Callable[[Plan, ast.expr], bool]
    write: Callable[[Plan, ast.expr], T]
    names: frozenset[str]
    settled: Callable[[Plan, Variable, list[T]], None] | None = None
    used: Callable[[Plan, ast.Call], None] | None = None
    is_true: Callable[[T], bool] | None = None
    annotation: str = "dict"
    stands_for: str = "dict"

    def refusal(self, plan: Plan, node: ast.AST) -> ManualError:
        return plan.cannot(self.reason, node, "" if self.reason == "SB004" else self.name)


def definitions(plan: Plan, topic: Topic[T], node: ast.expr, found: list[T]) -> bool:
    """Rewrites every place where what an expression can be is written, and adds it to ``found``.

    Returns whether it can also be None.
    """
    if is_none(node):
        return True
    if topic.is_written(plan, node):
        found.append(topic.write(plan, node))
        return False
    if isinstance(node, ast.IfExp):
        then = definitions(plan, topic, node.body, found)
        other = definitions(plan, topic, node.orelse, found)
        return then or other
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        return _variable(plan, topic, node, found)
    made = _made(plan, topic, node, found)
    if made is not None:
        return made
    function = called_function(plan, node)
    if function is not None:
        _claim(plan, topic, node, function)
        return _returned(plan, topic, node, function, found)
    raise topic.refusal(plan, node)


def _made(plan: Plan, topic: Topic[T], node: ast.expr, found: list[T]) -> bool | None:
    """A default with ``or``, a copy, or an entry of a list or dict; None for anything else."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and topic.is_true is not None:
        for value in node.values[:-1]:
            own: list[T] = []
            definitions(plan, topic, value, own)
            if not all(topic.is_true(one) for one in own):
                raise topic.refusal(plan, value)
            found += own
        return definitions(plan, topic, node.values[-1], found)
    name = plan.values.qualified(node.func) if isinstance(node, ast.Call) else None
    if isinstance(node, ast.Call) and name in _COPIES and len(node.args) == 1:
        # What was said in one object lies in several, one inside the other.
        if name == "copy.copy":
            plan.edits.replace(node.func, "copy.deepcopy")
        return definitions(plan, topic, node.args[0], found)
    return entry_of(plan, node, lambda inner: definitions(plan, topic, inner, found))


def _variable(plan: Plan, topic: Topic[T], node: ast.expr, found: list[T]) -> bool:
    variable = take(plan, node)
    done = plan.facts.setdefault(f"{topic.name} variables", {})
    assert isinstance(done, dict)
    if variable not in done:
        own: list[T] = []
        may_be_none = False
        done[variable] = (own, False)  # for a variable that is made of itself
        for binding in plan.values.stores(variable):
            if binding.how is How.PARAM:
                may_be_none |= _parameter(plan, topic, binding, own)
                continue
            items = looped(plan, binding, lambda inner: definitions(plan, topic, inner, own))
            if items is not None:
                may_be_none |= items
                continue
            entries = unpacked(plan, binding)
            if entries is not None and binding.value is not None:
                may_be_none |= _entries(plan, topic, binding.value, entries, own)
                continue
            if binding.how is not How.ASSIGN or binding.value is None:
                raise topic.refusal(plan, binding.target)
            strip_annotation(plan, binding, topic.annotation)
            may_be_none |= definitions(plan, topic, binding.value, own)
        if topic.settled is not None:
            topic.settled(plan, variable, own)
        visit_shown(plan, variable)
        done[variable] = (own, may_be_none)
    known, may_be_none = done[variable]
    found += known
    return bool(may_be_none)


def _entries(
    plan: Plan, topic: Topic[T], call: ast.expr, entries: list[ast.expr], found: list[T]
) -> bool:
    """An entry of the tuples that a function of this module returns."""
    function = called_function(plan, call)
    if function is None or not all_callers_seen(plan, function):
        raise topic.refusal(plan, call)
    _claim(plan, replace(topic, used=None), call, function)
    done = plan.facts.setdefault(f"{topic.name} entries", {})
    assert isinstance(done, dict)
    if (known := done.get(entries[0])) is None:
        own: list[T] = []
        may_be_none = [definitions(plan, topic, entry, own) for entry in entries]
        _annotated(plan, topic, function.returns)
        done[entries[0]] = known = (own, any(may_be_none))
    found += known[0]
    return bool(known[1])


def _parameter(plan: Plan, topic: Topic[T], binding: Binding, found: list[T]) -> bool:
    """What the callers of a function of this module pass."""
    function = binding.scope.node
    if not isinstance(function, Function):
        raise topic.refusal(plan, binding.target)
    if not all_callers_seen(plan, function) and not all_makers_seen(plan, function):
        raise topic.refusal(plan, binding.target)
    may_be_none = False
    for call in calls_of(plan.values, function):
        given = argument_of(plan.values, call, function, binding.name)
        if any(keyword.arg is None for keyword in call.keywords):
            raise topic.refusal(plan, call)
        given = given or default_of(function, binding.name)
        if given is None:
            raise topic.refusal(plan, call)
        may_be_none |= definitions(plan, topic, given, found)
    _annotated(plan, topic, getattr(binding.target, "annotation", None))
    return may_be_none


def _returned(
    plan: Plan, topic: Topic[T], node: ast.AST, function: Function, found: list[T]
) -> bool:
    """A function of this module that makes the object, for this call and others like it."""
    done = plan.facts.setdefault(f"{topic.name} functions", {})
    assert isinstance(done, dict)
    if function not in done:
        results = plan.values.results(function)
        if not results or not all_callers_seen(plan, function):
            raise topic.refusal(plan, node)
        for call in plan.values.callers[function]:
            if call is not node and topic.used is not None:
                topic.used(plan, call)
        own: list[T] = []
        may_be_none = False
        for result in results:
            may_be_none |= definitions(plan, topic, result, own)
        _annotated(plan, topic, function.returns)
        done[function] = (own, may_be_none)
    known, may_be_none = done[function]
    found += known
    return bool(may_be_none)


def _claim(plan: Plan, topic: Topic[T], node: ast.expr, function: Function) -> None:
    """Every call of the function is one of this group, unless the topic looks at them itself."""
    if topic.used is not None:
        return
    variable = Variable(function, CALLED)
    if variable in plan.inlined:
        refusal = plan.cannot("SB011", node, f"{function.name}()")
        refusal.variable = variable
        raise refusal
    plan.claim(variable)
    plan.visited.add(node.value if isinstance(node, ast.Await) else node)


def _annotated(plan: Plan, topic: Topic[T], annotation: ast.expr | None) -> None:
    for name in ast.walk(annotation) if annotation is not None else ():
        if (plan.values.qualified(name) or "").removeprefix(TYPES) in topic.names:
            plan.edits.replace(name, topic.stands_for)
