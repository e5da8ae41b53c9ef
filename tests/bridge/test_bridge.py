"""Rewritten code that crosses the border means and says what the legacy code did."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pydantic
import pytest
from google.genai import errors, types

import stepbridge
from stepbridge.policy import Settings

FLASH = "gemini-2.5-flash"
THREE = "gemini-3-flash-preview"


class Animal(pydantic.BaseModel):
    name: str
    legs: int


def tide(harbour: str, hours: int = 2) -> dict[str, Any]:
    """Height of the tide.

    Args:
        harbour: Where.
    """
    return {"harbour": harbour, "metres": 4.2, "hours": hours}


def meanings(emulator: Any) -> list[str]:
    asked = [json.dumps(one.prompt, sort_keys=True) for one in emulator.exchanges]
    emulator.reset()
    return asked


CALLED = types.Content(
    role="model",
    parts=[
        types.Part(
            function_call=types.FunctionCall(name="tide", args={"harbour": "Brest"}),
            thought_signature=b"sig",
        )
    ],
)
CONTENTS: list[Any] = [
    "text",
    ["a", "b"],
    types.Part(text="part"),
    types.Part.from_bytes(data=b"\xfb\xff", mime_type="image/png"),
    {"role": "user", "parts": [{"text": "dict"}]},
    [
        types.UserContent("u"),
        types.ModelContent("m"),
        {"role": "user", "parts": [{"text": "again"}]},
    ],
    [
        types.UserContent("Tide?"),
        CALLED,
        types.UserContent(types.Part.from_function_response(name="tide", response={"m": 4})),
    ],
]


@pytest.mark.parametrize("contents", CONTENTS, ids=range(len(CONTENTS)))
def test_to_input_means_what_contents_meant(client: Any, emulator: Any, contents: Any) -> None:
    legacy = client.models.generate_content(model=FLASH, contents=contents)
    before = meanings(emulator)
    steps = stepbridge.to_input(contents)
    interaction = client.interactions.create(model=FLASH, input=steps, store=False)
    assert meanings(emulator) == before
    assert interaction.output_text == legacy.text


def test_to_input_keeps_steps(client: Any) -> None:
    first = client.interactions.create(model=FLASH, input="One", store=False)
    history = [types.UserContent("One"), *first.steps, "Two"]
    steps = stepbridge.to_input(history)
    assert [step["type"] for step in steps][-1] == "user_input"
    assert [step["type"] for step in steps][1:-1] == [step.type for step in first.steps]
    again = client.interactions.create(model=FLASH, input=steps, store=False)
    chat = [types.UserContent("One"), types.ModelContent(first.output_text), "Two"]
    assert again.output_text == client.models.generate_content(model=FLASH, contents=chat).text


def test_to_input_refuses_or_warns() -> None:
    contents = [{"role": "user", "parts": [{"text": "Hi", "holographic": True}]}]
    with pytest.raises(stepbridge.UnsupportedFieldError, match="holographic"):
        stepbridge.to_input(contents)
    with pytest.warns(stepbridge.UnsupportedFieldWarning, match="holographic") as caught:
        steps = stepbridge.to_input(contents, settings=Settings(unsupported="drop"))
    assert steps == [{"type": "user_input", "content": [{"type": "text", "text": "Hi"}]}]
    assert caught[0].filename == __file__
    with pytest.raises(ValueError, match="required"):
        stepbridge.to_input([])


def test_as_response_reads_as_the_legacy_response(client: Any) -> None:
    config = {"thinking_config": {"include_thoughts": True, "thinking_level": "low"}}
    legacy = client.models.generate_content(model=THREE, contents="Think", config=config)
    interaction = client.interactions.create(
        model=THREE,
        input="Think",
        store=False,
        generation_config={"thinking_level": "low", "thinking_summaries": "auto"},
    )
    response = stepbridge.as_response(interaction)
    assert response.text == legacy.text
    assert response.usage_metadata.total_token_count == legacy.usage_metadata.total_token_count
    assert response.candidates[0].finish_reason == types.FinishReason.STOP
    thoughts = [(part.text, part.thought) for part in response.parts]
    assert thoughts == [(part.text, part.thought) for part in legacy.candidates[0].content.parts]
    assert stepbridge.as_response(legacy) is legacy


def test_as_response_parses(client: Any) -> None:
    interaction = client.interactions.create(
        model=FLASH,
        input="An animal",
        store=False,
        response_format={
            "type": "text",
            "mime_type": "application/json",
            "schema": Animal.model_json_schema(),
        },
    )
    assert isinstance(stepbridge.as_response(interaction, schema=Animal).parsed, Animal)


def test_as_response_of_a_failure() -> None:
    failed = {"id": "i", "status": "failed", "errors": [{"code": "api_error", "message": "Oops"}]}
    with pytest.raises(errors.APIError) as caught:
        stepbridge.as_response(failed)
    assert caught.value.code == 500


def test_chunks_are_the_legacy_chunks(client: Any) -> None:
    legacy = list(client.models.generate_content_stream(model=FLASH, contents="Story"))
    stream = client.interactions.create(model=FLASH, input="Story", stream=True, store=False)
    chunks = list(stepbridge.chunks(stream))
    assert "".join(chunk.text or "" for chunk in chunks) == "".join(c.text or "" for c in legacy)
    last = chunks[-1]
    assert last.candidates[0].finish_reason == legacy[-1].candidates[0].finish_reason
    assert last.usage_metadata.total_token_count == legacy[-1].usage_metadata.total_token_count


def test_chunks_of_an_asynchronous_stream(client: Any) -> None:
    async def run() -> str:
        stream = await client.aio.interactions.create(
            model=FLASH, input="Story", stream=True, store=False
        )
        return "".join([chunk.text or "" async for chunk in stepbridge.chunks(stream)])

    assert asyncio.run(run()) == client.models.generate_content(model=FLASH, contents="Story").text


def test_chunks_end_with_what_ended_the_stream() -> None:
    started = [
        {"event_type": "interaction.created", "interaction": {"id": "i"}},
        {"event_type": "step.start", "index": 0, "step": {"type": "model_output"}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "Once"}},
    ]
    failure = {"event_type": "error", "error": {"code": "rate_limit_exceeded", "message": "Slow"}}
    for events, code in (([*started, failure], 429), (started, 500)):
        chunks = stepbridge.chunks(iter(events))
        assert next(chunks).text == "Once"
        with pytest.raises(errors.APIError) as caught:
            list(chunks)
        assert caught.value.code == code


def test_run_tools_does_what_automatic_calling_did(client: Any, emulator: Any) -> None:
    config = types.GenerateContentConfig(tools=[tide])
    legacy = client.models.generate_content(model=FLASH, contents="Tide?", config=config)
    before = meanings(emulator)
    behind: list[Any] = []
    interaction = stepbridge.run_tools(
        client, model=FLASH, input="Tide?", tools=[tide], store=False, history=behind
    )
    assert interaction.output_text == legacy.text
    assert meanings(emulator) == before
    kinds = [step["type"] for step in behind if step["type"] != "thought"]
    assert kinds == ["user_input", "function_call", "function_result", "model_output"]


def test_run_tools_stops_in_time(client: Any) -> None:
    called: list[str] = []

    def tide(harbour: str) -> float:
        """Height of the tide."""
        called.append(harbour)
        return 4.2

    ask = {"model": FLASH, "input": "Tide?", "tools": [tide], "store": False}
    interaction = stepbridge.run_tools(client, max_calls=1, **ask)
    assert [step.type for step in interaction.steps][-1] == "function_call"
    assert called == []
    with pytest.raises(ValueError, match="max_calls"):
        stepbridge.run_tools(client, max_calls=0, **ask)
    with pytest.raises(ValueError, match="stream"):
        stepbridge.run_tools(client, stream=True, **ask)


def test_run_tools_awaits(client: Any) -> None:
    async def tide(harbour: str) -> float:
        """Height of the tide."""
        await asyncio.sleep(0)
        return 4.2

    async def run() -> Any:
        return await stepbridge.run_tools(
            client.aio, model=FLASH, input="Tide?", tools=[tide], store=False
        )

    assert "4.2" in asyncio.run(run()).output_text


def test_run_tools_tells_the_model_of_failures(client: Any) -> None:
    def tide(harbour: str) -> float:
        """Height of the tide."""
        raise RuntimeError("no water")

    behind: list[Any] = []
    stepbridge.run_tools(
        client, model=FLASH, input="Tide?", tools=[tide], store=False, history=behind
    )
    (result,) = [step for step in behind if step["type"] == "function_result"]
    assert result["is_error"] is True
    assert "no water" in result["result"]
