"""Python functions as tools: how they are declared, called, and how their results are told."""

from __future__ import annotations

import asyncio
import enum
from typing import Any, Literal

import pydantic
import pytest

from stepbridge.client import invoke
from stepbridge.client.declare import declaration_of
from stepbridge.client.tools import toolbox_of


class Room(pydantic.BaseModel):
    name: str
    floor: int = 0


class Colour(enum.Enum):
    RED = "red"


def light(
    room: Room,
    colour: Colour,
    level: float = 1.0,
    mode: Literal["steady", "blink"] = "steady",
    tags: list[str] | None = None,
) -> dict[str, Any]:
    """Switches a lamp.

    Args:
        room: Where.
    """
    return {"room": room.name, "colour": colour.value, "level": level, "mode": mode, "tags": tags}


def test_declaration() -> None:
    declared = declaration_of(light)
    parameters = declared["parametersJsonSchema"]
    assert declared["name"] == "light"
    assert declared["description"] == light.__doc__.strip().replace("\n    ", "\n")
    assert parameters["required"] == ["room", "colour"]
    assert parameters["properties"]["level"] == {"type": "number", "default": 1.0}
    assert parameters["properties"]["mode"]["enum"] == ["steady", "blink"]
    assert "floor" in str(parameters)


def test_declarations_mean_what_the_official_ones_mean() -> None:
    from google.genai import types

    official = types.FunctionDeclaration.from_callable_with_api_option(
        callable=plain_function, api_option="GEMINI_API"
    )
    declared = declaration_of(plain_function)
    assert declared["description"] == official.description
    names = declared["parametersJsonSchema"]["properties"].keys()
    assert names == official.parameters.properties.keys()


def plain_function(city: str, days: int) -> str:
    """Weather."""
    return f"{city} {days}"


def test_an_annotation_without_json_form_is_told_by_name() -> None:
    def paint(brush: Any, canvas: object) -> None: ...

    def bad(stream: asyncio.Lock) -> None: ...

    assert "canvas" in str(declaration_of(paint))
    with pytest.raises(ValueError, match="parameter stream of function bad"):
        declaration_of(bad)


def test_arguments_are_converted() -> None:
    args = {"room": {"name": "hall"}, "colour": "red", "level": 2, "unknown": 1}
    said = invoke.call(light, args)
    assert said["result"] == {
        "room": "hall",
        "colour": "red",
        "level": 2,
        "mode": "steady",
        "tags": None,
    }


def test_whole_numbers_arrive_as_integers() -> None:
    seen: list[Any] = []

    def take(count: int, share: float, anything: Any) -> None:
        seen.extend([count, share, anything])

    assert invoke.call(take, {"count": 3.0, "share": 0.5, "anything": [2.0]}) == {"result": None}
    assert seen == [3, 0.5, [2]]
    assert isinstance(seen[0], int)


@pytest.mark.parametrize("args", [{"count": "many"}, {}])
def test_what_goes_wrong_is_told_to_the_model(args: dict[str, Any]) -> None:
    def take(count: int) -> int:
        return count

    said = invoke.call(take, args)
    assert said.keys() == {"error"}
    assert "take" in said["error"]


def test_async_functions_and_blocking_ones() -> None:
    async def later(x: int) -> int:
        await asyncio.sleep(0)
        return x + 1

    def now(x: int) -> int:
        raise RuntimeError("broken lamp")

    async def run() -> list[Any]:
        return [await invoke.call_async(later, {"x": 1}), await invoke.call_async(now, {"x": 1})]

    told, failed = asyncio.run(run())
    assert told == {"result": 2}
    assert "broken lamp" in failed["error"]


def test_methods_and_lambdas() -> None:
    class Lamp:
        def switch(self, on: bool) -> bool:
            return on

    assert list(toolbox_of([Lamp().switch]).functions) == ["switch"]
    declared = toolbox_of([Lamp().switch]).declarations[0]["functionDeclarations"][0]
    assert declared["parametersJsonSchema"]["required"] == ["on"]


def test_functions_and_declarations_in_one_list_are_not_called(client: Any) -> None:
    called: list[str] = []

    def tide(harbour: str) -> float:
        called.append(harbour)
        return 1.0

    tools = [tide, {"function_declarations": [{"name": "moon", "description": "Phase"}]}]
    response = client.models.generate_content(
        model="gemini-2.5-flash", contents="Tide at Brest?", config={"tools": tools}
    )
    assert response.function_calls
    assert called == []


def test_the_history_is_behind_the_answer(client: Any) -> None:
    def tide(harbour: str) -> float:
        return 4.2

    response = client.models.generate_content(
        model="gemini-2.5-flash", contents="Tide at Brest?", config={"tools": [tide]}
    )
    question, call, result = response.automatic_function_calling_history
    assert question.parts[0].text == "Tide at Brest?"
    assert call.parts[0].function_call.name == "tide"
    assert result.parts[0].function_response.response == {"result": 4.2}
