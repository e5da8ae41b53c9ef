"""Thought signatures come back unchanged on the call that they belong to, or the request fails."""

import base64
import copy
from typing import Any

import httpx
import pytest

Json = dict[str, Any]
MODEL = "gemini-3.5-flash"
DECLARATION = {
    "name": "weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}
ASKED = "What is the weather in Rome?"


@pytest.fixture
def contents(http: httpx.Client) -> list[Json]:
    """A conversation up to the result of the call, as generateContent gave it."""
    user = {"role": "user", "parts": [{"text": ASKED}]}
    answer = http.post(legacy_url(), json=legacy([user])).json()
    model = answer["candidates"][0]["content"]
    call = model["parts"][0]["functionCall"]
    response = {"name": call["name"], "id": call["id"], "response": {"result": "sunny"}}
    return [user, model, {"role": "user", "parts": [{"functionResponse": response}]}]


@pytest.fixture
def steps(http: httpx.Client) -> list[Json]:
    """The same conversation as Interactions gave it."""
    user = {"type": "user_input", "content": [{"type": "text", "text": ASKED}]}
    given = http.post("/v1beta/interactions", json=interactions([user])).json()["steps"]
    result = {"type": "function_result", "call_id": given[-1]["id"], "result": "sunny"}
    return [user, *given, result]


def legacy_url(model: str = MODEL) -> str:
    return f"/v1beta/models/{model}:generateContent"


def legacy(contents: list[Json]) -> Json:
    return {"contents": contents, "tools": [{"functionDeclarations": [DECLARATION]}]}


def interactions(steps: list[Json], model: str = MODEL) -> Json:
    tools = [{"type": "function", **DECLARATION}]
    return {"model": model, "input": steps, "tools": tools, "store": False}


def test_the_untouched_history_is_accepted_by_both(
    http: httpx.Client, contents: list[Json], steps: list[Json]
) -> None:
    old = http.post(legacy_url(), json=legacy(contents)).json()
    new = http.post("/v1beta/interactions", json=interactions(steps)).json()
    text = old["candidates"][0]["content"]["parts"][0]["text"]
    assert text == new["steps"][-1]["content"][0]["text"]
    assert 'weather returned "sunny"' in text


@pytest.mark.parametrize("signature", [None, base64.b64encode(b"another").decode()])
def test_a_lost_or_foreign_signature_fails_on_generate_content(
    http: httpx.Client, contents: list[Json], signature: str | None
) -> None:
    contents[1]["parts"][0]["thoughtSignature"] = signature
    response = http.post(legacy_url(), json=legacy(contents))
    assert response.status_code == 400
    assert "signature" in response.json()["error"]["message"]


@pytest.mark.parametrize("signature", ["", base64.b64encode(b"another").decode()])
def test_a_lost_or_foreign_signature_fails_on_interactions(
    http: httpx.Client, steps: list[Json], signature: str
) -> None:
    steps[1]["signature"] = signature
    response = http.post("/v1beta/interactions", json=interactions(steps))
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid_request"


def test_a_signature_does_not_fit_other_arguments(http: httpx.Client, steps: list[Json]) -> None:
    changed = copy.deepcopy(steps)
    changed[2]["arguments"] = {"city": "Oslo"}
    assert http.post("/v1beta/interactions", json=interactions(changed)).status_code == 400


def test_the_signature_may_sit_on_the_call_itself(http: httpx.Client, steps: list[Json]) -> None:
    signature = steps.pop(1)["signature"]
    steps[1]["signature"] = signature
    assert http.post("/v1beta/interactions", json=interactions(steps)).status_code == 200


def test_the_sentinel_stands_for_any_signature(
    http: httpx.Client, contents: list[Json], steps: list[Json]
) -> None:
    word = "skip_thought_signature_validator"
    steps[1]["signature"] = word
    assert http.post("/v1beta/interactions", json=interactions(steps)).status_code == 200
    contents[1]["parts"][0]["thoughtSignature"] = base64.b64encode(word.encode()).decode()
    assert http.post(legacy_url(), json=legacy(contents)).status_code == 200


def test_calls_of_earlier_turns_need_no_signature(
    http: httpx.Client, contents: list[Json], steps: list[Json]
) -> None:
    del contents[1]["parts"][0]["thoughtSignature"]
    del steps[1]
    contents += [{"role": "user", "parts": [{"text": "Thanks"}]}]
    steps += [{"type": "user_input", "content": [{"type": "text", "text": "Thanks"}]}]
    assert http.post(legacy_url(), json=legacy(contents)).status_code == 200
    assert http.post("/v1beta/interactions", json=interactions(steps)).status_code == 200


def test_models_of_generation_2_5_do_not_ask_for_it(
    http: httpx.Client, contents: list[Json], steps: list[Json]
) -> None:
    model = "gemini-2.5-flash"
    del contents[1]["parts"][0]["thoughtSignature"]
    del steps[1]
    assert http.post(legacy_url(model), json=legacy(contents)).status_code == 200
    assert http.post("/v1beta/interactions", json=interactions(steps, model)).status_code == 200
