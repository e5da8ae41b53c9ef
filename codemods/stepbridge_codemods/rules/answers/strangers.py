"""Names that no answer has had, nor has now: what is asked of them is asked as before.

``getattr(response, "blocked", False)`` is False of either object.
"""

from __future__ import annotations

import ast

from stepbridge.fields import find
from stepbridge_codemods.planning.conditions import holding
from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.planning.spelled import asked_name
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

INTERACTION = frozenset(
    {"agent", "agent_config", "cached_content", "continuation_ids", "continuation_token"}
    | {"created", "environment", "environment_id", "errors", "generation_config", "id", "input"}
    | {"labels", "model", "output_audio", "output_image", "output_text", "output_video"}
    | {"previous_interaction_id", "response_format", "response_mime_type", "response_modalities"}
    | {"safety_settings", "service_tier", "status", "steps", "system_instruction", "tools"}
    | {"updated", "usage", "webhook_config"}
)
"""What an Interaction has, in google-genai 3.4.0."""

USAGE = frozenset(
    {"cached_tokens_by_modality", "grounding_tool_count", "initial_input_tokens"}
    | {"input_tokens_by_modality", "output_tokens_by_modality", "tool_use_tokens_by_modality"}
    | {"total_cached_tokens", "total_input_tokens", "total_output_tokens"}
    | {"total_thought_tokens", "total_tokens", "total_tool_use_tokens"}
)
"""What its usage has."""

CITATION = frozenset({"type", "url", "title", "start_index", "end_index"})
"""What an annotation has that cites a page."""

_NOW = {
    Kind.RESPONSE: INTERACTION,
    Kind.CANDIDATE: INTERACTION,
    Kind.CONTENT: INTERACTION,
    Kind.GROUNDING: INTERACTION,
    Kind.USAGE: USAGE,
    Kind.SOURCE: CITATION,
    Kind.WEB_SOURCE: CITATION,
}
_OF_MODELS = ("_", "model_", "to_", "from_", "parse_", "serialize_", "update_")
_OF_DICTS = frozenset({"[]", ".get", ".items", ".keys", ".values"})
_METHODS = frozenset({"copy", "dict", "json", "construct", "schema", "schema_json", "validate"})
"""What every object of these classes has."""


def asks_for_nothing(values: Values, call: ast.Call, kind: Kind) -> bool:
    """Whether a call asks an answer for a name that neither API knows."""
    name = asked_name(values, call, "hasattr") or asked_name(values, call, "getattr")
    return name is not None and _is_strange(kind, name)


def _is_strange(kind: Kind, name: str) -> bool:
    if kind not in _NOW or name in _NOW[kind] | _METHODS or name.startswith(_OF_MODELS):
        return False
    return find(f"{kind}.{name}") is None and find(f"beta.{name}") is None


def is_never_reached(plan: Plan, use: Use) -> bool:
    """Whether a name is read that no answer has, where one was found to have it."""
    read = use.parent
    if _is_taken_for_data(plan, use):
        return True
    if not isinstance(read, ast.Attribute) or not _is_strange(use.kind, read.attr):
        return False
    if isinstance(use.node, ast.Attribute) and use.node.attr == "maps":
        return read.attr == "place_id"
    return has_been_asked_for(plan, read)


def _is_taken_for_data(plan: Plan, use: Use) -> bool:
    """``response["text"]``, ``response.get("text")`` where ``isinstance`` found a dict."""
    if use.context not in _OF_DICTS:
        return False
    dict_asked = f"isinstance({ast.unparse(use.node)}, dict)"
    tests = holding(plan.source, use.node)
    return any(dict_asked in map(ast.unparse, _together(test)) for test in tests)


def _together(test: ast.expr) -> list[ast.expr]:
    is_all = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And)
    return test.values if is_all else [test]  # type: ignore[attr-defined]


def has_been_asked_for(plan: Plan, read: ast.Attribute) -> bool:
    """Whether a read only happens where ``hasattr`` or ``getattr`` has found something."""
    asked = f"({ast.unparse(read.value)}, '{read.attr}'"
    return any(_asks(test, asked) for test in holding(plan.source, read))


def _asks(test: ast.expr, asked: str) -> bool:
    """Whether a condition begins with the question for a name, or a condition beside others."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_asks(one, asked) for one in test.values)
    return ast.unparse(test).startswith((f"hasattr{asked}", f"getattr{asked}"))
