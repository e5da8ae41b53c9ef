"""For any answer: a stream, however it is cut and woven, says what the whole answer says."""

from __future__ import annotations

import copy
import json
from typing import Any

from google.genai import types
from hypothesis import given, settings
from hypothesis import strategies as st

from stepbridge.translate import parts, response, sse
from stepbridge.translate.event_stream import EventStream
from stepbridge.translate.steps import from_contents
from stepbridge.translate.stream import ChunkStream
from stepbridge.translate.streams.interaction_assembly import InteractionAssembly

words = st.text(alphabet="abc äß€😀\n\u2028", min_size=1, max_size=12)
signatures = st.sampled_from(["YWFh", "YmJi", "Y2Nj", ""])
arguments = st.dictionaries(words, st.one_of(st.integers(), words, st.none()), max_size=3)
MEDIA = [
    {"type": "image", "data": "iVBORw0KGgo=", "mime_type": "image/png"},
    {"type": "audio", "data": "AAAA", "mime_type": "audio/wav"},
    {"type": "video", "uri": "https://v", "mime_type": "video/mp4"},
]


@st.composite
def text_items(draw: st.DrawFn) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "text", "text": draw(words)}
    size = len(item["text"].encode())
    spans = draw(st.lists(st.tuples(st.integers(0, size), st.integers(0, size)), max_size=3))
    sources = st.sampled_from(["https://a", "https://b"])
    if spans:
        item["annotations"] = [
            {"type": "url_citation", "url": draw(sources), "title": "t",
             "start_index": min(span), "end_index": max(span)}
            for span in spans
        ]  # fmt: skip
    return item


@st.composite
def outputs(draw: st.DrawFn) -> dict[str, Any]:
    """Items as a stream can tell them: no two texts next to each other."""
    items = draw(st.lists(st.one_of(text_items(), st.sampled_from(MEDIA)), max_size=4))
    kept = [
        item
        for before, item in zip([None, *items], items, strict=False)
        if not (before and before["type"] == item["type"] == "text")
    ]
    return {"type": "model_output", "content": copy.deepcopy(kept)}


thoughts = st.builds(
    lambda texts, signature: {
        "type": "thought",
        "summary": [{"type": "text", "text": text} for text in texts],
        "signature": signature,
    },
    st.lists(words, max_size=2),
    signatures,
)
calls = st.builds(
    lambda name, args: {"type": "function_call", "name": name, "arguments": args},
    st.sampled_from(["f", "g"]),
    arguments,
)
searches = st.builds(
    lambda queries: {"type": "google_search_call", "arguments": {"queries": queries}},
    st.lists(words, max_size=2),
)
code = st.builds(
    lambda text: {
        "type": "code_execution_call",
        "arguments": {"code": text, "language": "python"},
    },
    words,
)


@st.composite
def step_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    drawn = draw(st.lists(st.one_of(thoughts, outputs(), calls, searches, code), max_size=6))
    steps = [copy.deepcopy(step) for step in drawn]
    for number, step in enumerate(steps):
        if step["type"].endswith("_call"):
            step["id"] = f"id{number}"
        if step.get("signature"):
            step["signature"] = f"s{number:03}"
    return steps


def cut(draw: st.DrawFn, text: str) -> list[str]:
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    return [text[i:j] for i, j in zip([0, *places], [*places, len(text)], strict=True)]


def deltas_of(draw: st.DrawFn, step: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """``step.start``'s step and the deltas that fill it."""
    kind = step["type"]
    if kind == "thought":
        deltas = [{"type": "thought_summary", "content": item} for item in step["summary"]]
        signed = [
            {"type": "thought_signature", "signature": s} for s in cut(draw, step["signature"])
        ]
        return {"type": kind}, deltas + signed
    if kind == "model_output":
        deltas = []
        for item in step["content"]:
            if item["type"] != "text":
                deltas.append(item)
                continue
            deltas += [{"type": "text", "text": piece} for piece in cut(draw, item["text"])]
            if "annotations" in item:
                delta = {"type": "text_annotation_delta", "annotations": item["annotations"]}
                deltas.append(delta)
        return {"type": kind}, deltas
    start = {key: value for key, value in step.items() if key != "arguments"}
    if kind == "function_call":
        pieces = cut(draw, json.dumps(step["arguments"]))
        deltas = [{"type": "arguments_delta", "arguments": piece} for piece in pieces]
        return {**start, "arguments": {}}, deltas
    return start, [{"type": kind, "arguments": step["arguments"]}]


@st.composite
def streams(draw: st.DrawFn) -> tuple[list[Any], dict[str, Any]]:
    """The events of an answer, parallel calls woven, and the answer as a whole."""
    steps = draw(step_lists())
    told = {"id": "i", "model": "m", "object": "interaction"}
    events: list[Any] = [
        {"event_type": "interaction.created", "interaction": {**told, "status": "in_progress"}}
    ]
    batch: list[list[Any]] = []
    for index, step in enumerate(steps):
        start, deltas = deltas_of(draw, step)
        written = [
            {"event_type": "step.start", "index": index, "step": start},
            *({"event_type": "step.delta", "index": index, "delta": delta} for delta in deltas),
            {"event_type": "step.stop", "index": index},
        ]
        if step["type"] != "function_call":
            events += woven(draw, batch)
            batch = []
        batch.append(written)
    events += woven(draw, batch)
    usage = {"total_tokens": draw(st.integers(0, 99))}
    done = {**told, "status": draw(st.sampled_from(["completed", "incomplete"])), "usage": usage}
    events.append({"event_type": "interaction.completed", "interaction": done})
    return events, {**done, "steps": steps}


def woven(draw: st.DrawFn, batch: list[list[Any]]) -> list[Any]:
    """The lists merged, each in its order; they begin in order, as a server begins them."""
    queues = [list(events) for events in batch if events]
    merged = [queue.pop(0) for queue in queues]
    while queues := [queue for queue in queues if queue]:
        merged.append(draw(st.sampled_from(queues)).pop(0))
    return merged


@settings(max_examples=300, deadline=None)
@given(streams(), st.data())
def test_a_stream_cut_anywhere_says_what_the_whole_says(
    concatenate: Any, comparable_answer: Any, stream: Any, data: st.DataObject
) -> None:
    events, interaction = stream
    ends = data.draw(st.sampled_from(["\n", "\r\n"]))
    raw = "".join(f"data: {json.dumps(event, ensure_ascii=False)}{ends}{ends}" for event in events)
    raw = (raw + "data: [DONE]\n\n").encode()
    places = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    decoder, chunk_stream = sse.EventDecoder(), ChunkStream()
    chunks = []
    for i, j in zip([0, *places], [*places, len(raw)], strict=True):
        for event in decoder.feed(raw[i:j]):
            chunks += chunk_stream.feed(event)
    chunks += chunk_stream.finish()
    for chunk in chunks:
        types.GenerateContentResponse.model_validate(chunk)
    whole = response.from_interaction(interaction).body
    types.GenerateContentResponse.model_validate(whole)
    assert concatenate(chunks) == comparable_answer(whole)


legacy_texts = st.builds(lambda text: {"text": text}, words)
legacy_calls = st.builds(
    lambda name, args: {"functionCall": {"name": name, "args": args}}, st.just("f"), arguments
)
legacy_media = st.sampled_from(
    [
        {"inlineData": {"mimeType": "image/png", "data": "AAAA"}},
        {"fileData": {"mimeType": "video/mp4", "fileUri": "https://v"}},
    ]
)


@st.composite
def legacy_parts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Parts of a model turn as the service writes them: every call with an id, signatures once."""
    drawn = draw(st.lists(st.one_of(legacy_texts, legacy_calls, legacy_media), max_size=6))
    found = [copy.deepcopy(part) for part in drawn]
    for number, part in enumerate(found):
        if "functionCall" in part:
            part["functionCall"]["id"] = f"c{number}"
        if draw(st.booleans()):
            part["thoughtSignature"] = f"s{number:03}"
    return found


@settings(max_examples=300, deadline=None)
@given(legacy_parts())
def test_parts_survive_being_steps(found: Any) -> None:
    before = copy.deepcopy(found)
    steps = from_contents([{"role": "model", "parts": found}])
    assert parts.from_steps(steps) == before
    assert found == before, "the input was changed"


@settings(max_examples=200, deadline=None)
@given(step_lists())
def test_steps_survive_being_parts(steps: Any) -> None:
    """What a client sends back is what the model said: calls, text, signatures, in order.

    Unsigned thoughts are left out: a request does not replay them, as servers refuse them.
    """
    signed = [step for step in steps if step["type"] != "thought" or step["signature"]]
    legacy = parts.from_steps(signed)
    back = from_contents([{"role": "model", "parts": legacy}]) if legacy else []
    assert parts.from_steps(back) == legacy


@settings(max_examples=200, deadline=None)
@given(st.lists(legacy_parts(), min_size=1, max_size=4))
def test_legacy_streams_survive_being_events(concatenate: Any, pieces: Any) -> None:
    chunks = [
        {
            "candidates": [{"content": {"role": "model", "parts": found}, "index": 0}],
            "responseId": "r",
            "modelVersion": "m",
        }
        for found in copy.deepcopy(pieces)
    ]
    chunks[-1]["candidates"][0]["finishReason"] = "STOP"
    number = 0
    for chunk in chunks:
        for part in chunk["candidates"][0]["content"]["parts"]:
            number += 1
            if "functionCall" in part:
                part["functionCall"]["id"] = f"c{number}"
            if "thoughtSignature" in part:
                part["thoughtSignature"] = f"s{number:03}"
    writer, reader = EventStream(), ChunkStream()
    events = [event for chunk in chunks for event in writer.feed(chunk)] + writer.finish()
    back = [chunk for event in events for chunk in reader.feed(event)] + reader.finish()
    assert concatenate(back) == concatenate(chunks)


@settings(max_examples=200, deadline=None)
@given(streams())
def test_events_add_up_to_the_interaction(stream: Any) -> None:
    events, interaction = stream
    before = copy.deepcopy(events)
    whole = InteractionAssembly()
    for event in events:
        whole.feed(event)
    assert events == before, "the input was changed"
    assert response.from_interaction(whole.interaction()).body == (
        response.from_interaction(interaction).body
    )
