"""What the live Interactions API is known to refuse, and in which words."""

from typing import Any

import httpx
import pytest

from stepbridge_emulator import Emulator

Json = dict[str, Any]
MODEL = "gemini-3.5-flash"
FUNCTION = {"type": "function", "name": "f", "parameters": {"type": "object"}}
USER = {"type": "user_input", "content": [{"type": "text", "text": "hi"}]}
CALL = {"type": "function_call", "id": "c1", "name": "f", "arguments": {}}
SENTINEL = {"type": "thought", "signature": "skip_thought_signature_validator"}


def ask(**fields: Any) -> Json:
    return {"model": MODEL, "input": "hi", **fields}


def config(**fields: Any) -> Json:
    return ask(generation_config=fields)


def media(**fields: Any) -> Json:
    return ask(input=[fields])


REFUSED: dict[str, tuple[Json, int, str, str]] = {
    # name: request, status, code, part of the message
    "penalty": (config(presence_penalty=1), 400, "parameter_unknown", "presence_penalty"),
    "camelCase": (config(maxOutputTokens=9), 400, "parameter_unknown", "maxOutputTokens"),
    "unknown top level": (ask(contents=[]), 400, "parameter_unknown", "contents"),
    "role turns": (
        ask(input=[{"role": "user", "content": "hi"}]),
        400,
        "invalid_request",
        "legacy Interactions API schema is no longer supported",
    ),
    "one role turn": (
        ask(input={"role": "user", "content": "hi"}),
        400,
        "invalid_request",
        "no longer supported",
    ),
    "tool without type": (
        ask(tools=[{"google_search": {}}]),
        400,
        "invalid_request",
        "'type' parameter is required at 'tools[0]'",
    ),
    "tool of unknown type": (
        ask(tools=[{"type": "retriever"}]),
        400,
        "invalid_request",
        "'retriever' is not supported for 'type' at 'tools[0]'",
    ),
    "function without name": (ask(tools=[{"type": "function"}]), 400, "invalid_request", "name"),
    "choice without functions": (
        config(tool_choice="any"),
        400,
        "invalid_request",
        "Function calling config is set without function_declarations",
    ),
    "choice of an unknown function": (
        ask(
            tools=[FUNCTION],
            generation_config={"tool_choice": {"allowed_tools": {"tools": ["g"]}}},
        ),
        400,
        "invalid_request",
        "invalid argument",
    ),
    "result without call_id": (
        ask(input=[USER, CALL, {"type": "function_result", "result": "x"}]),
        400,
        "invalid_request",
        "Missing call_id in content of type function_result",
    ),
    "result of an unknown call": (
        ask(input=[USER, {"type": "function_result", "call_id": "x", "result": "x"}]),
        400,
        "invalid_request",
        "'x'",
    ),
    "list result without types": (
        ask(
            input=[
                USER,
                SENTINEL,
                CALL,
                {"type": "function_result", "call_id": "c1", "result": [1]},
            ]
        ),
        400,
        "invalid_request",
        "The 'type' parameter is required at 'input[3].result[0]'",
    ),
    "list result on 2.5": (
        ask(
            model="gemini-2.5-flash",
            input=[
                USER,
                CALL,
                {
                    "type": "function_result",
                    "call_id": "c1",
                    "result": [{"type": "text", "text": "1"}],
                },
            ],
        ),
        400,
        "invalid_request",
        "Multimodal function responses are not supported",
    ),
    "call without signature": (
        ask(input=[USER, CALL, {"type": "function_result", "call_id": "c1", "result": "x"}]),
        400,
        "invalid_request",
        "Request contains an invalid argument.",
    ),
    "thought with an empty signature": (
        ask(input=[USER, {"type": "thought", "signature": ""}, USER]),
        400,
        "invalid_request",
        "invalid argument",
    ),
    "call without id": (
        ask(input=[USER, {"type": "function_call", "name": "f", "arguments": {}}]),
        400,
        "invalid_request",
        "'id'",
    ),
    "content among steps": (
        ask(input=[USER, {"type": "text", "text": "hi"}]),
        400,
        "invalid_request",
        "mixed",
    ),
    "unknown step": (ask(input=[{"type": "tool_use"}]), 400, "invalid_request", "tool_use"),
    "prefill on 3.6": (
        ask(
            model="gemini-3.6-flash",
            input=[USER, {"type": "model_output", "content": [{"type": "text", "text": "I"}]}],
        ),
        400,
        "invalid_request",
        "ending with a model turn",
    ),
    "background without store": (
        ask(background=True, store=False),
        400,
        "invalid_request",
        "store",
    ),
    "chain without store": (
        ask(previous_interaction_id="v1_x", store=False),
        400,
        "invalid_request",
        "store",
    ),
    "chain to nothing": (ask(previous_interaction_id="v1_x"), 404, "not_found", "v1_x"),
    "upper-case level": (config(thinking_level="LOW"), 400, "invalid_request", "LOW"),
    "boolean summaries": (config(thinking_summaries=True), 400, "invalid_request", "summaries"),
    "minimal on 3.8": (
        ask(model="gemini-3.8-flash", generation_config={"thinking_level": "minimal"}),
        400,
        "invalid_request",
        "MINIMAL is not supported for this model",
    ),
    "upper-case modalities": (
        ask(response_modalities=["IMAGE"]),
        400,
        "invalid_request",
        "IMAGE",
    ),
    "upper-case safety": (
        ask(safety_settings=[{"type": "hate_speech", "threshold": "BLOCK_NONE"}]),
        400,
        "invalid_request",
        "BLOCK_NONE",
    ),
    "legacy safety": (
        ask(safety_settings=[{"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "off"}]),
        400,
        "parameter_unknown",
        "category",
    ),
    "integer offset": (
        media(
            type="video",
            uri="https://www.youtube.com/watch?v=x",
            processing={"type": "static", "start_offset": 10},
        ),
        400,
        "invalid_request",
        "start_offset",
    ),
    "media without bytes": (
        media(type="image", mime_type="image/png"),
        400,
        "invalid_request",
        "'data' or 'uri'",
    ),
    "media without type": (media(type="image", data="aGk="), 400, "invalid_request", "mime_type"),
    "broken base64": (
        media(type="image", data="%%%", mime_type="image/png"),
        400,
        "invalid_request",
        "base64",
    ),
    "audio/mp4": (
        media(type="audio", data="aGk=", mime_type="audio/mp4"),
        400,
        "invalid_request",
        "audio/mp4",
    ),
    "system instruction as content": (
        ask(system_instruction={"parts": [{"text": "x"}]}),
        400,
        "invalid_request",
        "system_instruction",
    ),
    "format without type": (
        ask(response_format={"type": "object", "properties": {}}),
        400,
        "invalid_request",
        "'object' is not supported",
    ),
    "gemini 2.0": (ask(model="gemini-2.0-flash"), 404, "model_not_found", "gemini-2.0-flash"),
    "gemini 1.5": (ask(model="gemini-1.5-pro"), 404, "model_not_found", "gemini-1.5-pro"),
    "model and agent": (ask(agent="deep-research-x"), 400, "invalid_request", "agent"),
    "neither": ({"input": "hi"}, 400, "invalid_request", "'model'"),
    "no input": ({"model": MODEL}, 400, "invalid_request", "'input'"),
    "research in the foreground": (
        {"agent": "deep-research-preview-04-2026", "input": "hi"},
        400,
        "invalid_request",
        "background",
    ),
    "agent with generation config": (
        {"agent": "antigravity-preview-05-2026", "input": "x", "generation_config": {"seed": 1}},
        400,
        "invalid_request",
        "generation_config",
    ),
    "agent without environment": (
        {"agent": "antigravity-preview-05-2026", "input": "x"},
        400,
        "invalid_request",
        "environment",
    ),
    "unknown agent": ({"agent": "nobody", "input": "x"}, 404, "not_found", "nobody"),
    "built-in and function on 2.5": (
        ask(model="gemini-2.5-flash", tools=[FUNCTION, {"type": "google_search"}]),
        400,
        "invalid_request",
        "Tool use with function calling is unsupported",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_the_words_of_the_service(http: httpx.Client, name: str) -> None:
    body, status, code, words = REFUSED[name]
    response = http.post("/v1beta/interactions", json=body)
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["code"] == code
    assert words in error["message"]


def test_a_refusal_is_written_down(http: httpx.Client, emulator: Emulator) -> None:
    http.post("/v1beta/interactions", json=config(top_q=1))
    exchange = emulator.exchanges[-1]
    assert (exchange.api, exchange.status, exchange.prompt) == ("interactions", 400, None)
    assert exchange.error is not None
    assert exchange.error["error"]["code"] == "parameter_unknown"


@pytest.mark.parametrize("headers", [{"x-goog-api-key": ""}, {"x-goog-api-key": "bad-key"}])
def test_bad_key_is_401(http: httpx.Client, headers: dict[str, str]) -> None:
    response = http.post("/v1/interactions", json=ask(), headers=headers)
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "authentication"


def test_body_that_is_not_json(http: httpx.Client) -> None:
    response = http.post("/v1/interactions", content=b"{", headers={"x-goog-api-key": "k"})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid_request"


def test_chaining_to_an_interaction_that_was_not_stored(http: httpx.Client) -> None:
    first = http.post("/v1/interactions", json=ask(store=False)).json()
    assert "id" not in first


def test_chaining_to_an_unfinished_interaction(http: httpx.Client) -> None:
    first = http.post("/v1/interactions", json=ask(background=True)).json()
    assert first["status"] == "in_progress"
    response = http.post("/v1/interactions", json=ask(previous_interaction_id=first["id"]))
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "failed_precondition"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_interaction_is_404(http: httpx.Client, method: str) -> None:
    response = http.request(method, "/v1beta/interactions/v1_none")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("top", ["top_k", "thinking_budget"])
def test_undocumented_keys_that_the_service_lets_through(http: httpx.Client, top: str) -> None:
    assert http.post("/v1beta/interactions", json=config(**{top: 10})).status_code == 200
