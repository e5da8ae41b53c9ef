"""``interaction.outputs`` of the beta: output_text, the steps, or the items of model_output steps.

Outputs were one flat list of what are now steps and items inside the content of model_output
steps. An item or step has the attributes that the output had, so whatever reads an output goes on
reading it; only the list is built anew.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.planning.contexts import context_of
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.beta.dumped import dumped
from stepbridge_codemods.rules.beta.guards import ALL, STEP, named_uses, wanted
from stepbridge_codemods.rules.beta.lists import Read, in_comprehension, put_list, put_steps
from stepbridge_codemods.rules.beta.media import medium_of
from stepbridge_codemods.rules.beta.names import respell
from stepbridge_codemods.rules.beta.request import asks_for_outputs
from stepbridge_codemods.rules.beta.truth import put_truth
from stepbridge_codemods.values.kinds import Kind

_SHOWING = frozenset({"print", "pprint", "repr", "str"})
_PASSING = frozenset({"reversed", "list", "tuple", "sorted", "iter", "enumerate"})


@use(Kind.INTERACTION, ".outputs")
def outputs(plan: Plan, use: Use) -> None:
    """An attribute read."""
    assert isinstance(use.parent, ast.expr)
    if use.parent not in plan.visited:
        rebuild(plan, read_of(plan, use.parent, use.node))


@use((Kind.INTERACTION, Kind.ENDED), "arg")
def asked(plan: Plan, use: Use) -> None:
    """``getattr(x, "outputs", [])`` and ``hasattr(x, "outputs")``."""
    call = use.parent
    if not isinstance(call, ast.Call):
        return
    if not asks_for_outputs(call):
        dumped(plan, use)
        return
    if use.kind is Kind.ENDED:
        raise plan.cannot("SB015", call, "the last event holds no steps")
    if ast.unparse(call.func) == "getattr":
        rebuild(plan, read_of(plan, call, use.node))
        return
    name = call.args[1]
    assert isinstance(name, ast.Constant)
    respell(plan, name, "steps")


def read_of(plan: Plan, node: ast.expr, interaction: ast.expr) -> Read:
    """A read with its default, ``x.outputs or []``."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.BoolOp) and plan.context(node) == "or nothing":
        return Read(node, interaction, parent)
    return Read(node, interaction, node)


def rebuild(plan: Plan, read: Read) -> None:
    """Each way of reading the list has its own counterpart."""
    context, consumer = context_of(plan.values, read.whole)
    if context == "[]" and isinstance(consumer, ast.Subscript):
        _indexed(plan, read, consumer)
    elif (
        context in ("test", "is None", "drop")
        or _is_shown(plan, consumer)
        or _is_counted(plan, consumer)
        or _goes_back(consumer)
    ):
        put_steps(plan, read)
    elif (loop := _loop_over(plan, read.whole)) is not None:
        _looped(plan, read, loop)
    elif isinstance(read.node, ast.Attribute):
        put_list(plan, read, wanted(plan, _all_uses(plan)))
    else:
        put_list(plan, read, ALL)


def _all_uses(plan: Plan) -> list[Use]:
    return [use for use in plan.uses if use.kind is Kind.OUTPUT]


# --- loops ---------------------------------------------------------------------------------------


def _loop_over(plan: Plan, node: ast.expr) -> ast.For | ast.comprehension | None:
    """The loop that runs over a list, also over ``reversed(...)`` or ``enumerate(...)`` of it."""
    parent = plan.source.parents[node]
    while isinstance(parent, ast.Call) and ast.unparse(parent.func) in _PASSING:
        if parent.args[0] is not node:
            return None
        node, parent = parent, plan.source.parents[parent]
    is_loop = isinstance(parent, ast.For | ast.comprehension) and parent.iter is node
    return parent if is_loop else None  # type: ignore[return-value]


def _looped(plan: Plan, read: Read, loop: ast.For | ast.comprehension) -> None:
    target = loop.target
    if isinstance(target, ast.Tuple) and len(target.elts) == 2:
        target = target.elts[1]
    if not isinstance(target, ast.Name):
        put_list(plan, read, ALL)
        return
    inside = plan.source.parents[loop] if isinstance(loop, ast.comprehension) else loop
    uses = named_uses(plan, inside, target.id)
    sort = wanted(plan, [u for u in uses if not _is_element(u, loop)]) if uses else ALL
    if isinstance(loop, ast.comprehension) and sort != STEP and loop.iter is read.whole:
        in_comprehension(plan, read, loop, sort)
        return
    put_list(plan, read, sort)


def _is_element(use: Use, loop: ast.AST) -> bool:
    """Whether a use is ``o`` in ``[o for o in outputs if ...]``: what is kept, not what is read."""
    kept = (ast.ListComp, ast.GeneratorExp, ast.SetComp)
    is_kept = isinstance(use.parent, kept) and use.parent.elt is use.node
    return is_kept and isinstance(loop, ast.comprehension) and bool(loop.ifs)


# --- single outputs ------------------------------------------------------------------------------


def _indexed(plan: Plan, read: Read, item: ast.Subscript) -> None:
    index = constant_of(plan, item.slice)
    reader = plan.source.parents[item]
    if isinstance(reader, ast.Attribute) and index in (0, -1) and read.whole is read.node:
        if reader.attr == "text":
            _text(plan, read, reader)
            return
        medium = medium_of(plan, read.interaction)
        if reader.attr in ("data", "mime_type", "uri") and medium:
            plan.edits.replace(item, read.interaction, f".output_{medium}")
            return
    put_list(plan, read, wanted(plan, _flowing(plan, item)))


def _text(plan: Plan, read: Read, reader: ast.Attribute) -> None:
    """``output_text`` is never None, so a test for that becomes one for truth."""
    test = plan.source.parents[reader]
    if plan.context(reader) == "is None" and isinstance(test, ast.Compare):
        put_truth(plan, test, read.interaction, ".output_text")
        return
    plan.edits.replace(reader, read.interaction, ".output_text")


def _flowing(plan: Plan, item: ast.Subscript) -> list[Use]:
    """The uses of one output: of the index itself, or of the name that it is bound to."""
    parent = plan.source.parents[item]
    if isinstance(parent, ast.Assign | ast.NamedExpr):
        return [u for u in _all_uses(plan) if isinstance(u.node, ast.Name)]
    return [u for u in _all_uses(plan) if u.node is item]


# --- other consumers -----------------------------------------------------------------------------


def _is_shown(plan: Plan, consumer: ast.AST) -> bool:
    """``print(x.outputs)``, ``f"{x.outputs}"`` and ``print(len(x.outputs))``."""
    if isinstance(consumer, ast.FormattedValue):
        return True
    if not isinstance(consumer, ast.Call):
        return False
    name = ast.unparse(consumer.func)
    if name in _SHOWING or name.endswith((".pprint", ".print")):
        return True
    return name == "len" and _is_shown(plan, plan.source.parents[consumer])


def _is_counted(plan: Plan, consumer: ast.AST) -> bool:
    """``bool(x.outputs)`` and ``len(x.outputs) > 0``: whether there are any."""
    if not isinstance(consumer, ast.Call) or not isinstance(consumer.func, ast.Name):
        return False
    if consumer.func.id == "bool":
        return True
    test = plan.source.parents[consumer]
    return (
        consumer.func.id == "len"
        and isinstance(test, ast.Compare)
        and len(test.comparators) == 1
        and ast.unparse(test.comparators[0]) in ("0", "1")
        and isinstance(test.ops[0], ast.Gt | ast.Eq | ast.NotEq | ast.Lt | ast.GtE)
        and ast.unparse(test) not in (f"{ast.unparse(consumer)} {o} 1" for o in ("==", "!=", ">"))
    )


def _goes_back(consumer: ast.AST) -> bool:
    """Outputs that are put into a list of what is sent: ``history += x.outputs``."""
    if isinstance(consumer, ast.Starred | ast.AugAssign | ast.BinOp):
        return True
    if isinstance(consumer, ast.keyword):
        return consumer.arg == "input"
    return (
        isinstance(consumer, ast.Call)
        and isinstance(consumer.func, ast.Attribute)
        and consumer.func.attr == "extend"
    )


@use((Kind.OUTPUTS, Kind.OUTPUT), "*")
def flows(plan: Plan, use: Use) -> None:
    """The list is built anew where it is read from the interaction; what holds it stays."""


@use(Kind.OUTPUT, ".rate")
def rate(plan: Plan, use: Use) -> None:
    """``rate`` of audio is ``sample_rate``."""
    rename(plan, use.parent, "sample_rate")
