"""What the live generateContent is known to refuse, and in which words."""

from typing import Any

import httpx
import pytest

Json = dict[str, Any]
USER = {"role": "user", "parts": [{"text": "hi"}]}
CALL = {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {}}}]}
RESULT = {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"a": 1}}}]}
URL = "/v1beta/models/{model}:generateContent"


def ask(*contents: Json, **fields: Any) -> Json:
    return {"contents": list(contents or [USER]), **fields}


def config(**fields: Any) -> Json:
    return ask(generationConfig=fields)


def part(**fields: Any) -> Json:
    return ask({"role": "user", "parts": [fields]})


REFUSED: dict[str, tuple[str, Json, int, str, str]] = {
    # name: model, request, status, google.rpc status, part of the message
    "unknown field": (
        "gemini-3.5-flash",
        ask(temperature=1),
        400,
        "INVALID_ARGUMENT",
        'Unknown name "temperature": Cannot find field.',
    ),
    "unknown nested field": (
        "gemini-3.5-flash",
        config(top_q=1),
        400,
        "INVALID_ARGUMENT",
        "Unknown name \"top_q\" at 'generationConfig'",
    ),
    "enterprise only": (
        "gemini-3.5-flash",
        config(routingConfig={}),
        400,
        "INVALID_ARGUMENT",
        "routingConfig",
    ),
    "two schemas": (
        "gemini-3.5-flash",
        config(
            responseMimeType="application/json",
            responseSchema={"type": "STRING"},
            responseJsonSchema={"type": "string"},
        ),
        400,
        "INVALID_ARGUMENT",
        "responseSchema and responseJsonSchema are mutually exclusive",
    ),
    "call without a name": (
        "gemini-3.5-flash",
        part(functionCall={"name": "", "args": {}}),
        400,
        "INVALID_ARGUMENT",
        "* GenerateContentRequest.contents[0].parts[0].function_call.name: Name cannot be empty.",
    ),
    "no contents": ("gemini-3.5-flash", {}, 400, "INVALID_ARGUMENT", "contents"),
    "no parts": (
        "gemini-3.5-flash",
        ask({"role": "user", "parts": []}),
        400,
        "INVALID_ARGUMENT",
        "must not be empty",
    ),
    "unknown role": (
        "gemini-3.5-flash",
        ask({"role": "assistant", "parts": [{"text": "x"}]}),
        400,
        "INVALID_ARGUMENT",
        "valid role",
    ),
    "two payloads": (
        "gemini-3.5-flash",
        part(text="x", inlineData={"mimeType": "image/png", "data": "aGk="}),
        400,
        "INVALID_ARGUMENT",
        "oneof",
    ),
    "empty part": ("gemini-3.5-flash", part(), 400, "INVALID_ARGUMENT", "oneof field 'data'"),
    "broken base64": (
        "gemini-3.5-flash",
        part(inlineData={"mimeType": "image/png", "data": "%%"}),
        400,
        "INVALID_ARGUMENT",
        "Base64 decoding failed",
    ),
    "lower-case enum": (
        "gemini-3.5-flash",
        config(thinkingConfig={"thinkingLevel": "low"}),
        400,
        "INVALID_ARGUMENT",
        '"low"',
    ),
    "wrong type": (
        "gemini-3.5-flash",
        config(maxOutputTokens="many"),
        400,
        "INVALID_ARGUMENT",
        "maxOutputTokens",
    ),
    "temperature range": (
        "gemini-3.5-flash",
        config(temperature=3),
        400,
        "INVALID_ARGUMENT",
        "2.0",
    ),
    "schema without mime type": (
        "gemini-3.5-flash",
        config(responseSchema={"type": "STRING"}),
        400,
        "INVALID_ARGUMENT",
        "only allowed when",
    ),
    "call without signature": (
        "gemini-3.5-flash",
        ask(USER, CALL, RESULT),
        400,
        "INVALID_ARGUMENT",
        "missing a thought_signature",
    ),
    "result without a call": (
        "gemini-2.5-flash",
        ask(USER, RESULT),
        400,
        "INVALID_ARGUMENT",
        "immediately after a function call turn",
    ),
    "fewer results than calls": (
        "gemini-2.5-flash",
        ask(USER, {"role": "model", "parts": CALL["parts"] * 2}, RESULT),
        400,
        "INVALID_ARGUMENT",
        "equal to the number of",
    ),
    "prefill on 3.6": (
        "gemini-3.6-flash",
        ask(USER, {"role": "model", "parts": [{"text": "I"}]}),
        400,
        "INVALID_ARGUMENT",
        "ending with a model turn",
    ),
    "minimal on 3.7": (
        "gemini-3.7-flash",
        config(thinkingConfig={"thinkingLevel": "MINIMAL"}),
        400,
        "INVALID_ARGUMENT",
        "MINIMAL is not supported",
    ),
    "image from a text model": (
        "gemini-3.5-flash",
        config(responseModalities=["IMAGE"]),
        400,
        "INVALID_ARGUMENT",
        "modalities",
    ),
    "json with functions on 2.5": (
        "gemini-2.5-flash",
        ask(
            tools=[{"functionDeclarations": [{"name": "f"}]}],
            generationConfig={"responseMimeType": "application/json"},
        ),
        400,
        "INVALID_ARGUMENT",
        "response mime type",
    ),
    "unknown model": ("gpt-4", ask(), 404, "NOT_FOUND", "models/gpt-4 is not found"),
    "omni": ("gemini-omni-flash", ask(), 404, "NOT_FOUND", "gemini-omni-flash"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_the_words_of_the_service(http: httpx.Client, name: str) -> None:
    model, body, status, rpc, words = REFUSED[name]
    response = http.post(URL.format(model=model), json=body)
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert (error["code"], error["status"]) == (status, rpc)
    assert words in error["message"]


def test_bad_key_is_400_with_its_reason(http: httpx.Client) -> None:
    url = URL.format(model="gemini-3.5-flash")
    response = http.post(url, json=ask(), headers={"x-goog-api-key": "bad-key"})
    assert response.status_code == 400
    assert response.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"


def test_no_key_is_403(http: httpx.Client) -> None:
    url = URL.format(model="gemini-3.5-flash")
    assert http.post(url, json=ask(), headers={"x-goog-api-key": ""}).status_code == 403


def test_key_in_the_query(http: httpx.Client) -> None:
    url = URL.format(model="gemini-3.5-flash")
    response = http.post(url, json=ask(), params={"key": "k"}, headers={"x-goog-api-key": ""})
    assert response.status_code == 200


def test_error_of_a_stream_without_sse_is_an_array(http: httpx.Client) -> None:
    url = "/v1beta/models/gemini-3.5-flash:streamGenerateContent"
    response = http.post(url, json={})
    assert response.status_code == 400
    assert response.json()[0]["error"]["status"] == "INVALID_ARGUMENT"


@pytest.mark.parametrize("version", ["", "/v1", "/v1beta", "/v1alpha"])
def test_every_version_and_none_is_served(http: httpx.Client, version: str) -> None:
    response = http.post(f"{version}/models/gemini-3.5-flash:generateContent", json=ask())
    assert response.status_code == 200
    answer = http.post(f"{version}/interactions", json={"model": "gemini-3.5-flash", "input": "hi"})
    assert answer.status_code == 200


def test_mixed_casing_and_nulls_are_taken(http: httpx.Client) -> None:
    body = {
        "contents": [USER],
        "system_instruction": {"parts": [{"text": "x"}]},
        "generationConfig": {"top_p": 0.5, "response_json_schema": None, "maxOutputTokens": 9},
        "tools": [{"functionDeclarations": [{"name": "f", "description": None}]}],
    }
    assert http.post(URL.format(model="gemini-2.5-flash"), json=body).status_code == 200
