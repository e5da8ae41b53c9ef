"""The chunks of one legacy stream as one answer."""

from __future__ import annotations

from stepbridge.translate.answers.answer_names import camel_case
from stepbridge.wire import JsonObject

_TEXT = frozenset({"text", "thought"})


def joined(chunks: list[JsonObject]) -> JsonObject:
    """One GenerateContentResponse: parts in order, of all else the last that was said.

    Pieces of one text are put together; a signature keeps its part apart.
    """
    whole: JsonObject = {}
    candidates: dict[int, JsonObject] = {}
    for chunk in map(camel_case, chunks):
        for place, candidate in enumerate(chunk.get("candidates") or []):
            index = candidate.get("index", place)
            _add(candidates.setdefault(index, {"index": index}), candidate)
        whole.update({key: chunk[key] for key in chunk if key != "candidates"})
    if candidates:
        whole["candidates"] = [candidates[index] for index in sorted(candidates)]
    return whole


def _add(whole: JsonObject, candidate: JsonObject) -> None:
    content = candidate.get("content") or {}
    before = whole.get("content") or {}
    parts = list(before.get("parts") or [])
    for part in content.get("parts") or []:
        if parts and _continues(parts[-1], part):
            parts[-1] = {**parts[-1], "text": parts[-1]["text"] + part["text"]}
        else:
            parts.append(part)
    whole.update({key: candidate[key] for key in candidate if key != "content"})
    if content or before:
        whole["content"] = {**before, **content, "parts": parts}


def _continues(last: JsonObject, part: JsonObject) -> bool:
    return (
        "text" in last
        and "text" in part
        and last.keys() <= _TEXT
        and part.keys() <= _TEXT
        and bool(last.get("thought")) == bool(part.get("thought"))
    )
