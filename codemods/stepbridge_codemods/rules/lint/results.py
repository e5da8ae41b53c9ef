"""Reads of an Interaction and its events that cannot work, or do not do what they seem to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.lint import Fix, Problem, kind_of, lint, reads_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.answers.compared import constants_compared
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.beta.names import respell
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.rules.beta.truth import put_truth
from stepbridge_codemods.rules.lint.schema import USAGE
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_LEGACY = ("candidates", "parsed", "function_calls", "usage_metadata", "prompt_feedback")
_TEXT_OF_EVENTS = (
    'Text comes in events of type "step.delta": event.delta.text, where event.delta.type is "text".'
)
_ANSWERS = (Kind.ITEM, Kind.OUTPUT, Kind.STEP)


def renamed(node: ast.Attribute, new: str) -> Fix:
    """A fix that gives an attribute another name."""
    return lambda plan: rename(plan, node, new)


@lint
def legacy_reads(values: Values) -> Iterator[Problem]:
    """Attributes of a generateContent response, read from an Interaction."""
    for node in reads_of(values, Kind.INTERACTION, "text"):
        yield Problem("wrong.response_attributes", node, renamed(node, "output_text"), "text")
    for name in _LEGACY:
        for node in reads_of(values, Kind.INTERACTION, name):
            yield Problem("wrong.response_attributes", node, None, name)
    for node in reads_of(values, Kind.STEP, "args"):
        yield Problem("wrong.call_args", node, renamed(node, "arguments"), "args")
    for node in reads_of(values, Kind.EVENT, "text"):
        yield Problem("wrong.response_attributes", node, None, "text", _TEXT_OF_EVENTS)


@lint
def usage(values: Values) -> Iterator[Problem]:
    """Counters under other APIs' names."""
    for name, new in USAGE.items():
        for node in values.attribute_nodes.get(name, ()):
            owner = node.value
            if not isinstance(owner, ast.Attribute) or owner.attr != "usage":
                continue
            if kind_of(values, owner.value) in (Kind.INTERACTION, Kind.ENDED):
                yield Problem("wrong.usage_names", node, renamed(node, new), name)


@lint
def last_step(values: Values) -> Iterator[Problem]:
    """``steps[-1].content[0].text``."""
    for node in values.attribute_nodes.get("text", ()):
        item = node.value
        if not isinstance(item, ast.Subscript) or kind_of(values, item) is not Kind.ITEM:
            continue
        content = item.value
        step = content.value if isinstance(content, ast.Attribute) else None
        steps = step.value if isinstance(step, ast.Subscript) else None
        if isinstance(steps, ast.Attribute) and ast.unparse(item.slice) in ("0", "-1"):
            assert isinstance(step, ast.Subscript)
            fix = _output_text(node, steps) if ast.unparse(step.slice) in ("0", "-1") else None
            yield Problem("wrong.last_step_text", node, fix)


def _output_text(node: ast.Attribute, steps: ast.Attribute) -> Fix:
    def fix(plan: Plan) -> None:
        start, end = plan.source.span(steps.value)[1], plan.source.span(node)[1]
        plan.edits.put(start, end, ".output_text")

    return fix


@lint
def never_none(values: Values) -> Iterator[Problem]:
    """``output_text is None``."""
    for node in reads_of(values, Kind.INTERACTION, "output_text"):
        test = values.source.parents[node]
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and test.left is node:
            right = test.comparators[0]
            if isinstance(right, ast.Constant) and right.value is None:
                yield Problem("wrong.output_text_none", test, _truth(test, node))


def _truth(test: ast.Compare, node: ast.Attribute) -> Fix | None:
    if not isinstance(test.ops[0], ast.Is | ast.IsNot):
        return None
    return lambda plan: put_truth(plan, test, node)


@lint
def events(values: Values) -> Iterator[Problem]:
    """``event.type`` and the delta that pages call ``arguments``."""
    for node in reads_of(values, Kind.EVENT, "type"):
        yield Problem("wrong.event_type", node, renamed(node, "event_type"), "type")
    for node in reads_of(values, Kind.DELTA, "type"):
        for constant in constants_compared(values, node):
            if text_of(constant) == "arguments":
                yield Problem("wrong.arguments_delta", constant, _respelt(constant))


def _respelt(node: ast.Constant) -> Fix:
    return lambda plan: respell(plan, node, "arguments_delta")


@lint
def items(values: Values) -> Iterator[Problem]:
    """Parts' attributes, and objects where lists are."""
    for node in values.attribute_nodes.get("inline_data", ()):
        if kind_of(values, node.value) in _ANSWERS:
            reader = values.source.parents[node]
            read = isinstance(reader, ast.Attribute) and reader.attr in ("data", "mime_type")
            yield Problem(
                "wrong.inline_data", node, _dropped(node) if read else None, "inline_data"
            )
    for node in reads_of(values, Kind.STEP, "status"):
        yield Problem("wrong.step_status", node, None, "status")
    for node in values.attribute_nodes.get("search_suggestions", ()):
        result = node.value
        if not isinstance(result, ast.Attribute) or result.attr != "result":
            continue
        if kind_of(values, result.value) in _ANSWERS:
            yield Problem("wrong.search_result_object", node, _first(result), "search_suggestions")


def _dropped(node: ast.Attribute) -> Fix:
    def fix(plan: Plan) -> None:
        plan.edits.put(plan.source.span(node.value)[1], plan.source.span(node)[1])

    return fix


def _first(node: ast.expr) -> Fix:
    def fix(plan: Plan) -> None:
        end = plan.source.span(node)[1]
        plan.edits.put(end, end, "[0]")

    return fix


@lint
def citations(values: Values) -> Iterator[Problem]:
    """``annotation.uri``, and ``annotation.source`` of the beta."""
    for name, symbol in (("uri", "wrong.annotation_uri"), ("source", "beta.annotation_source")):
        for node in values.attribute_nodes.get(name, ()):
            if isinstance(node.value, ast.Name) and _is_annotation(values, node.value):
                yield Problem(symbol, node, renamed(node, "url"), name)


def _is_annotation(values: Values, node: ast.Name) -> bool:
    found = [b.value for b in values.names.reads.get(node, ()) if b.how == "loop"]
    if not found:
        return False
    for value in found:
        inner = value.values[0] if isinstance(value, ast.BoolOp) else value
        if not isinstance(inner, ast.Attribute) or inner.attr != "annotations":
            return False
    return True


@lint
def rendered(values: Values) -> Iterator[Problem]:
    """``rendered_content`` of a search result."""
    for node in values.attribute_nodes.get("rendered_content", ()):
        owner = node.value
        listed = owner.value if isinstance(owner, ast.Subscript) else owner
        if not isinstance(listed, ast.Attribute) or listed.attr != "result":
            continue
        if kind_of(values, listed.value) in _ANSWERS:
            new = "search_suggestions" if listed is not owner else "[0].search_suggestions"
            yield Problem(
                "beta.rendered_content", node, _suggestions(node, new), "rendered_content"
            )


def _suggestions(node: ast.Attribute, new: str) -> Fix:
    def fix(plan: Plan) -> None:
        start, end = plan.source.span(node.value)[1], plan.source.span(node)[1]
        plan.edits.put(start, end, new if new.startswith("[") else f".{new}")

    return fix


@lint
def both_schemas(values: Values) -> Iterator[Problem]:
    """``i.output_text if hasattr(i, "output_text") else i.outputs[-1].text``."""
    for nodes in values.attribute_nodes.get("output_text", ()):
        choice = values.source.parents[nodes]
        if not isinstance(choice, ast.IfExp) or choice.body is not nodes:
            continue
        asked = f"hasattr({ast.unparse(nodes.value)}, 'output_text')"
        if ast.unparse(choice.test) == asked:
            yield Problem("wrong.both_schemas", choice, _chosen(choice))


def _chosen(choice: ast.IfExp) -> Fix:
    return lambda plan: plan.edits.replace(choice, choice.body)
