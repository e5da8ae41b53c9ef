"""Interactions code of the official SDK where only generateContent is reached."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from google import genai

from stepbridge.policy import Settings
from stepbridge.transport.reverse import GenerateContentTransport
from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather in a city",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}


@pytest.fixture
def client(emulator: Emulator, library: Any) -> Iterator[genai.Client]:
    """A client whose Interactions calls are carried on generateContent."""
    transport = GenerateContentTransport()
    options = {
        "base_url": emulator.url,
        "client_args": {"transport": transport},
        "async_client_args": {"transport": transport},
    }
    with genai.Client(api_key="k", http_options=options) as client:
        yield client


@pytest.fixture
def direct(emulator: Emulator, library: Any) -> Iterator[genai.Client]:
    """The same client on the Interactions API itself."""
    with genai.Client(api_key="k", http_options={"base_url": emulator.url}) as client:
        yield client


def only_legacy(emulator: Emulator) -> bool:
    return {exchange.api for exchange in emulator.exchanges} == {"generateContent"}


def test_create(client: genai.Client, direct: genai.Client, emulator: Emulator) -> None:
    ask: dict[str, Any] = {
        "model": MODEL,
        "input": "What is a pelican?",
        "system_instruction": "Be short.",
        "generation_config": {"max_output_tokens": 200, "seed": 3},
        "store": False,
    }
    expected = direct.interactions.create(**ask)
    emulator.reset()
    found = client.interactions.create(**ask)
    assert only_legacy(emulator)
    assert found.output_text == expected.output_text
    assert found.status == expected.status == "completed"
    assert found.usage.total_tokens == expected.usage.total_tokens


def test_stream(client: genai.Client, direct: genai.Client, emulator: Emulator) -> None:
    def ask(client: genai.Client) -> tuple[str, list[str]]:
        events = client.interactions.create(model=MODEL, input="A story", stream=True, store=False)
        text, kinds = "", []
        for event in events:
            kinds.append(event.event_type)
            if event.event_type == "step.delta" and event.delta.type == "text":
                text += event.delta.text
        return text, kinds

    expected, _ = ask(direct)
    emulator.reset()
    found, kinds = ask(client)
    assert only_legacy(emulator)
    assert found == expected
    assert kinds[0] == "interaction.created"
    assert kinds[-1] == "interaction.completed"


def test_async(client: genai.Client, emulator: Emulator) -> None:
    async def ask() -> tuple[str, str]:
        whole = await client.aio.interactions.create(model=MODEL, input="Hi", store=False)
        stream = await client.aio.interactions.create(
            model=MODEL, input="Hi", store=False, stream=True
        )
        pieces = [
            event.delta.text
            async for event in stream
            if event.event_type == "step.delta" and event.delta.type == "text"
        ]
        return whole.output_text, "".join(pieces)

    whole, streamed = asyncio.run(ask())
    assert whole == streamed
    assert only_legacy(emulator)


@pytest.mark.parametrize("stream", [False, True])
def test_chains_are_remembered(
    client: genai.Client, direct: genai.Client, emulator: Emulator, stream: bool
) -> None:
    def talk(client: genai.Client) -> str:
        first = client.interactions.create(model=MODEL, input="My name is Ann.", stream=stream)
        if stream:
            first = [event.interaction for event in first if hasattr(event, "interaction")][-1]
        second = client.interactions.create(
            model=MODEL, input="Who am I?", previous_interaction_id=first.id
        )
        return second.output_text

    expected = talk(direct)
    emulator.reset()
    assert talk(client) == expected
    assert only_legacy(emulator)
    said = json.dumps(emulator.exchanges[-1].prompt)
    assert "My name is Ann." in said


def test_a_tool_loop(client: genai.Client, direct: genai.Client, emulator: Emulator) -> None:
    def loop(client: genai.Client) -> tuple[dict[str, Any], str]:
        first = client.interactions.create(
            model=MODEL, input="Call get_weather for Paris", tools=[WEATHER]
        )
        (call,) = [step for step in first.steps if step.type == "function_call"]
        result = {
            "type": "function_result",
            "call_id": call.id,
            "name": call.name,
            "result": '{"sky":"clear"}',
        }
        second = client.interactions.create(
            model=MODEL, input=[result], tools=[WEATHER], previous_interaction_id=first.id
        )
        return call.arguments, second.output_text

    expected = loop(direct)
    emulator.reset()
    assert loop(client) == expected
    assert only_legacy(emulator)


def test_get_and_delete(client: genai.Client) -> None:
    made = client.interactions.create(model=MODEL, input="Hi")
    kept = client.interactions.get(made.id)
    assert kept.steps[0].type == "user_input"
    assert kept.output_text == made.output_text
    client.interactions.delete(made.id)
    with pytest.raises(Exception, match="not_found"):
        client.interactions.create(model=MODEL, input="Hi", previous_interaction_id=made.id)


def post(emulator: Emulator, body: Any, **settings: Any) -> httpx.Response:
    transport = GenerateContentTransport(settings=Settings(**settings))
    with httpx.Client(transport=transport, headers={"x-goog-api-key": "k"}) as client:
        return client.post(f"{emulator.url}/v1beta/interactions", json=body)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"model": MODEL, "input": "Hi", "background": True}, 400, "parameter_unknown"),
        ({"agent": "deep-research", "input": "Hi"}, 400, "invalid_request"),
        ({"model": MODEL}, 400, "invalid_request"),
        ([1], 400, "invalid_request"),
        ({"model": MODEL, "input": "Hi", "previous_interaction_id": "x"}, 404, "not_found"),
        ({"model": "no-such-model", "input": "Hi"}, 404, "not_found"),
    ],
)
def test_errors_have_the_shape_of_interactions(
    emulator: Emulator, body: Any, status: int, code: str
) -> None:
    answer = post(emulator, body)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]


def test_fields_without_a_counterpart_can_be_left_out(emulator: Emulator) -> None:
    body = {"model": MODEL, "input": "Hi", "background": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = post(emulator, body, unsupported="drop")
    assert answer.status_code == 200
    assert answer.json()["status"] == "completed"


def test_everything_else_passes_through(emulator: Emulator) -> None:
    with httpx.Client(
        transport=GenerateContentTransport(), headers={"x-goog-api-key": "k"}
    ) as client:
        answer = client.post(
            f"{emulator.url}/v1beta/models/{MODEL}:generateContent",
            json={"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]},
        )
    assert answer.json()["candidates"][0]["finishReason"] == "STOP"
