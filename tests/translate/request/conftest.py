"""Real requests: what google-genai puts on the wire, caught before it leaves the process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

ANSWER = {
    "candidates": [
        {"content": {"role": "model", "parts": [{"text": "ok"}]}, "finishReason": "STOP"}
    ]
}


class Wire:
    """Remembers the bodies of the requests that a client sent."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(json.loads(request.content))
        return httpx.Response(200, json=self.answers.pop(0) if self.answers else ANSWER)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def client(wire: Wire) -> Any:
    from google import genai

    http = {"client_args": {"transport": httpx.MockTransport(wire.answer)}}
    return genai.Client(api_key="test", http_options=http)


@pytest.fixture
def sent(client: Any, wire: Wire) -> Callable[..., dict[str, Any]]:
    """The wire body of one generate_content call of the official SDK."""

    def send(contents: Any, **config: Any) -> dict[str, Any]:
        client.models.generate_content(
            model="gemini-3.5-flash", contents=contents, config=config or None
        )
        return wire.bodies[-1]

    return send
