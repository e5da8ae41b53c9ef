"""Failures on demand reach the official clients and raw ones as real ones would."""

import json
import time
from typing import Any

import httpx
import pytest
from google import genai
from google.genai import errors, types

from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
LEGACY = f"/v1beta/models/{MODEL}:generateContent"
STREAM = f"/v1beta/models/{MODEL}:streamGenerateContent?alt=sse"


def contents(text: str) -> dict[str, Any]:
    return {"contents": [{"parts": [{"text": text}]}]}


def interaction(text: str, **fields: Any) -> dict[str, Any]:
    return {"model": MODEL, "input": text, "store": False, **fields}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503, 504])
def test_a_marker_in_the_prompt_asks_for_a_status(http: httpx.Client, status: int) -> None:
    text = f"[[emulator:{status}]] hi"
    legacy = http.post(LEGACY, json=contents(text))
    assert legacy.status_code == status
    assert legacy.json()["error"]["code"] == status
    new = http.post("/v1/interactions", json=interaction(text))
    assert new.status_code == status
    assert isinstance(new.json()["error"]["code"], str)


def test_a_header_asks_too(http: httpx.Client) -> None:
    response = http.post(LEGACY, json=contents("hi"), headers={"x-emulator-fail": "503"})
    assert response.json()["error"]["status"] == "UNAVAILABLE"


def test_a_limited_failure_lets_a_retry_through(emulator: Emulator) -> None:
    options = types.HttpOptions(
        retry_options=types.HttpRetryOptions(attempts=3, initial_delay=0.01, max_delay=0.02)
    )
    with genai.Client(http_options=options) as client:
        client.models.generate_content(model=MODEL, contents="[[emulator:503x2]] again")
    assert [exchange.status for exchange in emulator.exchanges] == [503, 503, 200]


def test_an_older_marker_does_not_fail_the_conversation(client: genai.Client) -> None:
    history = [
        types.Content(role="user", parts=[types.Part(text="[[emulator:500]]")]),
        types.Content(role="model", parts=[types.Part(text="oh")]),
    ]
    chat = client.chats.create(model=MODEL, history=history)
    assert chat.send_message("and now?").text


def test_unsupported_fails_on_interactions_only(http: httpx.Client) -> None:
    text = "[[emulator:unsupported]]"
    assert http.post(LEGACY, json=contents(text)).status_code == 200
    assert http.post("/v1beta/interactions", json=interaction(text)).status_code == 400


def test_a_blocked_prompt(client: genai.Client, http: httpx.Client) -> None:
    response = client.models.generate_content(model=MODEL, contents="[[emulator:safety]]")
    assert response.prompt_feedback is not None
    assert response.prompt_feedback.block_reason == types.BlockedReason.SAFETY
    assert not response.candidates
    new = http.post("/v1beta/interactions", json=interaction("[[emulator:safety]]"))
    assert new.status_code == 400
    assert new.json()["error"]["code"] == "safety"


def test_a_blocked_answer(client: genai.Client, http: httpx.Client) -> None:
    response = client.models.generate_content(model=MODEL, contents="[[emulator:blocked]]")
    assert response.candidates is not None
    assert response.candidates[0].finish_reason == types.FinishReason.SAFETY
    new = http.post("/v1beta/interactions", json=interaction("[[emulator:blocked]]")).json()
    assert (new["status"], new["errors"][0]["code"], new["steps"]) == ("failed", "safety", [])


def test_an_error_in_the_middle_of_a_stream(client: genai.Client) -> None:
    stream = client.models.generate_content_stream(
        model=MODEL, contents="[[emulator:stream-error]] tell me a rather long story please"
    )
    assert next(iter(stream)).text
    with pytest.raises(errors.ServerError) as caught:
        list(stream)
    assert caught.value.code == 503


def test_an_error_event_in_an_interactions_stream(http: httpx.Client) -> None:
    body = interaction("[[emulator:stream-error]] tell me a long story", stream=True)
    response = http.post("/v1beta/interactions", json=body)
    assert response.status_code == 200
    events = data_of(response.text)
    assert events[-1]["error"]["code"] == "service_unavailable"
    assert "interaction.completed" not in [event["event_type"] for event in events]


def data_of(text: str) -> list[dict[str, Any]]:
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line[:5] == "data:"]
    return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.mark.parametrize("url", [LEGACY, STREAM])
def test_a_cut_connection_is_a_protocol_error(http: httpx.Client, url: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(url, json=contents("[[emulator:cut]] tell me a long story"))


@pytest.mark.parametrize("stream", [True, False])
def test_a_cut_interaction_is_a_protocol_error(http: httpx.Client, stream: bool) -> None:
    body = interaction("[[emulator:cut]] tell me a long story", stream=stream)
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/v1beta/interactions", json=body)


def test_a_truncated_stream_ends_without_completion(http: httpx.Client) -> None:
    text = "[[emulator:truncate]] tell me a long story"
    legacy = http.post(STREAM, json=contents(text))
    assert "finishReason" not in legacy.text
    new = http.post("/v1beta/interactions", json=interaction(text, stream=True))
    assert "interaction.completed" not in new.text
    assert "[DONE]" not in new.text


def test_a_malformed_event(http: httpx.Client) -> None:
    text = "[[emulator:malformed]] tell me a long story"
    response = http.post("/v1beta/interactions", json=interaction(text, stream=True))
    with pytest.raises(json.JSONDecodeError):
        data_of(response.text)
    with pytest.raises(json.JSONDecodeError):
        http.post(LEGACY, json=contents(text)).json()


@pytest.mark.parametrize("kind", ["hang", "hang-stream"])
def test_a_hanging_service_ends_in_a_timeout(http: httpx.Client, kind: str) -> None:
    body = interaction(f"[[emulator:{kind}]] tell me a long story", stream=True)
    with pytest.raises(httpx.ReadTimeout):
        http.post("/v1beta/interactions", json=body, timeout=0.3)


def test_an_emulator_stops_although_a_request_hangs() -> None:
    with Emulator() as server, httpx.Client(base_url=server.url) as raw:
        headers = {"x-goog-api-key": "k", "x-emulator-fail": "hang"}
        with pytest.raises(httpx.ReadTimeout):
            raw.post(LEGACY, json=contents("hi"), headers=headers, timeout=0.2)
        started = time.monotonic()
    assert time.monotonic() - started < 20


def test_a_slow_stream_arrives_piece_by_piece(http: httpx.Client) -> None:
    body = interaction("[[emulator:slow]] hi", stream=True)
    with http.stream("POST", "/v1beta/interactions", json=body) as response:
        pieces = [piece for piece in response.iter_text() if piece]
    assert len(pieces) > 3


def test_a_stream_of_one_call_breaks_too(http: httpx.Client) -> None:
    body = contents("[[emulator:truncate]]") | {
        "tools": [{"functionDeclarations": [{"name": "f"}]}]
    }
    response = http.post(STREAM, json=body)
    assert "functionCall" in response.text
    assert "finishReason" not in response.text
