"""What comes with an answer, and what an error says, beside the official client."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.genai import errors

import stepbridge

MODEL = "gemini-2.5-flash"
DECLARED = [{"function_declarations": [{"name": "tide"}]}]


def tide(place: str) -> str:
    """The tide at a place."""
    return f"high at {place}"


@pytest.fixture(params=["own", "legacy"])
def both(request: pytest.FixtureRequest, client: stepbridge.Client, official: Any) -> Any:
    """A client of this package, and the official one."""
    return (client if request.param == "own" else stepbridge.legacy(official)), official


def answer(client: Any, **config: Any) -> Any:
    return client.models.generate_content(model=MODEL, contents="Tide?", config=config or None)


def chatted(client: Any, **config: Any) -> Any:
    return client.chats.create(model=MODEL, config=config or None).send_message("Tide?")


@pytest.mark.parametrize("ask", [answer, chatted])
@pytest.mark.parametrize(
    "config",
    [
        {},
        {"tools": [tide]},
        {"tools": [tide], "automatic_function_calling": {"disable": True}},
        {"tools": [tide], "automatic_function_calling": {"ignore_call_history": True}},
        {"tools": DECLARED},
    ],
    ids=["nothing", "functions", "disabled", "ignored", "declared"],
)
def test_histories_are_there_when_the_official_ones_are(
    both: Any, ask: Callable[..., Any], config: dict[str, Any]
) -> None:
    own, official = (ask(client, **config).automatic_function_calling_history for client in both)
    assert (own is None) == (official is None)
    if own is not None:
        assert [turn.role for turn in own] == [turn.role for turn in official]


def test_a_dump_holds_what_the_official_one_holds(both: Any) -> None:
    own, official = (answer(client).model_dump(exclude={"response_id"}) for client in both)
    assert own.keys() == official.keys()
    assert own["usage_metadata"] == official["usage_metadata"]


def test_the_http_response_has_its_headers(both: Any) -> None:
    own, official = (answer(client).sdk_http_response for client in both)
    assert own.headers["content-type"].startswith("application/json")
    assert official.headers["content-type"].startswith("application/json")
    assert own.body is official.body is None
    stream = both[0].models.generate_content_stream(model=MODEL, contents="Tide?")
    assert {chunk.sdk_http_response.headers["content-type"] for chunk in stream} == {
        "text/event-stream"
    }


def test_the_http_response_alone_when_asked_for(both: Any) -> None:
    own, official = (answer(client, should_return_http_response=True) for client in both)
    assert own.candidates is official.candidates is None
    assert own.text is official.text is None
    assert json.loads(own.sdk_http_response.body).keys() >= {"candidates", "usageMetadata"}


def test_an_error_reads_the_same_when_the_interactions_classes_are_loaded(both: Any) -> None:
    assert both[1].interactions  # which loads classes with texts of their own
    told = []
    for client in both:
        with pytest.raises(Exception, match="404 NOT_FOUND") as caught:
            client.models.generate_content(model="no-such-model", contents="Hi")
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_no_contents_are_the_services_to_refuse(both: Any) -> None:
    told = []
    for client in both:
        with pytest.raises(errors.APIError, match="contents is not specified") as caught:
            client.models.generate_content(model=MODEL, contents=None)
        told.append((caught.value.code, caught.value.status))
    assert told[0] == told[1] == (400, "INVALID_ARGUMENT")
    assert stepbridge.to_input(None) == []


def test_a_picture_is_saved_as_it_came(both: Any, tmp_path: Path) -> None:
    config = {"response_modalities": ["IMAGE"]}
    told = []
    for client in both:
        answer = client.models.generate_content(
            model="gemini-2.5-flash-image", contents="Draw", config=config
        )
        picture = next(part for part in answer.parts if part.inline_data).as_image()
        picture.save(str(tmp_path / "a.png"))
        assert (tmp_path / "a.png").read_bytes() == picture.image_bytes
        told.append((picture.mime_type, picture.image_bytes, picture._pil_image.size))
        assert answer.parts[0].as_image() is None or answer.parts[0].inline_data
    assert told[0] == told[1]
