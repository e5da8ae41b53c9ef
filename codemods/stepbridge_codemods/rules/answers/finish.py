"""finish_reason becomes the status of the interaction.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import bindings_of, member
from stepbridge_codemods.planning.plan import ManualError, Plan, Use, use
from stepbridge_codemods.rules.answers.finish_names import (
    BLOCKED,
    BLOCKING,
    STRING_METHODS,
    by_name,
    is_made_text,
    mixed_reads,
)
from stepbridge_codemods.rules.answers.results import drop, origin_drafts, rename
from stepbridge_codemods.rules.answers.showing import is_shown, remark, shown
from stepbridge_codemods.rules.calls.flow import argument, returned
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import How

_STATUS: dict[str, tuple[str, ...]] = {
    "STOP": ("completed",),
    "MAX_TOKENS": ("incomplete",),
    **dict.fromkeys(BLOCKING, ("failed",)),
}


@use(Kind.CANDIDATE, ".finish_reason")
def finish_reason(plan: Plan, use: Use) -> None:
    """``candidate.finish_reason`` is ``interaction.status``.

    A handler asks for it where reading the text failed, as for a blocked answer.
    """
    handler = plan.values.enclosing(use.node, ast.ExceptHandler)
    value = plan.values.value(use.node)
    calls = value.origins if value is not None else ()
    if handler is not None and all(
        plan.values.enclosing(call, ast.ExceptHandler) is not handler for call in calls
    ):
        raise plan.cannot("SB021", use.parent)
    rename(plan, use.parent, "status")


@use(Kind.FINISH, "test", "is None")
def asked(plan: Plan, use: Use) -> None:
    """A status stands where the reason stood."""


@use(Kind.FINISH, "bind")
def kept(plan: Plan, use: Use) -> None:
    """A status stands where the reason stood; its name where the variable may hold other texts."""
    mixed = mixed_reads(plan, use.node)
    if not all(is_shown(plan, one) for one in mixed):
        by_name(plan, use)
    elif mixed:
        remark(plan, use.node)


@use(Kind.FINISH, "compare")
def compared(plan: Plan, use: Use) -> None:
    """A comparison with reasons is a comparison with the statuses that stand for them."""
    try:
        _rewrite(plan, use.parent, use.node, use.node)
    except ManualError:
        by_name(plan, use)


@use(Kind.FINISH, "other")
def compared_behind(plan: Plan, use: Use) -> None:
    """``FinishReason.STOP == reason``; or among things that are shown, or kept."""
    if shown(plan, use):
        return
    try:
        _rewrite(plan, use.parent, use.node, use.node)
    except ManualError:
        by_name(plan, use)


@use(Kind.FINISH, ".name", ".value")
def spelled(plan: Plan, use: Use) -> None:
    """A status is a string already; what is done with the name is done with it."""
    called = plan.source.spelled.get(use.parent)
    if called is None:
        drop(plan, use.parent)
        return
    (start, end), (first, last) = plan.source.span(called), plan.source.span(use.node)
    plan.edits.put(start, first)
    plan.edits.put(last, end)


@use(Kind.FINISH, "arg")
def as_text(plan: Plan, use: Use) -> None:
    """``str(finish_reason) == "FinishReason.STOP"`` and ``"STOP" in str(finish_reason)``."""
    if shown(plan, use):
        return
    try:
        _given(plan, use)
    except ManualError:
        by_name(plan, use)


def _given(plan: Plan, use: Use) -> None:
    call = use.parent
    if not isinstance(call, ast.Call) or plan.values.function(call.func) is not None:
        argument(plan, use)
        return
    test = plan.source.parents[call]
    if not is_made_text(call) or not isinstance(test, ast.Compare) or _is_never_equal(test):
        raise plan.cannot("SB001", call, "finish_reason")
    _rewrite(plan, test, call, use.node, as_text=True)


def _is_never_equal(test: ast.Compare) -> bool:
    """``str(reason) == "STOP"``: the text of a member begins with the name of its class."""
    if not isinstance(test.ops[0], ast.Eq | ast.NotEq):
        return False
    texts = [one.value for one in (test.left, *test.comparators) if isinstance(one, ast.Constant)]
    return not all(isinstance(one, str) and one.startswith("FinishReason.") for one in texts)


@use(Kind.FINISH, "return")
def returned_reason(plan: Plan, use: Use) -> None:
    """To functions of this module the status; the name to others."""
    try:
        returned(plan, use)
    except ManualError:
        by_name(plan, use)


@use(Kind.FINISH, "stored", *(f".{method}" for method in STRING_METHODS))
def stored(plan: Plan, use: Use) -> None:
    """Where not every read is seen, the name is kept; a name is a string as well."""
    by_name(plan, use)


@use(Kind.FINISH, "format")
def in_text(plan: Plan, use: Use) -> None:
    """The status in what is shown, the name in any other text."""
    if not shown(plan, use):
        by_name(plan, use)


def _rewrite(
    plan: Plan, test: ast.AST, compared: ast.expr, reason: ast.expr, *, as_text: bool = False
) -> None:
    """Puts a test of the status in place of one of the reason, or of its name or text."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        raise plan.cannot("SB001", test, "finish_reason")
    operator, left, right = test.ops[0], test.left, test.comparators[0]
    is_left = left is compared
    equality = isinstance(operator, ast.Eq | ast.NotEq | ast.Is | ast.IsNot)
    among = isinstance(operator, ast.In | ast.NotIn) and is_left is not as_text
    if not (equality or among):
        raise plan.cannot("SB001", test, "finish_reason")
    listed = among and not as_text
    named = _listed(plan, right) if listed else [right if is_left else left]
    statuses = list(dict.fromkeys(s for one in named for s in _statuses(plan, test, one, reason)))
    equal = isinstance(operator, ast.Eq | ast.Is | ast.In)
    quoted = [f"{plan.quote}{status}{plan.quote}" for status in statuses]
    if len(quoted) == 1:
        condition = f" {'==' if equal else '!='} {quoted[0]}"
    else:
        condition = f" {'in' if equal else 'not in'} ({', '.join(quoted)})"
    plan.edits.replace(test, reason, condition)


def _listed(plan: Plan, node: ast.expr) -> list[ast.expr]:
    """The reasons in a list that is written out here, or in a tuple behind a name."""
    bindings = bindings_of(plan, node)
    held = bindings[0].value if len(bindings) == 1 and bindings[0].how is How.ASSIGN else None
    is_constant = isinstance(node, ast.Name) and node.id.isupper()
    if isinstance(held, ast.Tuple) or (held is not None and is_constant):
        node = held
    found = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
    if not found:
        raise plan.cannot("SB001", node, "finish_reason among others")
    return found


def _statuses(plan: Plan, test: ast.AST, node: ast.expr, reason: ast.expr) -> tuple[str, ...]:
    name = (member(plan, node, "FinishReason") or "").removeprefix("FinishReason.")
    statuses = _STATUS.get(name)
    if statuses is None:
        raise plan.cannot("SB001", test, f"finish_reason {name or ast.unparse(node)}")
    if name in BLOCKING:
        remark(plan, reason, BLOCKED)
    if name == "STOP" and any(d.calls_functions for d in origin_drafts(plan, reason)):
        return (*statuses, "requires_action")
    return statuses
