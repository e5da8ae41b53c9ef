"""Names of events, deltas and types, in the beta and today, and where code compares with them.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.plan import Plan
from stepbridge_codemods.values.infer import Values

EVENT_TYPES = {
    "interaction.start": "interaction.created",
    "content.start": "step.start",
    "content.delta": "step.delta",
    "content.stop": "step.stop",
    "interaction.complete": "interaction.completed",
}
"""Event of the beta -> event of today."""

GA_EVENTS = frozenset(EVENT_TYPES.values())

DELTA_TYPES = {
    "thought": ("thought_summary", "beta.delta_thought"),
    "text_annotation": ("text_annotation_delta", "beta.text_annotation"),
    "function_call": ("arguments_delta", "beta.function_call_delta"),
}
"""Delta of the beta -> delta of today, and the symbol of the row."""

CONTENT_TYPES = frozenset({"text", "image", "audio", "video", "document"})
"""Types of what lies in the content of model_output steps; all other outputs became steps."""

CONTENT_READS = frozenset({"text", "data", "uri", "mime_type", "annotations", "resolution", "rate"})
STEP_READS = frozenset(
    {"name", "arguments", "id", "call_id", "result", "signature", "summary", "is_error"}
)


def constants_compared(values: Values, node: ast.AST) -> list[ast.Constant]:
    """The string constants with which an expression, or the variable that holds it, is compared."""
    return list(_constants(values, node, set()))


def _constants(values: Values, node: ast.AST, seen: set[ast.AST]) -> Iterator[ast.Constant]:
    parent = values.source.parents.get(node)
    if parent is None or node in seen:
        return
    seen.add(node)
    if isinstance(parent, ast.Compare):
        for side in (parent.left, *parent.comparators):
            yield from _strings(side)
    elif isinstance(parent, ast.Match) and parent.subject is node:
        for case in parent.cases:
            yield from _strings(case.pattern)
    elif isinstance(parent, ast.Assign) and parent.value is node and len(parent.targets) == 1:
        variable = values.variable(parent.targets[0])
        for load in values.loads(variable) if variable is not None else ():
            yield from _constants(values, load, seen)
    elif isinstance(parent, ast.NamedExpr):
        yield from _constants(values, parent, seen)
        variable = values.variable(parent.target)
        for load in values.loads(variable) if variable is not None else ():
            yield from _constants(values, load, seen)


def _strings(node: ast.AST) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for item in node.elts:
            yield from _strings(item)
    elif isinstance(node, ast.MatchValue):
        yield from _strings(node.value)
    elif isinstance(node, ast.MatchOr):
        for pattern in node.patterns:
            yield from _strings(pattern)


def respell(plan: Plan, node: ast.Constant, new: str) -> None:
    """Another string in the same quotes."""
    quote = plan.text(node)[-1]
    plan.edits.replace(node, f"{quote}{new}{quote}")
