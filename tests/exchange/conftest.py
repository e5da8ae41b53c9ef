"""A scripted upstream: exchanges run without any network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from stepbridge.exchange import Exchange, HttpRequest, find
from stepbridge.exchange.command import Answer
from stepbridge.exchange.drive import Passed, Streaming, SyncDriver
from stepbridge.policy import Decision, Settings

HOST = "https://generativelanguage.googleapis.com"


class FakeHeaders:
    """What drivers use of httpx's headers."""

    def __init__(self, pairs: dict[str, str]) -> None:
        self.pairs = pairs

    def __contains__(self, name: str) -> bool:
        return name in {key.lower() for key in self.pairs}

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        return [(name.encode(), value.encode()) for name, value in self.pairs.items()]


@dataclass
class FakeResponse:
    """An upstream response; ``pieces`` may hold an exception, which is raised in its turn."""

    status_code: int
    pieces: list[Any]
    content_headers: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    is_stream_consumed = False

    @property
    def stream(self) -> Iterator[bytes]:
        return self.iter_bytes()

    @property
    def headers(self) -> FakeHeaders:
        return FakeHeaders({"Content-Type": "x", "X-Request-Id": "r1", **self.content_headers})

    def iter_bytes(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def read(self) -> bytes:
        return b"".join(self.iter_bytes())

    def close(self) -> None:
        self.closed = True


@dataclass
class Outcome:
    """What the caller got, what was sent, and what was decided."""

    status: int
    headers: dict[str, str]
    body: bytes
    sent: list[HttpRequest]
    decisions: list[Decision]
    untouched: bool

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def chunks(self) -> list[Any]:
        blocks = self.body.decode("ascii").split("\n\n")
        assert all(block.startswith("data: ") for block in blocks if block)
        return [json.loads(block[6:]) for block in blocks if block]

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.body) for request in self.sent]


Play = Callable[..., Outcome]


@pytest.fixture
def play() -> Play:
    """Runs one legacy call against responses given in order, and collects everything."""

    def run(
        responses: list[FakeResponse],
        body: Any = None,
        *,
        call: str = "generateContent",
        query: str = "",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),),
        path: str = "/v1/models/gemini-3.5-flash",
        **settings: Any,
    ) -> Outcome:
        raw = body if isinstance(body, bytes) else json.dumps(body or hello()).encode()
        url = f"{HOST}{path}:{call}" + (f"?{query}" if query else "")
        chosen = Settings(**settings)
        route = find("POST", url, chosen)
        assert route is not None
        sent: list[HttpRequest] = []
        decisions: list[Decision] = []
        waiting = list(responses)

        def send(request: HttpRequest) -> FakeResponse:
            sent.append(request)
            return waiting.pop(0)

        exchange = Exchange(HttpRequest("POST", url, headers, raw), route, chosen, decisions.append)
        outcome = _outcome(SyncDriver(exchange, send).start(), sent, decisions)
        assert not waiting
        return outcome

    return run


def _outcome(result: Any, sent: list[HttpRequest], decisions: list[Decision]) -> Outcome:
    if isinstance(result, Passed):
        response = result.response
        headers = response.headers.pairs
        return Outcome(response.status_code, headers, response.read(), sent, decisions, True)
    if isinstance(result, Answer):
        answer = result.answer
        return Outcome(answer.status, dict(answer.headers), answer.body, sent, decisions, False)
    assert isinstance(result, Streaming)
    body = b"".join(result.pieces)
    return Outcome(result.begin.status, dict(result.begin.headers), body, sent, decisions, False)


def hello(**extra: Any) -> dict[str, Any]:
    """A legacy request of one turn."""
    return {"contents": [{"role": "user", "parts": [{"text": "hi"}]}], **extra}


@pytest.fixture
def text() -> Callable[..., FakeResponse]:
    """A unary upstream answer of one text."""

    def make(words: str = "hello", **fields: Any) -> FakeResponse:
        interaction = {
            "id": "",
            "status": "completed",
            "steps": [{"type": "model_output", "content": [{"type": "text", "text": words}]}],
            "usage": {"total_input_tokens": 2, "total_output_tokens": 3, "total_tokens": 5},
            **fields,
        }
        return FakeResponse(200, [json.dumps(interaction).encode()])

    return make


@pytest.fixture
def fail() -> Callable[..., FakeResponse]:
    """An upstream error answer."""

    def make(status: int, code: str, message: str = "no") -> FakeResponse:
        body = json.dumps({"error": {"code": code, "message": message}}).encode()
        return FakeResponse(status, [body], {"Retry-After": "3"})

    return make


def event(kind: str, **fields: Any) -> bytes:
    """One server-sent event as Interactions writes it."""
    data = json.dumps({"event_type": kind, **fields})
    return f"event: {kind}\ndata: {data}\n\n".encode()


@pytest.fixture
def stream() -> Callable[..., FakeResponse]:
    """An upstream stream: words, one event a piece; ``status`` ends it, None leaves it open."""

    def make(
        *words: str, status: str | None = "completed", tail: Any = (), **fields: Any
    ) -> FakeResponse:
        pieces: list[Any] = [
            event("interaction.created", interaction={"id": "", "status": "in_progress"}),
            event("step.start", index=0, step={"type": "model_output"}),
            *(event("step.delta", index=0, delta={"type": "text", "text": w}) for w in words),
        ]
        if status is not None:
            usage = {"total_input_tokens": 2, "total_output_tokens": 3, "total_tokens": 5}
            done = {"id": "", "status": status, "usage": usage, **fields}
            pieces += [
                event("step.stop", index=0),
                event("interaction.completed", interaction=done),
                b"event: done\ndata: [DONE]\n\n",
            ]
        return FakeResponse(200, [*pieces, *tail], {"Content-Type": "text/event-stream"})

    return make


@pytest.fixture
def make_event() -> Callable[..., bytes]:
    return event
