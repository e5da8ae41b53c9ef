"""The state machine for streams: order, arguments, hops, endings."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from stepbridge.translate import response
from stepbridge.translate.refusals.failures import StreamBrokenError, StreamError
from stepbridge.translate.stream import ChunkStream

THOUGHT = {"type": "thought"}
OUTPUT = {"type": "model_output"}


def text(value: str) -> dict[str, Any]:
    return {"type": "text", "text": value}


def call(call_id: str, name: str = "f") -> dict[str, Any]:
    return {"type": "function_call", "id": call_id, "name": name, "arguments": {}}


def arguments(value: Any, key: str = "arguments") -> dict[str, Any]:
    return {"type": "arguments_delta", key: value}


def calls_in(chunks: list[Any]) -> list[tuple[str, Any]]:
    return [
        (part["functionCall"]["id"], part["functionCall"]["args"])
        for chunk in chunks
        for part in chunk["candidates"][0]["content"]["parts"]
        if "functionCall" in part
    ]


def test_text_is_passed_on_at_once(stream_of: Any, events_of: Any) -> None:
    events = stream_of(events_of(0, OUTPUT, text("a"), text("b")))
    stream = ChunkStream()
    ready = [stream.feed(event) for event in events]
    assert [len(chunks) for chunks in ready] == [0, 0, 1, 1, 0, 1]


def test_every_chunk_has_a_text_that_can_be_joined(
    stream_of: Any, events_of: Any, replay: Any, official: Any
) -> None:
    chunks = replay(stream_of(events_of(0, OUTPUT, text("a"), text("b"))))
    assert "".join(official(chunk).text for chunk in chunks) == "ab"


@pytest.mark.parametrize(
    "deltas",
    [
        [arguments('{"a": 1'), arguments(', "b": "x"}')],
        [arguments('{"a": 1, "b": "x"}')],
        [arguments('{"a":1,', "partial_arguments"), arguments('"b":"x"}', "partial_arguments")],
        [arguments({"a": 1}), arguments({"b": "x"})],
        [{"type": "function_call", "arguments": {"a": 1, "b": "x"}}],
    ],
)
def test_arguments_are_assembled(
    deltas: list[Any], stream_of: Any, events_of: Any, replay: Any
) -> None:
    chunks = replay(stream_of(events_of(0, call("c1"), *deltas), status="requires_action"))
    assert calls_in(chunks) == [("c1", {"a": 1, "b": "x"})]
    assert chunks[-1]["candidates"][0]["finishReason"] == "STOP"


def test_arguments_can_be_whole_in_step_start(stream_of: Any, events_of: Any, replay: Any) -> None:
    chunks = replay(stream_of(events_of(0, {**call("c1"), "arguments": {"a": 1}})))
    assert calls_in(chunks) == [("c1", {"a": 1})]


def test_interleaved_parallel_calls_stay_apart(stream_of: Any, events_of: Any, replay: Any) -> None:
    first = events_of(1, call("c1"), arguments('{"a":'), arguments(' "one"}'))
    second = events_of(2, call("c2"), arguments('{"a":'), arguments(' "two"}'))
    woven = [first[0], second[0], first[1], second[1], second[2], second[3], first[2], first[3]]
    signature = {"type": "thought_signature", "signature": "c2ln"}
    chunks = replay(stream_of(events_of(0, THOUGHT, signature), woven))
    assert calls_in(chunks) == [("c1", {"a": "one"}), ("c2", {"a": "two"})]
    parts = [chunk["candidates"][0]["content"]["parts"][0] for chunk in chunks]
    assert [part.get("thoughtSignature") for part in parts] == ["c2ln", None, None]


def test_broken_arguments_are_an_error(stream_of: Any, events_of: Any, replay: Any) -> None:
    with pytest.raises(StreamBrokenError, match="'f'"):
        replay(stream_of(events_of(0, call("c1"), arguments('{"a": '))))


def test_content_inside_step_start(stream_of: Any, events_of: Any, replay: Any) -> None:
    thought = {**THOUGHT, "summary": [text("Hm")], "signature": "c2ln"}
    output = {**OUTPUT, "content": [text("a")]}
    chunks = replay(stream_of(events_of(0, thought), events_of(1, output, text("b"))))
    parts = [chunk["candidates"][0]["content"]["parts"][0] for chunk in chunks]
    assert parts == [
        {"text": "Hm", "thought": True},
        {"text": "a", "thoughtSignature": "c2ln"},
        {"text": "b"},
        {"text": ""},
    ]


def test_signature_fragments_are_one_signature(stream_of: Any, events_of: Any, replay: Any) -> None:
    deltas = [{"type": "thought_signature", "signature": piece} for piece in ("c2", "ln", "")]
    chunks = replay(stream_of(events_of(0, THOUGHT, *deltas)))
    (part,) = chunks[-1]["candidates"][0]["content"]["parts"]
    assert part == {"text": "", "thoughtSignature": "c2ln"}


def test_media_deltas(stream_of: Any, events_of: Any, replay: Any, official: Any) -> None:
    deltas = [
        {"type": "audio", "data": "AAAA", "mime_type": "audio/l16", "sample_rate": 24000},
        {"type": "image", "data": "/9j/AAAA"},
        {"type": "video", "uri": "https://v", "mime_type": "video/mp4"},
    ]
    chunks = replay(stream_of(events_of(0, OUTPUT, *deltas)))
    parts = [chunk["candidates"][0]["content"]["parts"][0] for chunk in chunks[:-1]]
    assert [list(part) for part in parts] == [["inlineData"], ["inlineData"], ["fileData"]]
    assert parts[1]["inlineData"]["mimeType"] == "image/jpeg"
    for chunk in chunks:
        official(chunk)


def test_tool_deltas_carry_whole_fields(stream_of: Any, events_of: Any, replay: Any) -> None:
    code = {"type": "code_execution_call", "arguments": {"code": "1", "language": "python"}}
    urls = [{"url": "https://a", "status": "success"}]
    chunks = replay(
        stream_of(
            events_of(0, {"type": "code_execution_call", "id": "x"}, code),
            events_of(
                1,
                {"type": "code_execution_result", "call_id": "x"},
                {"type": "code_execution_result", "result": "1", "is_error": False},
            ),
            events_of(
                2,
                {"type": "url_context_result", "call_id": "u", "signature": ""},
                {"type": "url_context_result", "result": urls},
            ),
        )
    )
    parts = [chunk["candidates"][0]["content"]["parts"][0] for chunk in chunks]
    assert parts[0]["executableCode"]["code"] == "1"
    assert parts[1]["codeExecutionResult"]["output"] == "1"
    last = chunks[-1]["candidates"][0]
    assert last["urlContextMetadata"]["urlMetadata"][0]["retrievedUrl"] == "https://a"


def test_steps_that_nothing_stops_come_out_at_the_end(
    stream_of: Any, events_of: Any, replay: Any
) -> None:
    events = stream_of(
        events_of(0, call("c1"), arguments('{"a": 1}'))[:-1], events_of(1, call("c2"))[:-1]
    )
    assert calls_in(replay(events)) == [("c1", {"a": 1}), ("c2", {})]


def test_deltas_of_a_step_that_nothing_started(stream_of: Any, events_of: Any, replay: Any) -> None:
    events = stream_of(events_of(0, OUTPUT, text("a"))[1:])
    assert replay(events)[0]["candidates"][0]["content"]["parts"] == [{"text": "a"}]


def test_steps_only_in_the_last_event(stream_of: Any, replay: Any) -> None:
    events = stream_of()
    steps = [{"type": "model_output", "content": [text("a")]}]
    events[-1]["interaction"] = {**events[-1]["interaction"], "steps": steps}
    assert replay(events)[0]["candidates"][0]["content"]["parts"] == [{"text": "a"}]


def test_status_events_of_all_pages_are_understood(stream_of: Any, replay: Any) -> None:
    created, done = stream_of()
    between = [
        {"event_type": "interaction.status_update", "interaction_id": "i1", "status": "queued"},
        {"event_type": "interaction.in_progress", "interaction_id": "i1"},
        {"event_type": "interaction.requires_action", "interaction_id": "i1"},
        {"event_type": "done"},
    ]
    stream = ChunkStream()
    for event in [created, *between, done]:
        stream.feed(event)
    assert (stream.losses, stream.status) == ((), "completed")


def test_an_unknown_event_is_a_loss_only_when_it_tells_something(stream_of: Any) -> None:
    stream = ChunkStream()
    stream.feed({"event_type": "step.tick", "index": 1, "event_id": "e"})
    assert stream.losses == ()
    stream.feed({"event_type": "step.smell", "index": 1, "smell": "roses"})
    stream.feed({"event_type": "step.smell", "index": 2, "smell": "tulips"})
    assert [loss.path for loss in stream.losses] == ["step.smell.smell"]


@pytest.mark.parametrize(
    "event",
    [
        {"event_type": "step.start", "index": 0, "step": "model_output"},
        {"event_type": "step.delta", "index": 0, "delta": [1]},
        {"event_type": "interaction.completed", "interaction": [1]},
    ],
)
def test_an_event_of_an_unknown_shape_is_an_error(event: Any) -> None:
    with pytest.raises(StreamBrokenError):
        ChunkStream().feed(event)


def test_an_event_may_name_its_type_as_some_pages_do(
    stream_of: Any, events_of: Any, replay: Any
) -> None:
    events = stream_of(events_of(0, OUTPUT, text("a"), text("b")))
    renamed = [{**event, "type": event["event_type"]} for event in events]
    for event in renamed:
        del event["event_type"]
    assert replay(renamed) == replay(events)


def test_an_unknown_delta_is_a_loss(stream_of: Any, events_of: Any) -> None:
    stream = ChunkStream()
    for event in stream_of(events_of(0, OUTPUT, {"type": "smell", "x": 1})):
        stream.feed(event)
    assert [loss.path for loss in stream.losses] == ["steps[0].smell"]


def test_usage_and_ending_are_on_the_last_chunk(
    stream_of: Any, events_of: Any, replay: Any
) -> None:
    events = stream_of(
        events_of(0, OUTPUT, text("a")), status="incomplete", usage={"total_tokens": 9}
    )
    first, last = replay(events)
    assert "usageMetadata" not in first
    assert last["usageMetadata"] == {"totalTokenCount": 9}
    assert last["candidates"][0]["finishReason"] == "MAX_TOKENS"


def test_usage_in_delta_metadata_counts_when_nothing_else_tells(
    stream_of: Any, events_of: Any, replay: Any
) -> None:
    events = stream_of(events_of(0, OUTPUT, text("a")))
    events[2]["metadata"] = {"total_usage": {"total_tokens": 4}}
    assert replay(events)[-1]["usageMetadata"] == {"totalTokenCount": 4}


@pytest.mark.parametrize("identity", ["", None])
def test_all_chunks_of_an_answer_without_an_id_share_one(
    identity: Any, stream_of: Any, events_of: Any, replay: Any
) -> None:
    chunks = replay(stream_of(events_of(0, OUTPUT, text("a")), id=identity))
    (shared,) = {chunk["responseId"] for chunk in chunks}
    assert shared


def test_an_error_event_is_raised_with_legacy_names(stream_of: Any, events_of: Any) -> None:
    events = stream_of(events_of(0, OUTPUT, text("a")))[:-1]
    error = {"code": "quota_exceeded", "message": "Enough."}
    stream = ChunkStream()
    for event in events:
        stream.feed(event)
    with pytest.raises(StreamError) as caught:
        stream.feed({"event_type": "error", "error": error})
    assert (caught.value.code, caught.value.status) == (429, "RESOURCE_EXHAUSTED")
    assert caught.value.message == "Enough."


def test_a_bare_error_object_is_an_error_too() -> None:
    with pytest.raises(StreamError) as caught:
        ChunkStream().feed({"error": {"code": 503, "message": "x", "status": "UNAVAILABLE"}})
    assert caught.value.code == 503


def test_a_block_before_any_output_is_prompt_feedback(stream_of: Any, official: Any) -> None:
    stream = ChunkStream()
    stream.feed(stream_of()[0])
    (chunk,) = stream.feed({"event_type": "error", "error": {"code": "safety", "message": "No."}})
    assert official(chunk).prompt_feedback.block_reason == "SAFETY"
    assert stream.finish() == []


def test_a_block_of_what_was_never_shown_is_a_finish_reason(stream_of: Any, official: Any) -> None:
    usage = {"total_output_tokens": 3}
    created, done = stream_of(status="failed", errors=[{"code": "safety"}], usage=usage)
    stream = ChunkStream()
    stream.feed(created)
    (chunk,) = stream.feed(done)
    assert official(chunk).prompt_feedback is None
    assert official(chunk).candidates[0].finish_reason == "SAFETY"


def test_a_block_after_output_is_a_finish_reason(
    stream_of: Any, events_of: Any, official: Any
) -> None:
    stream = ChunkStream()
    for event in stream_of(events_of(0, OUTPUT, text("a")))[:-1]:
        stream.feed(event)
    (chunk,) = stream.feed({"event_type": "error", "error": {"code": "safety"}})
    candidate = official(chunk).candidates[0]
    assert (candidate.finish_reason, official(chunk).text) == ("SAFETY", "")


def test_a_failed_interaction_is_an_error(stream_of: Any) -> None:
    events = stream_of(status="failed", errors=[{"code": "api_error", "message": "Oops."}])
    stream = ChunkStream()
    stream.feed(events[0])
    with pytest.raises(StreamError, match="Oops"):
        stream.feed(events[1])


@pytest.mark.parametrize("kept", [1, 2, 3, 4])
def test_an_early_end_is_an_error(kept: int, stream_of: Any, events_of: Any) -> None:
    stream = ChunkStream()
    for event in stream_of(events_of(0, OUTPUT, text("a")))[:kept]:
        stream.feed(event)
    with pytest.raises(StreamBrokenError):
        stream.finish()


def hops(stream_of: Any, events_of: Any) -> tuple[list[Any], list[Any]]:
    usage = {"total_tokens": 5}
    signature = {"type": "thought_signature", "signature": "c2ln"}
    first = stream_of(
        events_of(0, OUTPUT, text("a")),
        events_of(1, THOUGHT, signature),
        status="requires_continuation",
        continuation_token="tok",
        usage=usage,
    )
    second = stream_of(events_of(0, OUTPUT, text("b")), id="i2", usage=usage)
    return first, second


def test_hops_are_one_answer(
    stream_of: Any, events_of: Any, concatenate: Any, comparable_answer: Any, assemble: Any
) -> None:
    from stepbridge.translate import continuation

    first, second = hops(stream_of, events_of)
    stream = ChunkStream()
    chunks = [chunk for event in first for chunk in stream.feed(event)]
    assert stream.continuation == continuation.Continuation("tok", "i1")
    assert all("finishReason" not in chunk["candidates"][0] for chunk in chunks)
    chunks += [chunk for event in second for chunk in stream.feed(event)]
    assert stream.continuation is None
    assert stream.finish() == []
    whole = response.from_interaction(continuation.joined([assemble(first), assemble(second)]))
    expected = {**comparable_answer(whole.body), "responseId": "i1"}
    assert concatenate(chunks) == expected
    assert expected["usageMetadata"] == {"totalTokenCount": 10}


def test_a_hop_that_nobody_follows_ends_as_continuation(stream_of: Any, events_of: Any) -> None:
    first, _ = hops(stream_of, events_of)
    stream = ChunkStream()
    for event in first:
        stream.feed(event)
    (last,) = stream.finish()
    candidate = last["candidates"][0]
    assert candidate["finishReason"] == "CONTINUATION"
    assert candidate["continuationToken"] == "dG9r"
    assert stream.finish() == []


def test_a_second_hop_that_breaks_is_an_error(stream_of: Any, events_of: Any) -> None:
    first, second = hops(stream_of, events_of)
    stream = ChunkStream()
    for event in first + second[:-1]:
        stream.feed(event)
    with pytest.raises(StreamBrokenError):
        stream.finish()


def test_text_is_kept_only_while_its_step_is_open(stream_of: Any, events_of: Any) -> None:
    class Tracked(str):
        """A string that can be watched."""

    piece = Tracked("x" * 100)
    watched = weakref.ref(piece)
    events = stream_of(events_of(0, OUTPUT, text(piece)))[:-1]
    del piece
    stream = ChunkStream()
    while events:
        stream.feed(events.pop(0))
    gc.collect()
    assert watched() is None
    assert stream.status == "in_progress"
