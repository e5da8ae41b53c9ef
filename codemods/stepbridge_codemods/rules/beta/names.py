"""Names of events, deltas and types, in the beta and today.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan

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


def respell(plan: Plan, node: ast.Constant, new: str) -> None:
    """Another string in the same quotes."""
    quote = plan.text(node)[-1]
    plan.edits.replace(node, f"{quote}{new}{quote}")
