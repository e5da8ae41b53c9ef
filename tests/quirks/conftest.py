"""One exchange against answers given in order, without any network."""

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

PATH = "/v1/models/gemini-3.5-flash"


@dataclass
class Reply:
    """What the server says: JSON, or events of a stream."""

    status: int
    value: Any
    is_stream_consumed = False

    def __contains__(self, header: str) -> bool:
        return False

    @property
    def stream(self) -> Iterator[bytes]:
        return self.iter_bytes()

    @property
    def status_code(self) -> int:
        return self.status

    @property
    def headers(self) -> Reply:
        return self

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        return []

    def read(self) -> bytes:
        return b"".join(self.iter_bytes())

    def iter_bytes(self) -> Iterator[bytes]:
        if not isinstance(self.value, list):
            yield json.dumps(self.value).encode()
            return
        for event in self.value:
            yield f"event: {event['event_type']}\ndata: {json.dumps(event)}\n\n".encode()
        yield b"event: done\ndata: [DONE]\n\n"

    def close(self) -> None:
        pass


@dataclass
class Told:
    """What the caller got, and what was sent."""

    status: int
    answers: list[Any]
    sent: list[HttpRequest]
    decisions: list[Decision] = field(default_factory=list)

    @property
    def answer(self) -> Any:
        (only,) = self.answers
        return only

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.body) for request in self.sent]

    @property
    def parts(self) -> list[Any]:
        return [part for one in self.answers for part in _parts(one)]


def _parts(answer: Any) -> list[Any]:
    return list(answer.get("candidates", [{}])[0].get("content", {}).get("parts", []))


Exchanged = Callable[..., Told]


@pytest.fixture
def exchanged() -> Exchanged:
    """Runs a legacy request against replies; a list of events as a value makes it a stream."""

    def run(
        *replies: Any,
        path: str = PATH,
        headers: tuple[tuple[str, str], ...] = (("x-goog-api-key", "k"),),
        contents: Any = "hi",
        settings: Settings | None = None,
        **body: Any,
    ) -> Told:
        waiting = [reply if isinstance(reply, Reply) else Reply(200, reply) for reply in replies]
        streams = isinstance(waiting[0].value, list)
        call = "streamGenerateContent?alt=sse" if streams else "generateContent"
        chosen = settings or Settings()
        data = json.dumps({"contents": contents, **body}).encode()
        request = HttpRequest("POST", f"https://x{path}:{call}", headers, data)
        route = find(request.method, request.url, chosen)
        assert route is not None
        told = Told(0, [], [])

        def send(message: HttpRequest) -> Reply:
            told.sent.append(message)
            return waiting.pop(0)

        exchange = Exchange(request, route, chosen, told.decisions.append)
        result = SyncDriver(exchange, send).start()
        if isinstance(result, Passed):
            told.status, told.answers = result.response.status, [result.response.value]
        elif isinstance(result, Answer):
            told.status, told.answers = result.answer.status, [json.loads(result.answer.body)]
        else:
            assert isinstance(result, Streaming)
            blocks = b"".join(result.pieces).decode("ascii").split("\n\n")
            told.status = result.begin.status
            told.answers = [json.loads(block.removeprefix("data: ")) for block in blocks if block]
        assert not waiting, "every reply was asked for"
        return told

    return run


@pytest.fixture
def reply() -> Callable[[int, Any], Reply]:
    """An answer with a status of its own."""
    return Reply


@pytest.fixture
def refusal() -> Callable[..., Reply]:
    """An error of the Interactions API."""

    def make(status: int, message: str, code: str = "invalid_request") -> Reply:
        return Reply(status, {"error": {"code": code, "message": message}})

    return make


@pytest.fixture
def said() -> Callable[..., Any]:
    """An Interaction of some steps."""

    def make(*steps: Any, **fields: Any) -> Any:
        usage = {"total_input_tokens": 2, "total_output_tokens": 3, "total_tokens": 5}
        return {"id": "", "status": "completed", "steps": list(steps), "usage": usage, **fields}

    return make


@pytest.fixture
def events() -> Callable[..., list[Any]]:
    """A stream's events around some of its own."""

    def make(*inner: Any, status: str = "completed", **fields: Any) -> list[Any]:
        opened = {"id": "", "status": "in_progress"}
        return [
            {"event_type": "interaction.created", "interaction": opened},
            *inner,
            {
                "event_type": "interaction.completed",
                "interaction": {"id": "", "status": status, **fields},
            },
        ]

    return make
