"""Function calls of a response: the function_call steps of an Interaction.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.calls.flow import argument
from stepbridge_codemods.values.kinds import Kind

_FIELDS = {"name": "name", "args": "arguments", "id": "id"}


@use(Kind.RESPONSE, ".function_calls")
def function_calls(plan: Plan, use: Use) -> None:
    """``response.function_calls`` is the list of the steps of that type."""
    assert isinstance(use.parent, ast.Attribute)
    if plan.context(use.parent) == "is None":
        raise plan.cannot("SB001", use.parent, "function_calls is None")
    pieces: list[str | ast.AST] = ["[step for step in ", use.node]
    pieces += [f".steps or [] if step.type == {plan.quote}function_call{plan.quote}]"]
    plan.edits.replace(use.parent, *pieces)


@use(Kind.CALLS, "bind", "test", "for", "[]", "or nothing")
def kept(plan: Plan, use: Use) -> None:
    """A list of steps stands where the list of calls stood."""


@use(Kind.CALLS, "arg")
def counted(plan: Plan, use: Use) -> None:
    """``len(calls)`` and the like; or handed to a function that nobody else calls."""
    if not counts(use.parent, plan.source):
        argument(plan, use)


@use(Kind.CALL, "other")
def given_back(plan: Plan, use: Use) -> None:
    """A call in a dict that stands for a part: the contents rule has put the step there."""
    if use.node not in plan.visited:
        raise plan.cannot("SB001", use.node, f"{use.kind} {use.context}")


@use(Kind.CALL, "bind")
def one(plan: Plan, use: Use) -> None:
    """A step stands where the call stood."""


@use(Kind.CALL, *(f".{name}" for name in _FIELDS))
def field(plan: Plan, use: Use) -> None:
    """Name and id stay; args are arguments."""
    assert isinstance(use.parent, ast.Attribute)
    if use.parent.attr != _FIELDS[use.parent.attr]:
        rename(plan, use.parent, _FIELDS[use.parent.attr])
