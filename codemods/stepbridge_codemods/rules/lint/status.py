"""Tests of an interaction's status that never hold, and loops that wait for one status alone.

https://ai.google.dev/gemini-api/docs/interactions/background-execution
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.lint import Fix, Problem, lint, reads_of
from stepbridge_codemods.rules.answers.compared import constants_compared
from stepbridge_codemods.rules.beta.names import respell
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.rules.lint.schema import STATUSES
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_MEANT = {"complete": "completed", "done": "completed", "canceled": "cancelled", "error": "failed"}
_FINAL = frozenset({"failed", "cancelled", "incomplete", "budget_exceeded", "requires_action"})


@lint
def values_of_status(values: Values) -> Iterator[Problem]:
    """``interaction.status == "COMPLETE"``."""
    for node in reads_of(values, Kind.INTERACTION, "status"):
        for constant in constants_compared(values, node):
            text = text_of(constant)
            if text and text not in STATUSES:
                lower = text.lower().rpartition(".")[2]
                new = _MEANT.get(lower, lower)
                fix = _respelt(constant, new) if new in STATUSES else None
                yield Problem("wrong.status_value", constant, fix)


def _respelt(node: ast.Constant, new: str) -> Fix:
    return lambda plan: respell(plan, node, new)


@lint
def waiting(values: Values) -> Iterator[Problem]:
    """A loop that asks again until the status is completed, whatever else becomes of it."""
    for node in reads_of(values, Kind.INTERACTION, "status"):
        test = values.source.parents[node]
        loop = values.source.parents.get(test)
        if not isinstance(test, ast.Compare) or not isinstance(loop, ast.While):
            continue
        if loop.test is not test or test.left is not node or not _asks_again(loop):
            continue
        if _never_ends(test) and not _looks_further(values, loop):
            yield Problem("beta.status", test, _while_working(test, node))


def _asks_again(loop: ast.While) -> bool:
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".interactions.get")
        for node in ast.walk(loop)
    )


def _never_ends(test: ast.Compare) -> bool:
    """``!= "completed"`` waits too long, ``== "in_progress"`` stops while it is still queued."""
    known = text_of(test.comparators[0])
    if isinstance(test.ops[0], ast.NotEq):
        return known == "completed"
    return isinstance(test.ops[0], ast.Eq) and known == "in_progress"


def _looks_further(values: Values, loop: ast.While) -> bool:
    """Whether the body knows other ends."""
    return any(
        text_of(node) in _FINAL or isinstance(node, ast.Break | ast.Return | ast.Raise)
        for statement in loop.body
        for node in ast.walk(statement)
    )


def _while_working(test: ast.Compare, node: ast.Attribute) -> Fix:
    among = " in ('queued', 'in_progress')"
    return lambda plan: plan.edits.replace(test, node, among.replace("'", plan.quote))
