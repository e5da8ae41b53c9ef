"""The light Interactions client reads as the official one, and asks for the same."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from pathlib import Path
from typing import Any

import httpx
import pytest

from stepbridge.client import ClientError
from stepbridge.client.interactions import Interaction
from stepbridge.client.interactions.declared import BY_PLACE, BY_TAG
from stepbridge.client.interactions.interaction import output_text
from stepbridge.client.interactions.request import BODY_KEYS

FLASH = "gemini-2.5-flash"
TIDE = {
    "type": "function",
    "name": "tide",
    "description": "Height of the tide",
    "parameters": {"type": "object", "properties": {"harbour": {"type": "string"}}},
}


def text(value: str) -> dict[str, Any]:
    return {"type": "model_output", "content": [{"type": "text", "text": value}]}


IMAGE = {"type": "image", "data": "AA==", "mime_type": "image/png"}
CALL = {"type": "function_call", "id": "c", "name": "f", "arguments": {}}
THOUGHT = {"type": "thought", "signature": "c2ln"}
SEARCH = {"type": "google_search_call", "id": "s", "arguments": {"queries": ["q"]}}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [text("a")],
        [text("a"), THOUGHT, text("b")],
        [text("a"), SEARCH, text("b")],
        [text("a"), CALL],
        [{"type": "model_output", "content": [*text("a")["content"], IMAGE]}, text("b")],
        [{"type": "model_output", "content": [*text("a")["content"], IMAGE]}],
        [{"type": "model_output", "content": [IMAGE, *text("a")["content"]]}],
        [text("old"), {"type": "user_input", "content": []}, text("new")],
        [THOUGHT, CALL],
        [{"type": "model_output"}, text("a")],
    ],
)
def test_output_text_is_the_official_one(steps: list[Any]) -> None:
    from google.genai._gaos.types.interactions.interaction import Interaction as Official

    official = Official.model_validate({"status": "completed", "steps": steps})
    assert output_text(steps) == (official.output_text or "")


def test_attributes_are_the_official_ones() -> None:
    from google.genai._gaos.types.interactions.interaction import Interaction as Official
    from google.genai._gaos.types.interactions.usage import Usage

    computed = {"output_text", "output_image", "output_audio", "output_video"}
    assert set(BY_PLACE["interaction"].split()) == Official.model_fields.keys() - computed
    assert set(BY_PLACE["usage"].split()) == Usage.model_fields.keys()
    assert {"thought", "function_call", "model_output", "text", "url_citation"} <= BY_TAG.keys()


def test_create_takes_the_official_arguments() -> None:
    from google.genai._gaos.types import interactions

    fields = {
        *interactions.CreateModelInteraction.model_fields,
        *interactions.CreateAgentInteraction.model_fields,
    }
    output_only = {"id", "status", "created", "updated", "usage", "steps"}
    assert fields - BODY_KEYS <= output_only
    assert fields >= BODY_KEYS


def test_absent_unknown_and_nested() -> None:
    wire = {
        "id": "i",
        "status": "completed",
        "steps": [{**CALL, "arguments": {"a": {"b": 1}}, "signature": "x"}, text("a")],
        "usage": {"total_tokens": 3, "input_tokens_by_modality": [{"modality": "text"}]},
        "from_the_future": {"deep": [{"er": 1}]},
    }
    interaction = Interaction(wire)
    call, output = interaction.steps
    assert call.arguments == {"a": {"b": 1}}
    assert isinstance(call.arguments, dict)
    assert call.signature == "x"
    assert output.content[0].annotations is None
    assert output.error is None
    assert interaction.previous_interaction_id is None
    assert interaction.usage.total_cached_tokens is None
    assert interaction.usage.input_tokens_by_modality[0].modality == "text"
    assert interaction.from_the_future.deep[0].er == 1
    assert not hasattr(interaction, "outputs")
    assert not hasattr(call, "text")
    assert call.model_dump() == wire["steps"][0]
    assert interaction.model_dump()["output_text"] == "a"


def test_interactions_can_be_copied_and_pickled() -> None:
    interaction = Interaction({"status": "completed", "steps": [text("a"), CALL]})
    for again in (copy.deepcopy(interaction), pickle.loads(pickle.dumps(interaction))):
        assert again == interaction
        assert again.output_text == "a"
        assert again.steps[1].name == "f"


def test_the_same_program(client: Any, official: Any, emulator: Any) -> None:
    told = [program(client) for program in (stateful, stateless, streamed, tools)]
    asked = [json.dumps(one.prompt, sort_keys=True) for one in emulator.exchanges]
    emulator.reset()
    assert told == [program(official) for program in (stateful, stateless, streamed, tools)]
    assert asked == [json.dumps(one.prompt, sort_keys=True) for one in emulator.exchanges]


def stateful(client: Any) -> Any:
    first = client.interactions.create(model=FLASH, input="I have two dogs.")
    second = client.interactions.create(
        model=FLASH,
        input="How many paws?",
        previous_interaction_id=first.id,
        system_instruction="Count.",
        generation_config={"temperature": 0.1, "thinking_level": "low"},
    )
    stored = client.interactions.get(second.id)
    client.interactions.delete(second.id)
    return [second.output_text, second.status, second.usage.total_tokens, stored.output_text]


def stateless(client: Any) -> Any:
    history: list[Any] = [{"type": "user_input", "content": [{"type": "text", "text": "Dogs"}]}]
    first = client.interactions.create(model=FLASH, input=history, store=False)
    history += [step.model_dump() for step in first.steps]
    history.append({"type": "user_input", "content": [{"type": "text", "text": "Paws?"}]})
    second = client.interactions.create(model=FLASH, input=history, store=False)
    return [step.type for step in second.steps], second.output_text


def streamed(client: Any) -> Any:
    kinds, texts = [], []
    stream = client.interactions.create(model=FLASH, input="Story", stream=True, store=False)
    for event in stream:
        kinds.append(event.event_type)
        if event.event_type == "step.delta" and event.delta.type == "text":
            texts.append(event.delta.text)
    return kinds, "".join(texts), event.interaction.usage.total_tokens


def tools(client: Any) -> Any:
    ask = {"model": "gemini-3-flash-preview", "tools": [TIDE]}
    first = client.interactions.create(input="Tide at Brest?", **ask)
    (call,) = [step for step in first.steps if step.type == "function_call"]
    result = {"type": "function_result", "call_id": call.id, "name": call.name, "result": "4.2"}
    second = client.interactions.create(input=[result], previous_interaction_id=first.id, **ask)
    return [first.status, call.name, call.arguments, second.output_text]


def test_async(client: Any, official: Any) -> None:
    async def program(client: Any) -> Any:
        interactions = client.aio.interactions
        one = await interactions.create(model=FLASH, input="One")
        again = await interactions.get(one.id)
        stream = await interactions.create(model=FLASH, input="Two", stream=True)
        kinds = [event.event_type async for event in stream]
        return [one.output_text, again.status, kinds]

    assert asyncio.run(program(client)) == asyncio.run(program(official))


def test_steps_go_back_as_they_are(client: Any) -> None:
    first = client.interactions.create(model=FLASH, input="One", store=False)
    turn = {"type": "user_input", "content": [{"type": "text", "text": "Two"}]}
    second = client.interactions.create(model=FLASH, input=[*first.steps, turn], store=False)
    dumped = [step.model_dump() for step in first.steps]
    third = client.interactions.create(model=FLASH, input=[*dumped, turn], store=False)
    assert second.output_text == third.output_text


def test_paths_become_base64(client: Any, emulator: Any, tmp_path: Path) -> None:
    path = tmp_path / "dot.png"
    path.write_bytes(b"\x89PNG dot")
    told = []
    for data in (path, path.read_bytes(), "iVBORyBkb3Q="):
        item = {"type": "image", "data": data, "mime_type": "image/png"}
        told.append(client.interactions.create(model=FLASH, input=[item], store=False).output_text)
    assert told[1:] == told[:-1]


def test_wrong_arguments(client: Any, emulator: Any) -> None:
    with pytest.raises(TypeError, match="contents"):
        client.interactions.create(model=FLASH, contents="Hi")
    with pytest.raises(ValueError, match="exclude"):
        client.interactions.create(model=FLASH, agent="a", input="Hi")
    with pytest.raises(ValueError, match="empty"):
        client.interactions.get("")
    assert emulator.exchanges == []


def test_refusals_say_what_both_apis_say(client: Any) -> None:
    with pytest.raises(ClientError) as caught:
        client.interactions.create(model=FLASH, input="[[emulator:403]]")
    assert caught.value.status_code == caught.value.code == 403
    assert caught.value.body["error"]["code"] == "permission_denied"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_the_official_except_clauses_catch(client: Any, official: Any, status: int) -> None:
    """A program that catches the official client's errors catches this client's."""
    prompt = f"[[emulator:{status}]]"
    with pytest.raises(Exception) as theirs:  # noqa: PT011 - which one is what is asked
        official.interactions.create(model=FLASH, input=prompt)
    with pytest.raises(type(theirs.value)) as ours:
        client.interactions.create(model=FLASH, input=prompt)
    assert ours.value.status_code == theirs.value.status_code
    assert ours.value.body == theirs.value.body


def test_cancel(client: Any, emulator: Any) -> None:
    running = client.interactions.create(model=FLASH, input="Hi", background=True, store=True)
    cancelled = client.interactions.cancel(running.id)
    assert (cancelled.id, cancelled.status) == (running.id, "cancelled")
    assert client.interactions.get(running.id).status == "cancelled"

    async def again() -> Any:
        aio = client.aio.interactions
        other = await aio.create(model=FLASH, input="Hi", background=True, store=True)
        return await aio.cancel(other.id)

    assert asyncio.run(again()).status == "cancelled"


def hop(number: int, **more: Any) -> httpx.Response:
    answer = {
        "id": f"v{number}",
        "status": "completed",
        "steps": [text(f"part {number} ")],
        "usage": {"total_tokens": 5},
        **more,
    }
    return httpx.Response(200, json=answer)


@pytest.mark.parametrize("store", [True, False])
def test_long_answers_are_resumed(scripted: Any, store: bool) -> None:
    unfinished = {"status": "requires_continuation", "continuation_token": "t"}
    client, requests = scripted(hop(1, **unfinished), hop(2))
    interaction = client.interactions.create(model=FLASH, input="Long", store=store)
    assert interaction.output_text == "part 1 part 2 "
    assert interaction.usage.total_tokens == 10
    assert (interaction.id, interaction.status) == ("v2", "completed")
    second = json.loads(requests[1].content)
    assert second["continuation_token"] == "t"
    assert ("input" in second) is not store
    assert second.get("previous_interaction_id") == ("v1" if store else None)


def test_long_answers_may_be_left_unfinished(scripted: Any) -> None:
    unfinished = {"status": "requires_continuation", "continuation_token": "t"}
    client, requests = scripted(hop(1, **unfinished))
    interaction = client.interactions.create(
        model=FLASH, input="Long", automatic_continuation=False
    )
    assert interaction.status == "requires_continuation"
    assert len(requests) == 1


def test_per_call_options(scripted: Any) -> None:
    client, requests = scripted(hop(1))
    client.interactions.create(
        model=FLASH,
        input="Hi",
        api_version="v1",
        extra_headers={"X-Mine": "1"},
        extra_query={"q": "a b"},
        extra_body={"new_field": True},
    )
    (request,) = requests
    assert request.url.path == "/v1/interactions"
    assert request.url.params["q"] == "a b"
    assert request.headers["x-mine"] == "1"
    assert json.loads(request.content) == {"model": FLASH, "input": "Hi", "new_field": True}
