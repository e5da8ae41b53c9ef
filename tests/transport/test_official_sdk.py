"""The official SDK, unmodified, on the emulator: only Interactions requests leave the process."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.genai import errors, types

import stepbridge
from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
Apis = Callable[[], set[str]]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def native(emulator: Emulator, call: Callable[[genai.Client], Any]) -> Any:
    """The same call without the shim, on generateContent."""
    stepbridge.uninstall()
    with genai.Client(api_key="k", http_options={"base_url": emulator.url}) as plain:
        got = call(plain)
    emulator.reset()
    stepbridge.install()
    return got


def generate(client: genai.Client) -> types.GenerateContentResponse:
    return client.models.generate_content(
        model=MODEL,
        contents=["What is this?", types.Part.from_bytes(data=PIXEL, mime_type="image/png")],
        config=types.GenerateContentConfig(
            system_instruction="Be short.", temperature=0.5, max_output_tokens=200, seed=3
        ),
    )


def test_generate_content(client: genai.Client, emulator: Emulator, apis: Apis) -> None:
    before = native(emulator, generate)
    after = generate(client)
    assert after.text == before.text
    assert after.usage_metadata == before.usage_metadata
    assert after.candidates[0].finish_reason == types.FinishReason.STOP
    assert apis() == {"interactions"}


def test_stream(client: genai.Client, emulator: Emulator, apis: Apis) -> None:
    def stream(client: genai.Client) -> str:
        chunks = client.models.generate_content_stream(model=MODEL, contents="Tell me a story")
        return "".join(chunk.text or "" for chunk in chunks)

    before = native(emulator, stream)
    assert stream(client) == before
    assert apis() == {"interactions"}


def test_async_in_several_event_loops(client: genai.Client, apis: Apis) -> None:
    async def both() -> tuple[str | None, str]:
        answer = await client.aio.models.generate_content(model=MODEL, contents="hi")
        chunks = [
            chunk.text or ""
            async for chunk in await client.aio.models.generate_content_stream(
                model=MODEL, contents="hi"
            )
        ]
        return answer.text, "".join(chunks)

    first = asyncio.run(both())
    assert first[0] == first[1]
    assert asyncio.run(both()) == first
    assert apis() == {"interactions"}


def test_structured_output(client: genai.Client, emulator: Emulator, apis: Apis) -> None:
    def extract(client: genai.Client) -> Any:
        schema = {
            "type": "OBJECT",
            "properties": {"name": {"type": "STRING"}, "age": {"type": "INTEGER"}},
            "required": ["name"],
        }
        config = {"response_mime_type": "application/json", "response_schema": schema}
        return client.models.generate_content(model=MODEL, contents="Ada", config=config).parsed

    before = native(emulator, extract)
    assert extract(client) == before
    assert apis() == {"interactions"}


def test_a_chat_that_calls_a_function(client: genai.Client, emulator: Emulator, apis: Apis) -> None:
    def converse(client: genai.Client) -> tuple[str | None, list[str]]:
        cities: list[str] = []

        def get_weather(city: str) -> str:
            """Tells the weather of a city."""
            cities.append(city)
            return f"rain in {city}"

        chat = client.chats.create(model=MODEL, config={"tools": [get_weather]})
        chat.send_message("Please call get_weather for Paris")
        return chat.send_message("Thank you").text, cities

    before = native(emulator, converse)
    after = converse(client)
    assert after == before
    assert after[1]
    assert apis() == {"interactions"}


def test_other_calls_pass_through(client: genai.Client, apis: Apis) -> None:
    assert client.models.count_tokens(model=MODEL, contents="hi").total_tokens
    interaction = client.interactions.create(model=MODEL, input="hi")
    assert interaction.output_text
    assert apis() >= {"interactions"}


def test_errors_are_the_legacy_ones(client: genai.Client) -> None:
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model="no-such-model", contents="hi")
    assert caught.value.code == 404
    assert caught.value.status == "NOT_FOUND"


def test_a_refused_field_goes_the_old_way_with_a_warning(client: genai.Client, apis: Apis) -> None:
    with pytest.warns(stepbridge.UnsupportedFieldWarning, match="presencePenalty"):
        client.models.generate_content(model=MODEL, contents="hi", config={"presence_penalty": 0.5})
    assert "interactions" not in apis()


def test_a_refused_field_can_be_an_error(emulator: Emulator, library: Any) -> None:
    shim = stepbridge.InteractionsTransport(settings=stepbridge.Settings(unsupported="error"))
    options = {
        "base_url": emulator.url,
        "client_args": {"transport": shim},
        "async_client_args": {"transport": shim},
    }
    with (
        genai.Client(api_key="k", http_options=options) as client,
        pytest.raises(stepbridge.UnsupportedFieldError),
    ):
        client.models.generate_content(model=MODEL, contents="hi", config={"presence_penalty": 1})
    assert emulator.exchanges == []


def test_a_warning_points_at_the_line_that_awaits(client: genai.Client) -> None:
    async def ask() -> None:
        await client.aio.models.generate_content(
            model=MODEL, contents="hi", config={"presence_penalty": 0.5}
        )

    with pytest.warns(stepbridge.UnsupportedFieldWarning) as seen:
        asyncio.run(ask())
    ours = [w for w in seen if w.category is stepbridge.UnsupportedFieldWarning]
    assert [Path(warning.filename) for warning in ours] == [Path(__file__)]
