"""Unchanged programs of the official SDK reach the emulator through the environment."""

import asyncio

from google import genai
from google.genai import types
from pydantic import BaseModel

from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"


class Recipe(BaseModel):
    name: str
    ingredients: list[str]
    minutes: int | None


def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


def test_generate_content_quotes_what_the_user_said(
    client: genai.Client, emulator: Emulator
) -> None:
    response = client.models.generate_content(model=MODEL, contents="Hi, my name is Phil.")
    assert "'Hi, my name is Phil.'" in (response.text or "")
    assert response.usage_metadata is not None
    assert response.usage_metadata.total_token_count
    assert emulator.exchanges[0].api == "generateContent"


def test_stream_adds_up_to_the_whole_answer(client: genai.Client) -> None:
    whole = client.models.generate_content(model=MODEL, contents="Count to ten, please.")
    chunks = client.models.generate_content_stream(model=MODEL, contents="Count to ten, please.")
    assert "".join(chunk.text or "" for chunk in chunks) == whole.text


def test_interactions_answer_as_generate_content_does(client: genai.Client) -> None:
    response = client.models.generate_content(model=MODEL, contents="Good morning")
    interaction = client.interactions.create(model=MODEL, input="Good morning", store=False)
    assert interaction.output_text == response.text
    assert response.usage_metadata is not None
    assert interaction.usage.total_tokens == response.usage_metadata.total_token_count


def test_interactions_stream_ends_with_usage(client: genai.Client) -> None:
    events = list(client.interactions.create(model=MODEL, input="Good morning", stream=True))
    text = "".join(
        e.delta.text for e in events if getattr(e, "delta", None) and e.delta.type == "text"
    )
    assert text == client.interactions.create(model=MODEL, input="Good morning").output_text
    assert events[0].event_type == "interaction.created"
    assert events[-1].interaction.usage.total_tokens


def test_automatic_function_calling_runs_to_an_answer(client: genai.Client) -> None:
    chat = client.chats.create(model=MODEL, config=types.GenerateContentConfig(tools=[weather]))
    assert "sunny in London" in (chat.send_message("What is the weather in London?").text or "")


def test_structured_output_parses(client: genai.Client) -> None:
    config = types.GenerateContentConfig(
        response_mime_type="application/json", response_schema=Recipe
    )
    response = client.models.generate_content(model=MODEL, contents="Banana bread", config=config)
    assert isinstance(response.parsed, Recipe)
    interaction = client.interactions.create(
        model=MODEL,
        input="Banana bread",
        response_format={
            "type": "text",
            "mime_type": "application/json",
            "schema": Recipe.model_json_schema(),
        },
    )
    assert Recipe.model_validate_json(interaction.output_text) == response.parsed


def test_stateful_chain_remembers(client: genai.Client) -> None:
    first = client.interactions.create(model=MODEL, input="Hi, my name is Phil.")
    second = client.interactions.create(
        model=MODEL, input="What is my name?", previous_interaction_id=first.id
    )
    assert "Phil" in second.output_text


def test_async_clients_of_both_apis(client: genai.Client) -> None:
    async def both() -> tuple[str | None, str]:
        response = await client.aio.models.generate_content(model=MODEL, contents="Hello")
        interaction = await client.aio.interactions.create(model=MODEL, input="Hello")
        await client.aio.aclose()
        return response.text, interaction.output_text

    text, output_text = asyncio.run(both())
    assert text == output_text
