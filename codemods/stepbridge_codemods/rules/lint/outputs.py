"""``outputs`` of Interactions that no call in view has made: parameters, annotated names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.lint import Fix, Problem, lint, reads_of
from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.planning.uses import uses_of
from stepbridge_codemods.rules.beta.names import EVENT_TYPES, respell
from stepbridge_codemods.rules.beta.outputs import asked, outputs
from stepbridge_codemods.rules.beta.request import asks_for_outputs, text_of
from stepbridge_codemods.values.assumed import uses_sdk
from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.kinds import Kind


@lint
def unseen_origin(values: Values) -> Iterator[Problem]:
    """Reads of ``outputs`` outside all groups."""
    for node in reads_of(values, Kind.INTERACTION, "outputs"):
        value = values.value(node.value)
        if value is not None and _is_unseen(value):
            yield Problem("wrong.outputs", node, _rebuilt(node), "outputs")


def _is_unseen(value: Value) -> bool:
    return not any(isinstance(origin, ast.Call) for origin in value.origins)


def _rebuilt(node: ast.Attribute) -> Fix:
    def fix(plan: Plan) -> None:
        plan.uses += [use for use, _ in uses_of(plan.values) if use.kind is Kind.OUTPUT]
        outputs(plan, Use(node.value, Kind.INTERACTION, ".outputs", node))

    return fix


@lint
def hidden(values: Values) -> Iterator[Problem]:
    """``getattr(interaction, "outputs", [])``: silently nothing."""
    for call in values.calls:
        if not asks_for_outputs(call):
            continue
        value = values.value(call.args[0])
        if value is not None and value.kind is Kind.INTERACTION and _is_unseen(value):
            yield Problem("wrong.outputs", call, _asked(call))


def _asked(call: ast.Call) -> Fix:
    return lambda plan: asked(plan, Use(call.args[0], Kind.INTERACTION, "arg", call))


@lint
def event_names(values: Values) -> Iterator[Problem]:
    """Names of the beta's events, compared with what is an event by its attribute alone."""
    if not uses_sdk(values):
        return
    for node in values.attribute_nodes.get("event_type", ()):
        test = values.source.parents[node]
        if not isinstance(test, ast.Compare) or values.value(node.value) is not None:
            continue
        for side in (test.left, *test.comparators):
            for constant in ast.walk(side):
                name = text_of(constant)
                if name in EVENT_TYPES and isinstance(constant, ast.Constant):
                    yield Problem(f"beta.{name}", constant, _renamed(constant, EVENT_TYPES[name]))


def _renamed(node: ast.Constant, new: str) -> Fix:
    return lambda plan: respell(plan, node, new)
