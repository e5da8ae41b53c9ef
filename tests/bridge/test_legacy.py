"""``stepbridge.legacy``: legacy calls of an official client give the same, over Interactions."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from google import genai
from google.genai import errors, types

import stepbridge
from stepbridge_emulator import Emulator

MODEL = "gemini-2.5-flash"


@pytest.fixture
def client(emulator: Emulator) -> genai.Client:
    options = types.HttpOptions(base_url=emulator.url)
    return genai.Client(api_key="key", http_options=options)


def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


def whole(client: Any) -> list[Any]:
    config = {"temperature": 0.5, "system_instruction": "Be brief."}
    answer = client.models.generate_content(model=MODEL, contents="Hi", config=config)
    return [
        answer.text,
        answer.candidates[0].finish_reason,
        answer.usage_metadata.prompt_token_count,
    ]


def streamed(client: Any) -> list[Any]:
    chunks = client.models.generate_content_stream(model=MODEL, contents=["One", "Two"])
    return [chunk.text for chunk in chunks]


def chatted(client: Any) -> list[Any]:
    chat = client.chats.create(
        model=MODEL, history=[types.UserContent("Hi"), types.ModelContent("Ho")]
    )
    first = chat.send_message("One").text
    rest = [chunk.text for chunk in chat.send_message_stream("Two")]
    return [first, rest, [turn.role for turn in chat.get_history()][:4]]


def functions(client: Any) -> list[Any]:
    config = types.GenerateContentConfig(tools=[weather])
    answer = client.models.generate_content(model=MODEL, contents="Weather in Rome?", config=config)
    return [answer.text, len(answer.automatic_function_calling_history)]


def refused(client: Any) -> list[Any]:
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model=MODEL, contents="[[emulator:403]]")
    return [caught.value.code, caught.value.status, caught.value.message]


@pytest.mark.parametrize("program", [whole, streamed, chatted, functions, refused])
def test_same_meaning_and_answers(
    emulator: Emulator, client: genai.Client, program: Callable[[Any], list[Any]]
) -> None:
    before = program(client)
    prompts = [exchange.prompt for exchange in emulator.exchanges]
    emulator.reset()
    assert program(stepbridge.legacy(client)) == before
    assert [exchange.prompt for exchange in emulator.exchanges] == prompts
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}


def test_asynchronous_twins(emulator: Emulator, client: genai.Client) -> None:
    async def program(aio: Any) -> list[Any]:
        answer = await aio.models.generate_content(model=MODEL, contents="Hi")
        stream = await aio.models.generate_content_stream(model=MODEL, contents="Hi")
        chat = aio.chats.create(model=MODEL)
        said = await chat.send_message("Hi")
        return [answer.text, [chunk.text async for chunk in stream], said.text]

    async def both() -> None:
        expected = await program(client.aio)
        assert await program(stepbridge.legacy(client.aio)) == expected
        assert await program(stepbridge.legacy(client).aio) == expected

    asyncio.run(both())


def test_what_cannot_be_carried_goes_to_generate_content(
    emulator: Emulator, client: genai.Client
) -> None:
    config = types.GenerateContentConfig(candidate_count=2)
    with pytest.warns(stepbridge.UnsupportedFieldWarning):
        answer = stepbridge.legacy(client).models.generate_content(
            model=MODEL, contents="Hi", config=config
        )
    assert len(answer.candidates) == 2
    assert [exchange.api for exchange in emulator.exchanges] == ["generateContent"]


def broken_whole(client: Any, kind: str) -> None:
    client.models.generate_content(model=MODEL, contents=f"[[emulator:{kind}]]")


def broken_stream(client: Any, kind: str) -> None:
    list(client.models.generate_content_stream(model=MODEL, contents=f"[[emulator:{kind}]]"))


def broken_async_stream(client: Any, kind: str) -> None:
    async def read() -> None:
        stream = await client.aio.models.generate_content_stream(
            model=MODEL, contents=f"[[emulator:{kind}]]"
        )
        async for chunk in stream:
            assert chunk.candidates

    asyncio.run(read())


@pytest.mark.parametrize("ask", [broken_whole, broken_stream, broken_async_stream])
def test_a_lost_connection_raises_what_it_raised_before(
    client: genai.Client, ask: Callable[[Any, str], None]
) -> None:
    raised = []
    for one in (client, stepbridge.legacy(client)):
        with pytest.raises(Exception, match=r"peer closed|disconnected") as caught:
            ask(one, "cut")
        raised.append(caught.type)
    assert raised[0] is raised[1]


def test_an_event_that_is_not_json_is_an_error(client: genai.Client) -> None:
    with pytest.raises(errors.ServerError, match="not JSON"):
        broken_stream(stepbridge.legacy(client), "malformed")


def test_policy_error_refuses_before_sending(emulator: Emulator, client: genai.Client) -> None:
    bridge = stepbridge.legacy(client, settings=stepbridge.Settings(unsupported="error"))
    with pytest.raises(stepbridge.UnsupportedFieldError):
        bridge.models.generate_content(model=MODEL, contents="Hi", config={"candidate_count": 2})
    assert not emulator.exchanges


def test_the_rest_is_the_clients_own(client: genai.Client) -> None:
    bridge = stepbridge.legacy(client)
    assert bridge.files is client.files
    assert stepbridge.legacy(bridge) is bridge
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert bridge.models.count_tokens(model=MODEL, contents="Hi").total_tokens > 0
