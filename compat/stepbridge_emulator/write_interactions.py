"""An answer as an Interaction resource, or as the events of its stream."""

from __future__ import annotations

import json
from collections.abc import Iterator

from stepbridge_emulator.answer import Usage
from stepbridge_emulator.prompt import Json
from stepbridge_emulator.write_legacy import pieces

STATUS = {
    "stop": "completed",
    "call": "requires_action",
    "max_tokens": "incomplete",
    "continuation": "requires_continuation",
}
FRAGMENT = 7
# What the one delta of a server tool step repeats or brings; ids are only on ``step.start``.
TOOL_DELTA = ("name", "server_name", "arguments", "result")


def usage(value: Usage) -> Json:
    result: Json = {
        "total_tokens": value.total,
        "total_input_tokens": value.input_total,
        "input_tokens_by_modality": _by_modality(value.input),
        "total_cached_tokens": 0,
        "total_output_tokens": value.output_total,
        "total_tool_use_tokens": value.tool_use,
        "total_thought_tokens": value.thoughts,
    }
    if set(value.output) - {"text"}:
        result["output_tokens_by_modality"] = _by_modality(value.output)
    if value.tool_use:
        result["tool_use_tokens_by_modality"] = _by_modality({"text": value.tool_use})
    return result


def _by_modality(tokens: dict[str, int]) -> list[Json]:
    return [{"modality": kind, "tokens": count} for kind, count in tokens.items()]


def events(interaction: Json) -> Iterator[Json]:
    """The stream of a finished interaction; the last event carries usage and no steps."""
    bare: Json = {k: interaction[k] for k in ("id", "object", "model", "agent") if k in interaction}
    bare = {"id": "", **bare, "status": "in_progress"}
    yield {"interaction": bare, "event_type": "interaction.created"}
    yield {
        "interaction_id": bare["id"],
        "status": "in_progress",
        "event_type": "interaction.status_update",
    }
    for index, step in enumerate(interaction.get("steps", [])):
        yield {"index": index, "step": opening(step), "event_type": "step.start"}
        for delta in deltas(step):
            yield {"index": index, "delta": delta, "event_type": "step.delta"}
        yield {"index": index, "event_type": "step.stop"}
    end = {key: value for key, value in interaction.items() if key != "steps"}
    yield {"interaction": {"id": "", **end}, "event_type": "interaction.completed"}


# A delta of a tool step has no place for these.
OPENING = frozenset(
    {"id", "call_id", "name", "server_name", "type", "search_type", "retrieval_type"}
)


def opening(step: Json) -> Json:
    """What ``step.start`` says of a step: its kind and its ids, not yet its content."""
    kept = {key: step[key] for key in step if key in OPENING and step[key] != "web_search"}
    if step["type"] == "function_call":
        return {"signature": "", **kept, "arguments": {}}
    if "id" in kept or "call_id" in kept:
        return {"signature": "", **kept}
    return kept


def deltas(step: Json) -> Iterator[Json]:
    kind = step["type"]
    if kind == "thought":
        for item in step.get("summary", []):
            yield {"content": item, "type": "thought_summary"}
        yield {"signature": step["signature"], "type": "thought_signature"}
    elif kind == "function_call":
        text = json.dumps(step["arguments"], ensure_ascii=False)
        for start in range(0, len(text), FRAGMENT):
            yield {"arguments": text[start : start + FRAGMENT], "type": "arguments_delta"}
    elif kind == "model_output":
        for item in step["content"]:
            yield from _content_deltas(item)
    else:
        yield {"type": kind, **{key: step[key] for key in TOOL_DELTA if key in step}}


def _content_deltas(item: Json) -> Iterator[Json]:
    if item["type"] != "text":
        yield item
        return
    for piece in pieces(item["text"]):
        yield {"text": piece, "type": "text"}
    if "annotations" in item:
        yield {"annotations": item["annotations"], "type": "text_annotation_delta"}
