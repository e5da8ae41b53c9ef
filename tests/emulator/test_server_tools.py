"""Answers with the service's own tools fit the official models, whole and streamed."""

from typing import Any

import pytest
from google import genai
from google.genai import types

from stepbridge_emulator import Emulator

Json = dict[str, Any]
MODEL = "gemini-3.5-flash"
QUESTION = "Who won, says https://example.com/a?"
TOOLS: dict[str, tuple[Json, list[str]]] = {
    "google_search": ({}, ["model_output", "google_search_call", "google_search_result"]),
    "url_context": ({}, ["url_context_call", "url_context_result", "model_output"]),
    "code_execution": ({}, ["code_execution_call", "code_execution_result", "model_output"]),
    "google_maps": (
        {"enable_widget": True},
        ["google_maps_call", "google_maps_result", "model_output"],
    ),
    "file_search": (
        {"file_search_store_names": ["fileSearchStores/a"]},
        ["file_search_call", "file_search_result", "model_output"],
    ),
    "mcp_server": (
        {"name": "weather", "url": "https://example.com/mcp"},
        ["mcp_server_tool_call", "mcp_server_tool_result", "model_output"],
    ),
    "retrieval": (
        {"retrieval_types": ["vertex_ai_search"]},
        ["retrieval_call", "retrieval_result", "model_output"],
    ),
    "computer_use": ({"environment": "browser"}, ["function_call"]),
}


@pytest.mark.parametrize("name", TOOLS)
def test_steps_of_a_tool(client: genai.Client, name: str) -> None:
    options, kinds = TOOLS[name]
    tools: Any = [{"type": name, **options}]
    whole = client.interactions.create(model=MODEL, input=QUESTION, tools=tools)
    assert [step.type for step in whole.steps] == ["thought", *kinds]
    events = list(client.interactions.create(model=MODEL, input=QUESTION, tools=tools, stream=True))
    assert not [event for event in events if getattr(event, "is_unknown", False)]
    starts = [event.step.type for event in events if event.event_type == "step.start"]
    assert starts == ["thought", *kinds]
    deltas = [event.delta for event in events if event.event_type == "step.delta"]
    assert not [delta for delta in deltas if getattr(delta, "is_unknown", False)]
    text = "".join(delta.text for delta in deltas if delta.type == "text")
    assert text == whole.output_text


@pytest.mark.parametrize(
    ("name", "citation", "chunk"),
    [
        ("google_search", "url_citation", "web"),
        ("url_context", "url_citation", "web"),
        ("google_maps", "place_citation", "maps"),
    ],
)
def test_citations_of_both_apis_point_at_the_same_bytes(
    client: genai.Client, emulator: Emulator, name: str, citation: str, chunk: str
) -> None:
    tools: Any = [{"type": name}]
    interaction = client.interactions.create(model=MODEL, input=QUESTION, tools=tools)
    config = types.GenerateContentConfig(tools=[types.Tool.model_validate({name: {}})])
    response = client.models.generate_content(model=MODEL, contents=QUESTION, config=config)
    assert emulator.exchanges[0].prompt == emulator.exchanges[1].prompt
    text = interaction.output_text.encode()
    assert len(text) > len(interaction.output_text)
    notes = [
        note
        for step in interaction.steps
        if step.type == "model_output"
        for item in step.content
        for note in item.annotations or []
    ]
    assert {note.type for note in notes} == {citation}
    cited = {text[note.start_index : note.end_index].decode() for note in notes}
    assert response.candidates is not None
    grounding = response.candidates[0].grounding_metadata
    assert grounding is not None
    assert {s.segment.text for s in grounding.grounding_supports or [] if s.segment} == cited
    assert all(getattr(entry, chunk) for entry in grounding.grounding_chunks or [])


def test_a_chain_after_a_tool_equals_the_resent_history(
    client: genai.Client, emulator: Emulator
) -> None:
    tools: Any = [{"type": "google_search"}]
    first = client.interactions.create(model=MODEL, input="Who won?", tools=tools)
    client.interactions.create(model=MODEL, input="When?", previous_interaction_id=first.id)
    history: list[Any] = [{"type": "user_input", "content": [{"type": "text", "text": "Who won?"}]}]
    history += [step.model_dump() for step in first.steps]
    history.append({"type": "user_input", "content": [{"type": "text", "text": "When?"}]})
    client.interactions.create(model=MODEL, input=history, store=False)
    chat = client.chats.create(model=MODEL)
    chat.send_message(
        "Who won?",
        config=types.GenerateContentConfig(tools=[types.Tool(google_search=types.GoogleSearch())]),
    )
    chat.send_message("When?", config=types.GenerateContentConfig())
    prompts = [exchange.prompt for exchange in emulator.exchanges]
    assert prompts[1] == prompts[2] == prompts[4]


def test_a_streamed_chat_means_what_a_whole_one_means(
    client: genai.Client, emulator: Emulator
) -> None:
    whole, streamed = (client.chats.create(model=MODEL) for _ in range(2))
    whole.send_message("Hi, my name is Phil.")
    whole.send_message("What is my name?")
    list(streamed.send_message_stream("Hi, my name is Phil."))
    list(streamed.send_message_stream("What is my name?"))
    prompts = [exchange.prompt for exchange in emulator.exchanges]
    assert prompts[:2] == prompts[2:]
