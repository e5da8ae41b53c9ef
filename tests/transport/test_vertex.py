"""Vertex AI: calls pass through by default; asked for, they go to its own Interactions endpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google import genai
from google.oauth2.credentials import Credentials

from stepbridge import InteractionsTransport, Settings

PLACE = "projects/p/locations/global"
ANSWER = {"candidates": [{"content": {"role": "model", "parts": [{"text": "legacy"}]}}]}
INTERACTION = {
    "status": "completed",
    "steps": [{"type": "model_output", "content": [{"type": "text", "text": "interaction"}]}],
}
REFUSAL = {"error": {"code": "invalid_request", "message": "store: false is not supported."}}


def answering(interactions: tuple[int, Any]) -> Callable[[Any], None]:
    """A server with both APIs."""

    def script(connection: Any) -> None:
        is_interaction = connection.path.endswith("/interactions")
        connection.answer(*(interactions if is_interaction else (200, ANSWER)))

    return script


@pytest.fixture
def connect(misbehaving: Any) -> Iterator[Callable[..., genai.Client]]:
    made: list[genai.Client] = []

    def make(settings: Settings, **identity: Any) -> genai.Client:
        shim = InteractionsTransport(settings=settings)
        options: Any = {
            "base_url": misbehaving.url,
            "client_args": {"transport": shim},
            "async_client_args": {"transport": shim},
        }
        made.append(genai.Client(vertexai=True, http_options=options, **identity))
        return made[-1]

    yield make
    for client in made:
        client.close()


def token() -> dict[str, Any]:
    return {"project": "p", "location": "global", "credentials": Credentials("the-token")}


def ask(client: genai.Client) -> str | None:
    return client.models.generate_content(model="gemini-3.5-flash", contents="hi").text


def test_by_default_it_passes_through(connect: Any, misbehaving: Any) -> None:
    misbehaving.script = answering((200, INTERACTION))
    assert ask(connect(Settings(), **token())) == "legacy"
    ((path, body),) = misbehaving.requests
    assert path.endswith(f"/{PLACE}/publishers/google/models/gemini-3.5-flash:generateContent")
    assert "store" not in body
    assert misbehaving.headers[0]["authorization"] == "Bearer the-token"


def test_when_asked_it_goes_to_interactions(connect: Any, misbehaving: Any) -> None:
    misbehaving.script = answering((200, INTERACTION))
    assert ask(connect(Settings(vertex=True), **token())) == "interaction"
    ((path, body),) = misbehaving.requests
    assert path == f"/v1beta1/{PLACE}/interactions"
    assert body["store"] is False
    assert misbehaving.headers[0]["authorization"] == "Bearer the-token"


@pytest.mark.filterwarnings("ignore::stepbridge.UnsupportedFieldWarning")
def test_a_refusal_of_store_goes_back(connect: Any, misbehaving: Any) -> None:
    misbehaving.script = answering((400, REFUSAL))
    assert ask(connect(Settings(vertex=True), **token())) == "legacy"
    assert len(misbehaving.requests) == 2
    assert {headers["authorization"] for headers in misbehaving.headers} == {"Bearer the-token"}


@pytest.mark.parametrize("vertex", [False, True])
def test_express_mode_passes_through(connect: Any, misbehaving: Any, vertex: bool) -> None:
    misbehaving.script = answering((200, INTERACTION))
    assert ask(connect(Settings(vertex=vertex), api_key="express")) == "legacy"
    ((path, _),) = misbehaving.requests
    assert path.endswith("/publishers/google/models/gemini-3.5-flash:generateContent")
    assert misbehaving.headers[0]["x-goog-api-key"] == "express"
