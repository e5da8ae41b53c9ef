"""Answers that come later, and lists of answers: what holds them stays, what they are is new.

Futures of executors, tasks, functions with their arguments, and lists of all of these.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.calls.flow import argument
from stepbridge_codemods.rules.calls.prepared_calls import calls_rewritten
from stepbridge_codemods.values.deferred import WAITING
from stepbridge_codemods.values.kinds import Kind

_LISTS = (Kind.RESPONSES, Kind.TASKS, Kind.FUTURES)


@use(_LISTS, "bind", "test", "for", "[]", "or nothing", ".append")
def several(plan: Plan, use: Use) -> None:
    """A list of answers is a list of answers."""


@use(_LISTS, "arg")
def counted(plan: Plan, use: Use) -> None:
    """``zip(prompts, responses)``, ``len(futures)`` and the like."""
    call = use.parent
    if not counts(call, plan.source):
        argument(plan, use)


@use(Kind.FUTURE_KEYS, "bind", "[]", "test")
def by_future(plan: Plan, use: Use) -> None:
    """What belongs to a future is looked up by it."""


@use((Kind.FUTURE, Kind.PREPARED), "bind")
def later(plan: Plan, use: Use) -> None:
    """A future, or a function, of the new call."""


@use(Kind.FUTURE, "other")
def key(plan: Plan, use: Use) -> None:
    """``prompt = prompts[future]``."""
    held = use.parent
    if not isinstance(held, ast.Subscript) or not isinstance(held.ctx, ast.Load):
        raise plan.cannot("SB001", use.node, "a future that is kept")


@use((Kind.FUTURE, Kind.RESPONSE), *WAITING)
def asked(plan: Plan, use: Use) -> None:
    """What is asked of a future or a task; an answer by itself has no such thing."""
    value = plan.values.value(use.node)
    call = plan.source.parents[use.parent]
    called = isinstance(call, ast.Call) and call.func is use.parent
    if not called or value is None or not (value.pending or use.kind is Kind.FUTURE):
        raise plan.cannot("SB001", use.parent, use.context.lstrip("."))


@use(Kind.PREPARED, "call")
def called(plan: Plan, use: Use) -> None:
    """All arguments have been given before, or the call was rewritten with the function."""
    assert isinstance(use.parent, ast.Call)
    adds = bool(use.parent.args or use.parent.keywords)
    if adds and use.parent not in calls_rewritten(plan):
        raise plan.cannot("SB008", use.parent)
