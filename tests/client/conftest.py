"""Clients on a local emulator, and on scripted answers where the emulator would not err."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

import stepbridge
from stepbridge_emulator import Emulator


@pytest.fixture
def emulator(emulator_in_environment: Emulator) -> Emulator:
    return emulator_in_environment


@pytest.fixture
def client(emulator: Emulator) -> Iterator[stepbridge.Client]:
    with stepbridge.Client() as client:
        yield client


@pytest.fixture
def official(emulator: Emulator) -> Any:
    from google import genai

    return genai.Client()


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A client whose server gives the answers in order; a list of the requests goes with it."""

    def make(*answers: httpx.Response | Exception, **http_options: Any) -> Any:
        waiting = list(answers)
        requests: list[httpx.Request] = []

        def handle(request: httpx.Request) -> httpx.Response:
            requests.append(request)
            answer = waiting.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        client = stepbridge.Client(
            api_key="k",
            http_options={
                "client_args": {"transport": httpx.MockTransport(handle)},
                "async_client_args": {"transport": httpx.MockTransport(handle)},
                "retry_options": {"initial_delay": 0.0, "attempts": 3},
                **http_options,
            },
        )
        return client, requests

    return make
