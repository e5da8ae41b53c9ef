"""Python functions as tools: ``stepbridge.run_tools`` makes the loop that the SDK made.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import (
    Argument,
    Fields,
    constant_of,
    fields_of,
    is_none,
    type_name,
)
from stepbridge_codemods.planning.plan import Import, Plan, Site
from stepbridge_codemods.rules.settings.draft import FINISHERS, Draft, config_field
from stepbridge_codemods.rules.tooling.sessions import is_session
from stepbridge_codemods.text.layout import Entry, atom

_LIMIT = "maximum_remote_calls"


def runs_functions(plan: Plan, site: Site, drafts: list[Draft]) -> bool:
    """Whether a call has functions among its tools; gives up where the loop would not do."""
    functions = functions_of(plan, drafts)
    if not functions:
        return False
    if plan.bridges_result or site.symbol.endswith("_stream"):
        raise plan.cannot("SB012", functions[0])
    sessions = [node for node in functions if is_session(plan, node)]
    if sessions and not site.is_async:
        raise plan.cannot("SB019", sessions[0], "without client.aio")
    plan.imports.add(Import("stepbridge"))
    return True


def functions_of(plan: Plan, drafts: list[Draft]) -> list[ast.expr]:
    """The functions that are called automatically, whichever config is used; often there are none.

    Raises where only some of the configs have functions, and where nothing of stepbridge is wanted.
    """
    functions = [node for draft in drafts for node in draft.functions]
    if functions and not all(draft.functions for draft in drafts):
        raise plan.cannot("SB012", functions[0], "in one of several configs")
    if functions and plan.options.native_only:
        raise plan.cannot("SB012", functions[0])
    return functions


def run_tools(plan: Plan, function: ast.Attribute) -> Entry:
    """``client.models.generate_content`` -> ``stepbridge.run_tools``; its first argument."""
    owner = function.value
    assert isinstance(owner, ast.Attribute)
    plan.edits.replace(function, "stepbridge.run_tools")
    return Entry(atom(owner.value))


@config_field("automatic_function_calling")
def automatic_function_calling(draft: Draft, argument: Argument) -> None:
    """Switched off it says what Interactions does anyway; a limit goes to the loop."""
    found = fields_of(draft.plan, argument.value)
    for field in found.arguments:
        value = constant_of(draft.plan, field.value)
        said = (field.name, value)
        if is_none(field.value) or said == ("disable", False):
            continue
        if said == ("disable", True) or (field.name == _LIMIT and _switches_off(value)):
            draft.keeps_calls = argument.value
        elif field.name == _LIMIT and isinstance(value, int):
            draft.limit = argument.entry("max_calls", atom(field.value))
        else:
            raise draft.plan.cannot("SB012", field.value, field.name)


def _switches_off(value: object) -> bool:
    return isinstance(value, int) and value <= 0


def _is_written(plan: Plan, node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) or type_name(plan, node) is not None


def is_off(plan: Plan, found: Fields) -> bool:
    """Whether a config says that functions among its tools are only declared."""
    node = found.get("automatic_function_calling")
    if node is None or not _is_written(plan, node):
        return False
    given = fields_of(plan, node)
    switch, limit = given.get("disable"), given.get(_LIMIT)
    if switch is not None and constant_of(plan, switch) is True:
        return True
    return limit is not None and _switches_off(constant_of(plan, limit))


def _finish(draft: Draft) -> None:
    if draft.functions and draft.keeps_calls is not None:
        raise draft.plan.cannot("SB012", draft.keeps_calls, "functions that are not to be called")
    if draft.functions and draft.limit is not None:
        draft.arguments["max_calls"] = draft.limit


FINISHERS.append(_finish)
