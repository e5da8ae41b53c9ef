"""What ``run_tools`` tells of a run is what automatic function calling kept of it."""

from __future__ import annotations

from typing import Any

from google.genai import types

import stepbridge

FLASH = "gemini-2.5-flash"


def tide(harbour: str) -> dict[str, Any]:
    """Height of the tide."""
    return {"harbour": harbour, "metres": 4.2}


def kept(history: list[Any]) -> list[list[tuple[str, str]]]:
    """The contents of a legacy history: what each part is, and its name."""
    told = []
    for content in history:
        parts = []
        for part in content.parts:
            if part.text:
                parts.append(("text", part.text))
            elif part.function_call:
                parts.append(("function_call", part.function_call.name))
            else:
                parts.append(("function_result", part.function_response.name))
        told.append(parts)
    return told


def told(turns: list[Any]) -> list[list[tuple[str, str]]]:
    """The same for turns, thoughts apart."""
    found = []
    for turn in turns:
        items = []
        for step in turn.steps:
            if step.type == "user_input":
                items += [("text", item.text) for item in step.content]
            elif step.type != "thought":
                items.append((step.type, step.name))
        found.append(items)
    return found


def test_turns_are_the_history_of_automatic_calls(client: Any) -> None:
    config = types.GenerateContentConfig(tools=[tide])
    legacy = client.models.generate_content(model=FLASH, contents="Tide?", config=config)
    turns: list[Any] = []
    stepbridge.run_tools(client, model=FLASH, input="Tide?", tools=[tide], turns=turns)
    assert len(turns) == 3
    assert told(turns) == kept(legacy.automatic_function_calling_history)


def test_without_a_call_there_are_no_turns(client: Any) -> None:
    config = types.GenerateContentConfig(
        tools=[tide],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(maximum_remote_calls=1),
    )
    legacy = client.models.generate_content(model=FLASH, contents="Tide?", config=config)
    assert not legacy.automatic_function_calling_history
    turns: list[Any] = []
    stepbridge.run_tools(client, model=FLASH, input="Tide?", tools=[tide], max_calls=1, turns=turns)
    assert turns == []
