"""The emulator takes what real clients sent, and answers in the shape that was recorded."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from stepbridge_emulator import read_interactions, read_legacy, strict_interactions, strict_legacy

Json = dict[str, Any]
WIRE = Path(__file__).parents[2].parent / "shared" / "wire"
pytestmark = pytest.mark.skipif(not WIRE.is_dir(), reason="no recordings beside this checkout")
MODEL = "gemini-2.5-flash"
# Present only in answers of some models or with some features.
OPTIONAL = {"id", "tool_use_tokens_by_modality", "finishMessage", "thoughtsTokenCount", "id?"}


def nowhere(uri: str) -> None:
    return None


def recorded(name: str) -> Json:
    return dict(json.loads((WIRE / "interactions_ga" / name).read_text()))


def recorded_events(name: str) -> list[Json]:
    lines = (WIRE / "interactions_ga" / name).read_text().splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def legacy_exchanges() -> list[Json]:
    path = WIRE / "generate_content.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.parametrize("number", range(15))
def test_a_recorded_request_is_taken(number: int) -> None:
    request = legacy_exchanges()[number]["request"]
    prompt = read_legacy.read(strict_legacy.checked(request), MODEL, nowhere)
    assert len(prompt.turns) == len(request["contents"])


def test_recorded_steps_can_be_replayed() -> None:
    first = recorded("multi-turn-stateless-turn1.json")
    user = {"type": "user_input", "content": [{"type": "text", "text": "Hi"}]}
    body = {"model": MODEL, "input": [user, *first["steps"], user], "store": False}
    prompt = read_interactions.read(strict_interactions.checked(body), [], nowhere)
    assert [turn["role"] for turn in prompt.turns] == ["user", "model", "user"]


def shape(value: Any) -> Any:
    """Keys and types, without the values."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items() if key not in OPTIONAL}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def ask(http: httpx.Client, **fields: Any) -> httpx.Response:
    body = {"model": MODEL, "input": "How are you?", **fields}
    return http.post("/v1beta/interactions", json=body)


def test_a_whole_answer_has_the_recorded_shape(http: httpx.Client) -> None:
    assert shape(ask(http).json()) == shape(recorded("basic.json"))
    assert "id" not in ask(http, store=False).json()
    assert "id" not in recorded("multi-turn-stateless-turn2.json")


def test_a_call_has_the_recorded_shape(http: httpx.Client) -> None:
    function = {
        "type": "function",
        "name": "getWeather",
        "parameters": {"type": "object", "properties": {"location": {"type": "string"}}},
    }
    function["parameters"]["required"] = ["location"]  # type: ignore[index]
    given = ask(http, tools=[function], input="Weather in San Francisco?").json()
    wanted = recorded("tool-call-step1.json")
    assert given["status"] == wanted["status"]
    assert [shape(step) for step in given["steps"]] == [shape(step) for step in wanted["steps"]]
    assert given["steps"][1]["arguments"] == {"location": "San Francisco"}


def events_of(response: httpx.Response) -> list[Json]:
    blocks = response.text.strip().split("\n\n")
    assert blocks.pop() == "event: done\ndata: [DONE]"
    events = []
    for block in blocks:
        name, data = block.splitlines()
        events.append(json.loads(data.removeprefix("data: ")))
        assert name == f"event: {events[-1]['event_type']}"
    return events


def sequence(events: list[Json]) -> list[tuple[str, Any, Any]]:
    """Event type, index and what it holds, with repeated deltas taken as one."""
    found: list[tuple[str, Any, Any]] = []
    for event in events:
        inner = event.get("step", event.get("delta", {})).get("type")
        entry = (event["event_type"], event.get("index"), inner)
        if not found or found[-1] != entry:
            found.append(entry)
    return found


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("basic.chunks.txt", {}),
        ("tool-call-step1.chunks.txt", {"tools": [{"type": "function", "name": "getWeather"}]}),
        ("google-search.chunks.txt", {"tools": [{"type": "google_search"}]}),
    ],
)
def test_a_stream_has_the_recorded_order(
    http: httpx.Client, name: str, fields: dict[str, Any]
) -> None:
    given = events_of(ask(http, stream=True, **fields))
    wanted = recorded_events(name)
    assert sequence(given) == sequence(wanted)
    assert shape(given[0]) == shape(wanted[0])
    assert shape(given[-1]) == shape(wanted[-1])
    starts = [shape(event) for event in given if event["event_type"] == "step.start"]
    assert starts == [shape(event) for event in wanted if event["event_type"] == "step.start"]


def test_chunks_have_the_recorded_shape(http: httpx.Client) -> None:
    wanted = legacy_exchanges()[8]["response"]
    body = legacy_exchanges()[8]["request"]
    given = http.post(f"/v1beta/models/{MODEL}:streamGenerateContent", json=body).json()
    assert shape(given[0]["candidates"]) == shape(wanted[0]["candidates"])
    assert set(given[0]) == set(wanted[0])
    assert given[-1]["candidates"][0]["finishReason"] == "STOP"
