"""Items of an answer as Interactions steps and content."""

from __future__ import annotations

import base64

from stepbridge_emulator.answer import Answer, Call, Citation, Media, Text, Thought, ToolUse
from stepbridge_emulator.prompt import Json
from stepbridge_emulator.sounds import PACKED, RATE


def steps_of(answer: Answer, *, sound: str = "audio/wav") -> list[Json]:
    """The steps that this answer adds; ``sound`` is the MIME type for audio."""
    steps: list[Json] = []
    for item in answer.items:
        if isinstance(item, Thought):
            steps.append(_thought(item))
        elif isinstance(item, Call):
            steps.append(_call(item))
        elif isinstance(item, ToolUse):
            steps += _tool_steps(item)
        else:
            _append_output(steps, _content(item, sound))
    return steps


def _thought(item: Thought) -> Json:
    step: Json = {"signature": item.signature, "type": "thought"}
    if item.summary:
        step["summary"] = [{"text": item.summary, "type": "text"}]
    return step


def _call(item: Call) -> Json:
    call = {"id": item.id, "type": "function_call", "name": item.name}
    return {**call, "arguments": item.arguments}


def _append_output(steps: list[Json], content: Json) -> None:
    if steps and steps[-1]["type"] == "model_output":
        steps[-1]["content"].append(content)
    else:
        steps.append({"content": [content], "type": "model_output"})


def _content(item: Text | Media, sound: str) -> Json:
    if isinstance(item, Media):
        return _media(item, sound)
    content: Json = {"text": item.text, "type": "text"}
    if item.citations:
        content["annotations"] = [_annotation(citation) for citation in item.citations]
    return content


def _media(item: Media, sound: str) -> Json:
    kind = item.mime_type.partition("/")[0]
    mime, data = item.mime_type, item.data
    extra: Json = {}
    if kind == "audio":
        mime, data = sound, PACKED[sound](item.data)
        extra = {"sample_rate": RATE, "channels": 1}
    text = base64.b64encode(data).decode()
    return {"type": kind, "data": text, "mime_type": mime, **extra}


def _annotation(citation: Citation) -> Json:
    source = citation.source
    span = {"start_index": citation.start, "end_index": citation.end}
    if source.kind == "place":
        place = {"place_id": source.id, "name": source.title, "url": source.url}
        return {**span, **place, "type": "place_citation"}
    if source.kind == "file":
        file = {"document_uri": source.url, "file_name": source.title, "source": source.id}
        return {**span, **file, "type": "file_citation"}
    return {**span, "url": source.url, "title": source.title, "type": "url_citation"}


# Where the variant of a tool goes, and whether the step says arguments and result at all.
VARIANT = {
    "google_search": "search_type",
    "retrieval": "retrieval_type",
    "mcp_server_tool": "server_name",
}


def _tool_steps(item: ToolUse) -> list[Json]:
    call: Json = {"id": item.id, "type": f"{item.kind}_call"}
    result: Json = {"call_id": item.id, "type": f"{item.kind}_result"}
    if item.variant and item.kind in VARIANT:
        call[VARIANT[item.kind]] = item.variant
    if item.kind == "mcp_server_tool":
        call["name"] = result["name"] = "search"
        result["server_name"] = item.variant
    if item.arguments:
        call["arguments"] = item.arguments
    if item.result is not None:
        result["result"] = item.result
    return [call, result]
