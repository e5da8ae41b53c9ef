"""Code that the model wrote and ran: the steps code_execution_call and code_execution_result.

https://ai.google.dev/gemini-api/docs/interactions/code-execution
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import member
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.answers.showing import is_shown, remark
from stepbridge_codemods.values.kinds import Kind

_FIRST = {
    "executable_code": ("code_execution_call", "step.arguments.code"),
    "code_execution_result": ("code_execution_result", "step.result"),
}


@use(Kind.RESPONSE, ".executable_code", ".code_execution_result")
def first(plan: Plan, use: Use) -> None:
    """The first code, or the first output, of an answer; None where there is none."""
    assert isinstance(use.parent, ast.Attribute)
    kind, value = _FIRST[use.parent.attr]
    condition = f"step.type == {plan.quote}{kind}{plan.quote}"
    if plan.context(use.parent) == "test":
        pieces = (f"any({condition} for step in ", use.node, ".steps or [])")
    else:
        pieces = (f"next(({value} for step in ", use.node, f".steps or [] if {condition}), None)")
    plan.edits.replace(use.parent, *pieces)


@use(Kind.CODE, ".code")
def code(plan: Plan, use: Use) -> None:
    """The code is in the arguments of the step."""
    rename(plan, use.parent, "arguments.code")


@use(Kind.CODE, ".language")
def language(plan: Plan, use: Use) -> None:
    """A lower-case word where there was a member of an enumeration."""
    if not is_shown(plan, use.parent):
        raise plan.cannot("SB001", use.parent, "the language's enumeration")
    remark(plan, use.parent)
    rename(plan, use.parent, "arguments.language")


@use(Kind.CODE_RESULT, ".output")
def output(plan: Plan, use: Use) -> None:
    """The output is the result of the step."""
    rename(plan, use.parent, "result")


@use(Kind.CODE_RESULT, ".outcome")
def outcome(plan: Plan, use: Use) -> None:
    """Whether it failed is all that is said; a comparison with OUTCOME_OK asks for that."""
    if is_shown(plan, use.parent):
        plan.mark(use.parent, "Shown as whether it failed.")
        rename(plan, use.parent, "is_error")
        return
    test = plan.source.parents[use.parent]
    asked = isinstance(test, ast.Compare) and test.left is use.parent and len(test.ops) == 1
    name = member(plan, test.comparators[0], "Outcome") if isinstance(test, ast.Compare) else ""
    if not asked or name != "OUTCOME_OK":
        raise plan.cannot("SB001", use.parent, "outcome")
    assert isinstance(test, ast.Compare)
    if not isinstance(test.ops[0], ast.Eq | ast.Is | ast.NotEq | ast.IsNot):
        raise plan.cannot("SB001", use.parent, "outcome")
    equal = isinstance(test.ops[0], ast.Eq | ast.Is)
    pieces: tuple[str | ast.AST, ...] = (use.node, ".is_error")
    plan.edits.replace(test, *(("not ", *pieces) if equal else pieces))


@use((Kind.CODE, Kind.CODE_RESULT), "test", "is None")
def tested(plan: Plan, use: Use) -> None:
    """Dealt with by the part."""
    if not isinstance(use.node, ast.Attribute):
        raise plan.cannot("SB001", use.parent, "a part compared with None")
