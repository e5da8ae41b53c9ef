"""Contents and parts that functions of the module are given, or return: where they are written."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.closed import all_callers_seen
from stepbridge_codemods.objects import TYPES, is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.returned import called_function as called_function
from stepbridge_codemods.rewriting.returned import unpacked as unpacked
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.names import Binding, Function, How
from stepbridge_codemods.values.syntax import default_of
from stepbridge_codemods.values.value import CALLED

_DICTS = frozenset(
    {"Content", "ContentDict", "ContentOrDict", "ContentUnion", "ContentUnionDict", "UserContent"}
    | {"Part", "PartDict", "PartOrDict", "PartUnion", "PartUnionDict", "ModelContent"}
)
_LISTS = frozenset({"ContentListUnion", "ContentListUnionDict"})


def is_written_in_view(plan: Plan, binding: Binding) -> bool:
    """Whether what a binding gives stands in this module."""
    if unpacked(plan, binding) is not None:
        return True
    if binding.how is not How.PARAM:
        return binding.how is How.ASSIGN and binding.value is not None
    function = binding.scope.node
    return isinstance(function, Function) and all_callers_seen(plan, function)


def values_of(plan: Plan, binding: Binding) -> list[ast.expr | None]:
    """What a name is given, here or by all calls in view; None for what cannot be seen."""
    function = binding.scope.node
    entries = unpacked(plan, binding)
    if entries is not None:
        return [*entries]
    if binding.how is not How.PARAM:
        return [binding.value]
    if not isinstance(function, Function):
        return []
    default = default_of(function, binding.name)
    calls = plan.values.callers.get(function, [])
    return [plan.values.argument(call, function, binding.name) or default for call in calls]


def written_for(plan: Plan, binding: Binding) -> list[ast.expr]:
    """What a binding gives a name, apart from None: its value, or what all callers pass."""
    entries = unpacked(plan, binding)
    if binding.how is How.PARAM:
        given = _given(plan, binding)
    elif entries is not None and binding.value is not None:
        function = called_function(plan, binding.value)
        assert function is not None
        returned_by(plan, binding.value, function)
        given = entries
    elif binding.how is How.ASSIGN and binding.value is not None and _has_one_name(plan, binding):
        given = [binding.value]
    else:
        raise plan.cannot("SB005", binding.target, binding.name)
    return [value for value in given if not is_none(value)]


def _has_one_name(plan: Plan, binding: Binding) -> bool:
    """Whether nothing else gets the same object: ``parts = kept = [...]``."""
    statement = plan.source.parents.get(binding.target)
    return not isinstance(statement, ast.Assign) or len(statement.targets) == 1


def _given(plan: Plan, binding: Binding) -> list[ast.expr]:
    function = binding.scope.node
    if not isinstance(function, Function) or not all_callers_seen(plan, function):
        raise plan.cannot("SB005", binding.target, binding.name)
    if binding.target in (function.args.vararg, function.args.kwarg):
        raise plan.cannot("SB005", binding.target, binding.name)
    default = default_of(function, binding.name)
    found = []
    for call in plan.values.callers[function]:
        given = plan.values.argument(call, function, binding.name) or default
        spread = any(k.arg is None for k in call.keywords)
        if given is None or spread or any(isinstance(a, ast.Starred) for a in call.args):
            raise plan.cannot("SB005", call, binding.name)
        found.append(given)
    rename_annotation(plan, getattr(binding.target, "annotation", None))
    return found


def handed_on(plan: Plan, variable: Variable) -> list[tuple[ast.expr, ast.Name]]:
    """Reads of a list that hand it to a function in view, with a read of the parameter there."""
    found = []
    for load in plan.values.loads(variable):
        call = plan.source.parents[load]
        if isinstance(call, ast.keyword):
            call = plan.source.parents[call]
        function = plan.values.function(call.func) if isinstance(call, ast.Call) else None
        if function is None or not isinstance(call, ast.Call) or call.func is load:
            continue
        read = _read_of_parameter(plan, call, function, load)
        if read is not None and all_callers_seen(plan, function):
            found.append((load, read))
    return found


def _read_of_parameter(
    plan: Plan, call: ast.Call, function: Function, given: ast.expr
) -> ast.Name | None:
    for name, bindings in plan.values.names.reads.items():
        own = [b for b in bindings if b.how is How.PARAM and b.scope.node is function]
        if any(plan.values.argument(call, function, b.name) is given for b in own):
            return name
    return None


def returned_by(plan: Plan, node: ast.expr, function: Function) -> list[ast.expr]:
    """What a function returns, for a call of it; all its calls then have to be for the same."""
    results = plan.values.results(function)
    variable = Variable(function, CALLED)
    if variable in plan.inlined:
        refusal = plan.cannot("SB011", node, f"{function.name}()")
        refusal.variable = variable
        raise refusal
    if not results or not all_callers_seen(plan, function):
        raise plan.cannot("SB005", node, f"{function.name}()")
    plan.claim(variable)
    plan.visited.add(node.value if isinstance(node, ast.Await) else node)
    rename_annotation(plan, function.returns)
    return [result for result in results if not is_none(result)]


def rename_annotation(plan: Plan, annotation: ast.expr | None) -> None:
    """Contents and parts are dicts now: ``list[types.Content]`` is ``list[dict]``."""
    for node in ast.walk(annotation) if annotation is not None else ():
        name = (plan.values.qualified(node) or "").removeprefix(TYPES)
        if name in _DICTS or name in _LISTS:
            plan.edits.replace(node, "dict" if name in _DICTS else "list")
