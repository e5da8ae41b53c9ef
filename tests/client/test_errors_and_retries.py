"""What goes wrong reaches the caller as with the official client, after trying again."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

import httpx
import pytest
from google.genai import errors as official_errors

import stepbridge
from stepbridge.client import APIError, ClientError, ServerError
from stepbridge.client.retry import Retry

ANSWER = {
    "id": "v1",
    "status": "completed",
    "steps": [{"type": "model_output", "content": [{"type": "text", "text": "ok"}]}],
}


def answered() -> httpx.Response:
    return httpx.Response(200, json=ANSWER)


def refused(status: int, code: str = "api_error", **headers: str) -> httpx.Response:
    body = {"error": {"code": code, "message": "No."}}
    return httpx.Response(status, json=body, headers=headers)


def ask(client: Any) -> str:
    return str(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_tried_again(scripted: Any, status: int) -> None:
    client, requests = scripted(refused(status), refused(status), answered())
    assert ask(client) == "ok"
    assert len(requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
def test_not_tried_again(scripted: Any, status: int) -> None:
    client, requests = scripted(refused(status, "invalid_request"))
    with pytest.raises(ClientError) as caught:
        ask(client)
    assert caught.value.code == status
    assert len(requests) == 1


def test_the_last_refusal_is_told(scripted: Any) -> None:
    client, requests = scripted(*(refused(503, "service_unavailable") for _ in range(3)))
    with pytest.raises(ServerError) as caught:
        ask(client)
    assert (caught.value.code, caught.value.status) == (503, "UNAVAILABLE")
    assert len(requests) == 3


def test_connections_are_tried_again(scripted: Any) -> None:
    client, requests = scripted(httpx.ConnectError("refused"), answered())
    assert ask(client) == "ok"
    assert len(requests) == 2


def test_a_request_that_may_have_arrived_is_not_sent_twice(scripted: Any) -> None:
    client, requests = scripted(httpx.ReadTimeout("late"))
    with pytest.raises(httpx.ReadTimeout):
        ask(client)
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("options", "tries"),
    [(None, 1), ({"attempts": 1}, 1), ({"attempts": 2}, 2), ({"exp_base": 1}, 5)],
)
def test_as_many_tries_as_the_official_client(scripted: Any, options: Any, tries: int) -> None:
    if options is not None:
        options = {"initial_delay": 0.0, **options}
    client, requests = scripted(*[refused(503)] * tries, retry_options=options)
    with pytest.raises(ServerError):
        ask(client)
    assert len(requests) == tries


def test_tries_of_the_asynchronous_client(scripted: Any) -> None:
    client, requests = scripted(refused(429), answered())

    async def run() -> Any:
        models = client.aio.models
        return (await models.generate_content(model="gemini-2.5-flash", contents="Hi")).text

    assert asyncio.run(run()) == "ok"
    assert len(requests) == 2


def test_delays() -> None:
    retry = Retry(attempts=9, initial_delay=1.0, max_delay=4.0, exp_base=2.0, longest_wait=10.0)
    for attempt, ceiling in enumerate((1.0, 2.0, 4.0, 4.0), start=1):
        waits = [retry.delay(attempt, 503, None) for _ in range(50)]
        assert all(wait is not None and 0 <= wait <= ceiling for wait in waits)
        assert len(set(waits)) > 10, "without jitter all clients come back at once"
    assert retry.delay(9, 503, None) is None
    assert retry.delay(1, 429, "7") == 7.0
    assert retry.delay(1, 429, "3600") is None
    assert retry.delay(1, 429, "Sun, 06 Nov 1994 08:49:37 GMT") == 0.0
    assert retry.delay(1, 429, "nonsense") is not None


def test_official_except_clauses_catch(scripted: Any) -> None:
    client, _ = scripted(refused(403, "permission_denied"))
    with pytest.raises(official_errors.ClientError) as caught:
        ask(client)
    error = caught.value
    assert isinstance(error, official_errors.APIError)
    assert isinstance(error, APIError)
    assert (error.code, error.status, error.message) == (403, "PERMISSION_DENIED", "No.")
    assert error.response is not None


def test_errors_can_be_pickled(scripted: Any) -> None:
    client, _ = scripted(refused(403, "permission_denied"))
    with pytest.raises(APIError) as caught:
        ask(client)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, again.status, str(again)) == (403, "PERMISSION_DENIED", str(caught.value))
    assert isinstance(again, official_errors.ClientError)


@pytest.mark.parametrize("body", [b"<html>gateway</html>", b"", b"[1, 2"])
def test_answers_that_are_no_json(scripted: Any, body: bytes) -> None:
    client, _ = scripted(httpx.Response(502, content=body), retry_options={"attempts": 1})
    with pytest.raises(ServerError) as caught:
        ask(client)
    assert caught.value.code == 502


def test_a_stream_that_is_cut_off_is_an_error(emulator: Any, client: Any) -> None:
    stream = client.models.generate_content_stream(
        model="gemini-2.5-flash", contents="[[emulator:truncate]]"
    )
    with pytest.raises(APIError):
        list(stream)


def test_leaving_a_stream_frees_its_connection(emulator: Any) -> None:
    options = {"client_args": {"limits": httpx.Limits(max_connections=1)}, "timeout": 5000}
    with stepbridge.Client(http_options=options) as client:
        for _ in range(3):
            stream = client.models.generate_content_stream(
                model="gemini-2.5-flash", contents="Tell a long story"
            )
            assert next(iter(stream)).text
            stream.close()


def test_unsupported_fields_follow_the_settings(emulator: Any) -> None:
    config = {"presence_penalty": 0.5}
    ask_with = {"model": "gemini-2.5-flash", "contents": "Hi", "config": config}
    with stepbridge.Client() as client, pytest.warns(stepbridge.UnsupportedFieldWarning):
        assert client.models.generate_content(**ask_with).text
    assert [one.api for one in emulator.exchanges] == ["generateContent"]
    emulator.reset()
    strict = stepbridge.Settings(unsupported="error")
    with (
        stepbridge.Client(settings=strict) as client,
        pytest.raises(stepbridge.UnsupportedFieldError),
    ):
        client.models.generate_content(**ask_with)
    assert emulator.exchanges == []


def test_timeouts_end_a_hanging_call(emulator: Any) -> None:
    options = {"timeout": 300, "retry_options": {"attempts": 1}}
    with stepbridge.Client(http_options=options) as client, pytest.raises(httpx.TimeoutException):
        client.models.generate_content(model="gemini-2.5-flash", contents="[[emulator:hang]]")
