"""What the tests of answers share: recorded traffic, streams written and put together again."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.genai import types

Json = dict[str, Any]
WIRE = Path(__file__).parents[4] / "shared" / "wire"


def recorded(pattern: str) -> list[Any]:
    """Recorded files as test parameters; one that skips where the recordings are not."""
    found = sorted(WIRE.glob(pattern))
    if not found:
        reason = "the recorded traffic is not next to the checkout"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(path, id=path.name) for path in found]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests ask for ``recorded_interaction``, ``recorded_events`` or ``recorded_exchanges``."""
    for name, pattern in (
        ("recorded_interaction", "interactions_ga/*.json"),
        ("recorded_events", "interactions_ga/*.chunks.txt"),
        ("recorded_exchanges", "generate_content.jsonl"),
    ):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, recorded(pattern), indirect=True)


@pytest.fixture
def recorded_interaction(request: pytest.FixtureRequest) -> Json:
    return json.loads(request.param.read_text(encoding="utf-8"))


@pytest.fixture
def recorded_events(request: pytest.FixtureRequest) -> list[Json]:
    lines = request.param.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@pytest.fixture
def recorded_exchanges(request: pytest.FixtureRequest) -> list[Json]:
    lines = request.param.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def assembled(events: list[Json]) -> Json:
    """The Interaction that the events of a well-formed stream describe, put together naively."""
    interaction: Json = {}
    steps: dict[int, Json] = {}
    arguments: dict[int, str] = {}
    for event in copy.deepcopy(events):
        kind = event["event_type"]
        if kind in ("interaction.created", "interaction.completed"):
            interaction.update(event["interaction"])
        elif kind == "step.start":
            steps[event["index"]] = event["step"]
        elif kind == "step.delta":
            step, delta = steps[event["index"]], event["delta"]
            if delta["type"] == "arguments_delta":
                arguments[event["index"]] = arguments.get(event["index"], "") + delta["arguments"]
            else:
                add_delta(step, delta)
    for index, text in arguments.items():
        steps[index]["arguments"] = json.loads(text)
    return {**interaction, "steps": [steps[index] for index in sorted(steps)]}


def add_delta(step: Json, delta: Json) -> None:
    """Add one delta to a step that is put together."""
    kind = delta.pop("type")
    content = step.setdefault("content", []) if step["type"] == "model_output" else []
    last = content[-1] if content and content[-1]["type"] == "text" else None
    if kind == "text" and last is not None:
        last["text"] += delta["text"]
    elif kind == "text":
        content.append({"type": "text", **delta})
    elif kind == "text_annotation_delta" and last is not None:
        last.setdefault("annotations", []).extend(delta["annotations"])
    elif kind in ("image", "audio", "video", "document"):
        content.append({"type": kind, **delta})
    elif kind == "thought_summary":
        step.setdefault("summary", []).append(delta["content"])
    elif kind == "thought_signature":
        step["signature"] = step.get("signature", "") + delta["signature"]
    else:
        step.update(delta)


def concatenated(chunks: list[Json]) -> Json:
    """One answer from the chunks of a stream, as a careful client puts it together."""
    whole: Json = {}
    parts: list[Json] = []
    candidate: Json = {}
    for chunk in copy.deepcopy(chunks):
        for found in chunk.pop("candidates", []):
            parts += found.pop("content", {}).get("parts", [])
            candidate.update(found)
        whole.update(chunk)
    if candidate or parts:
        whole["candidates"] = [{**candidate, "content": {"parts": joined(parts), "role": "model"}}]
    return comparable(whole)


def joined(parts: list[Json]) -> list[Json]:
    """Pieces of text put together, empty text left out."""
    whole: list[Json] = []
    for part in parts:
        if part == {"text": ""}:
            continue
        mergeable = whole and "text" in part and "text" in whole[-1]
        same = mergeable and part.get("thought") == whole[-1].get("thought")
        if same and not part.keys() - {"text", "thought"} and part.get("text"):
            whole[-1] = {**whole[-1], "text": whole[-1]["text"] + part["text"]}
        else:
            whole.append(part)
    return whole


def comparable(body: Json) -> Json:
    """A whole answer in the form that ``concatenated`` gives."""
    body = copy.deepcopy(body)
    for candidate in body.get("candidates", []):
        content = candidate.setdefault("content", {"role": "model"})
        content["parts"] = joined(content.get("parts", []))
    return body


@pytest.fixture(scope="session")
def assemble() -> Callable[[list[Json]], Json]:
    return assembled


@pytest.fixture(scope="session")
def concatenate() -> Callable[[list[Json]], Json]:
    return concatenated


@pytest.fixture(scope="session")
def comparable_answer() -> Callable[[Json], Json]:
    return comparable


@pytest.fixture(scope="session")
def official() -> Callable[[Json], types.GenerateContentResponse]:
    """Parses strictly: a key that the official types do not know is an error."""
    return types.GenerateContentResponse.model_validate


def streamed(*steps: list[Json], status: str = "completed", **interaction: Any) -> list[Json]:
    """A whole stream: created, the events of some steps, completed."""
    told = {"id": "i1", "object": "interaction", "model": "gemini-test", **interaction}
    created = {
        "event_type": "interaction.created",
        "interaction": {**told, "status": "in_progress"},
    }
    done = {"event_type": "interaction.completed", "interaction": {**told, "status": status}}
    return [created, *(event for events in steps for event in events), done]


def step_events(index: int, step: Json, *deltas: Json) -> list[Json]:
    """start, deltas, stop of one step."""
    return [
        {"event_type": "step.start", "index": index, "step": step},
        *({"event_type": "step.delta", "index": index, "delta": delta} for delta in deltas),
        {"event_type": "step.stop", "index": index},
    ]


@pytest.fixture(scope="session")
def stream_of() -> Callable[..., list[Json]]:
    return streamed


@pytest.fixture(scope="session")
def events_of() -> Callable[..., list[Json]]:
    return step_events


def replayed(events: list[Json], **options: Any) -> list[Json]:
    """The chunks of a whole stream."""
    from stepbridge.translate.stream import ChunkStream

    stream = ChunkStream(**options)
    chunks = [chunk for event in events for chunk in stream.feed(event)]
    return [*chunks, *stream.finish()]


@pytest.fixture(scope="session")
def replay() -> Callable[..., list[Json]]:
    return replayed
