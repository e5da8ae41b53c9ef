"""Interactions calls on generateContent, step by step, without any network."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stepbridge.exchange.command import Answer, Begin, Emit, Head, Lost, Read, ReadAll, Send
from stepbridge.exchange.memory import InteractionMemory, Remembered
from stepbridge.exchange.message import HttpRequest
from stepbridge.exchange.reverse import ReverseExchange
from stepbridge.exchange.reverse_route import find
from stepbridge.policy import Settings
from stepbridge.translate.sse import EventDecoder, encode_chunk

HOST = "https://h"
SSE = (("Content-Type", "text/event-stream"), ("X-Request-Id", "r"))


def exchange(body: Any, memory: InteractionMemory | None = None, **settings: Any) -> Any:
    url = f"{HOST}/v1/interactions"
    route = find("POST", url, "v1beta")
    assert route is not None
    message = HttpRequest("POST", url, (("x-goog-api-key", "k"),), json.dumps(body).encode())
    chosen = Settings(**settings)
    return ReverseExchange(
        message, route, chosen, memory or InteractionMemory(), lambda decision: None
    ).commands()


def ask(**more: Any) -> dict[str, Any]:
    return {"model": "gemini-x", "input": "Hi", **more}


def chunk(text: str, **candidate: Any) -> dict[str, Any]:
    content = {"role": "model", "parts": [{"text": text}]}
    return {"candidates": [{"content": content, "index": 0, **candidate}], "responseId": "r"}


def whole(commands: Any, status: int, body: Any) -> tuple[Send, Answer]:
    sent = next(commands)
    assert isinstance(commands.send(Head(status, ())), ReadAll)
    answer = commands.send(json.dumps(body).encode())
    assert isinstance(sent, Send)
    assert isinstance(answer, Answer)
    return sent, answer


def stream(commands: Any, *pieces: Any) -> list[dict[str, Any]]:
    """Sends pieces, then the end if nothing broke; gives the events that the caller got."""
    next(commands)
    assert isinstance(commands.send(Head(200, SSE)), Begin)
    decoder, events = EventDecoder(), []
    command = next(commands)
    waiting = [*pieces, None]
    while True:
        assert isinstance(command, Read)
        emitted = commands.send(waiting.pop(0))
        assert isinstance(emitted, Emit)
        events += decoder.feed(emitted.data)
        try:
            command = next(commands)
        except StopIteration:
            assert decoder.done
            return events


@pytest.mark.parametrize(
    ("url", "stream_call", "target"),
    [
        ("https://h/v1/interactions", False, "https://h/v1beta/models/m:generateContent"),
        (
            "https://h/p/v1beta/interactions?key=k",
            True,
            "https://h/p/v1beta/models/m:streamGenerateContent?key=k&alt=sse",
        ),
        (
            "https://h/v1beta1/projects/p/locations/l/interactions",
            False,
            "https://h/v1beta1/projects/p/locations/l/publishers/google/models/m:generateContent",
        ),
    ],
)
def test_addresses(url: str, stream_call: bool, target: str) -> None:
    route = find("POST", url, "v1beta")
    assert route is not None
    assert route.url("m", stream=stream_call) == target


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", "https://h/v1/models/m:generateContent"),
        ("POST", "https://h/v1/interactions/i/cancel"),
        ("POST", "https://h/v1/interactions/i"),
        ("GET", "https://h/v1/interactions"),
        ("POST", "https://h/interactions-of-ours/v1/x"),
    ],
)
def test_other_addresses_are_left_alone(method: str, url: str) -> None:
    assert find(method, url, "v1beta") is None


def test_whole_answer() -> None:
    sent, answer = whole(exchange(ask(store=False)), 200, chunk("Hello", finishReason="STOP"))
    assert sent.request.url == "https://h/v1beta/models/gemini-x:generateContent"
    assert ("x-goog-api-key", "k") in sent.request.headers
    said = json.loads(sent.request.body)
    assert said == {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}
    interaction = json.loads(answer.answer.body)
    assert interaction["status"] == "completed"
    assert interaction["id"] == ""


def test_errors_of_the_service_get_the_shape_of_interactions() -> None:
    error = {"error": {"code": 429, "message": "Slow.", "status": "RESOURCE_EXHAUSTED"}}
    _, answer = whole(exchange(ask()), 429, error)
    assert answer.answer.status == 429
    assert json.loads(answer.answer.body) == {
        "error": {"code": "rate_limit_exceeded", "message": "Slow."}
    }


def test_a_page_instead_of_json_is_an_error() -> None:
    commands = exchange(ask())
    next(commands)
    commands.send(Head(200, ()))
    answer = commands.send(b"<html>")
    assert answer.answer.status == 502


def test_a_streamed_answer_is_remembered_before_its_end_is_told() -> None:
    memory = InteractionMemory()
    commands = exchange(ask(stream=True), memory)
    events = stream(
        commands, encode_chunk(chunk("Hel")), encode_chunk(chunk("lo", finishReason="STOP"))
    )
    done = events[-1]["interaction"]
    assert done["status"] == "completed"
    known = memory.get(done["id"])
    assert known is not None
    assert [step["type"] for step in known.timeline] == ["user_input", "model_output"]
    assert known.timeline[1]["content"] == [{"type": "text", "text": "Hello"}]
    assert all(
        event["interaction"]["id"] == done["id"] for event in events if "interaction" in event
    )


@pytest.mark.parametrize(
    "pieces",
    [
        [encode_chunk(chunk("Hel"))],
        [encode_chunk(chunk("Hel")), Lost("connection reset")],
        [encode_chunk(chunk("Hel")), b"data: {oops\n\n"],
        [encode_chunk({"error": {"code": 503, "message": "x", "status": "UNAVAILABLE"}})],
    ],
)
def test_a_broken_stream_ends_with_an_error_event_and_is_forgotten(pieces: list[Any]) -> None:
    memory = InteractionMemory()
    events = stream(exchange(ask(stream=True), memory), *pieces)
    assert events[-1]["event_type"] == "error"
    assert events[-1]["error"]["code"]
    created = [event for event in events if event["event_type"] == "interaction.created"]
    assert all(memory.get(event["interaction"]["id"]) is None for event in created)


def test_a_long_answer_is_resumed_with_its_own_input() -> None:
    memory = InteractionMemory()
    token = {"finishReason": "CONTINUATION", "continuationToken": "dG9r"}
    _, first = whole(exchange(ask(), memory), 200, chunk("One ", **token))
    interaction = json.loads(first.answer.body)
    assert interaction["status"] == "requires_continuation"
    more = {
        "model": "gemini-x",
        "previous_interaction_id": interaction["id"],
        "continuation_token": interaction["continuation_token"],
    }
    sent, _ = whole(exchange(more, memory), 200, chunk("two", finishReason="STOP"))
    said = json.loads(sent.request.body)
    assert [content["role"] for content in said["contents"]] == ["user"]
    assert said["continuationToken"] == "dG9r"


def test_the_oldest_interaction_is_forgotten_first() -> None:
    memory = InteractionMemory(limit=2)
    for name in ("a", "b"):
        memory.put(name, Remembered((), {"steps": []}))
    assert memory.get("a") is not None
    memory.put("c", Remembered((), {"steps": []}))
    assert [memory.get(name) is None for name in ("a", "b", "c")] == [False, True, False]
    assert memory.forget("a")
    assert not memory.forget("a")
