"""What callers catch: each failure of the emulator, natively and through the shim, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from google import genai
from google.genai import errors, types

from stepbridge import InteractionsTransport, Settings
from stepbridge.translate.errors import to_interaction
from stepbridge_emulator import Emulator
from stepbridge_emulator.failures import BLOCKED_PROMPT, REFUSALS

MODEL = "gemini-3.5-flash"
RETRIES = types.HttpRetryOptions(attempts=3, initial_delay=0.001, max_delay=0.002)
# The live service has a finish reason for recitation, no block reason.
BLOCKED = sorted(BLOCKED_PROMPT.keys() - {"recitation"})
PATH = "/v1beta/models/m:generateContent"
BODY = {"contents": [{"parts": [{"text": "hi"}]}]}

Call = Callable[[genai.Client, str], Any]


def whole(client: genai.Client, prompt: str) -> Any:
    return client.models.generate_content(model=MODEL, contents=prompt)


def streamed(client: genai.Client, prompt: str) -> Any:
    return list(client.models.generate_content_stream(model=MODEL, contents=prompt))[-1]


async def awaited(client: genai.Client, prompt: str) -> Any:
    return await client.aio.models.generate_content(model=MODEL, contents=prompt)


async def awaited_stream(client: genai.Client, prompt: str) -> Any:
    chunks = await client.aio.models.generate_content_stream(model=MODEL, contents=prompt)
    return [chunk async for chunk in chunks][-1]


CALLS = [whole, streamed, awaited, awaited_stream]
POLICIES = ["legacy", "error"]


class Pair:
    """A native client and one over the shim, in one event loop."""

    def __init__(self, loop: asyncio.Runner, url: str, policy: Any, key: str = "k") -> None:
        self._loop = loop
        shim = InteractionsTransport(settings=Settings(unsupported=policy))
        below: Any = {"client_args": {"transport": shim}, "async_client_args": {"transport": shim}}
        shared: Any = {"base_url": url, "retry_options": RETRIES}
        self.native = genai.Client(api_key=key, http_options=shared)
        options: Any = {**shared, **below}
        self.shim = genai.Client(api_key=key, http_options=options)

    def run(self, call: Call, client: genai.Client, prompt: str) -> Any:
        """The result of a call of either kind."""
        result = call(client, prompt)
        return self._loop.run(result) if asyncio.iscoroutine(result) else result

    def seen(self, call: Call, client: genai.Client, prompt: str) -> tuple[Any, ...]:
        """What a caller can tell one failure from another by."""
        try:
            answer = self.run(call, client, prompt)
        except errors.APIError as error:
            return type(error), error.code, error.status, error.response is None
        feedback = answer.prompt_feedback
        finish = answer.candidates[0].finish_reason if answer.candidates else None
        return feedback and feedback.block_reason, finish


@pytest.fixture(scope="module")
def pairs(running_emulator: Emulator) -> Iterator[dict[str, Pair]]:
    """By policy, and one with a bad key: clients are dear to make."""
    with asyncio.Runner() as loop:
        url = running_emulator.url
        made = {policy: Pair(loop, url, policy) for policy in POLICIES}
        yield {**made, "bad key": Pair(loop, url, "error", key="bad-key")}


@pytest.mark.filterwarnings("ignore::stepbridge.UnsupportedFieldWarning")
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", [*REFUSALS, *BLOCKED])
def test_a_refusal_looks_the_same_and_is_tried_again_as_often(
    pairs: dict[str, Pair], emulator: Emulator, policy: str, call: Call, kind: str
) -> None:
    pair = pairs[policy]
    told, tries = [], []
    for client in (pair.native, pair.shim):
        emulator.reset()
        told.append(pair.seen(call, client, f"hi [[emulator:{kind}]]"))
        # A refusal that may be about Interactions alone is asked of generateContent as well.
        apis = [exchange.api for exchange in emulator.exchanges]
        tries.append(apis.count("interactions") or len(apis))
    assert told[0] == told[1]
    assert tries[0] == tries[1]
    assert tries[0] in (1, 3)


@pytest.mark.parametrize("call", CALLS)
def test_a_failure_that_passes_is_not_seen(
    pairs: dict[str, Pair], emulator: Emulator, call: Call
) -> None:
    pair = pairs["legacy"]
    for client in (pair.native, pair.shim):
        emulator.reset()
        got = pair.seen(call, client, "hi [[emulator:503x2]]")
        assert got == (None, types.FinishReason.STOP)
        assert len(emulator.exchanges) == 3


@pytest.mark.parametrize("call", [streamed, awaited_stream])
def test_an_error_inside_a_stream_has_the_same_class(pairs: dict[str, Pair], call: Call) -> None:
    pair = pairs["legacy"]
    prompt = "hi [[emulator:stream-error]]"
    assert pair.seen(call, pair.shim, prompt) == pair.seen(call, pair.native, prompt)


@pytest.mark.parametrize("call", CALLS)
def test_a_key_that_is_not_valid(pairs: dict[str, Pair], call: Call) -> None:
    pair = pairs["bad key"]
    for client in (pair.native, pair.shim):
        with pytest.raises(errors.ClientError) as caught:
            pair.run(call, client, "hi")
        error = caught.value
        assert (error.code, error.status) == (400, "INVALID_ARGUMENT")
        assert str(error.message).startswith("API key not valid")
        reasons = [detail.get("reason") for detail in error.details["error"]["details"]]
        assert reasons[0] == "API_KEY_INVALID"
    # Through the shim, the code of the Interactions API can still be read.
    assert reasons[1:] == ["authentication"]


@pytest.mark.parametrize("call", CALLS)
def test_the_original_code_is_kept(pairs: dict[str, Pair], call: Call) -> None:
    pair = pairs["legacy"]
    with pytest.raises(errors.ClientError) as caught:
        pair.run(call, pair.shim, "hi [[emulator:429]]")
    details = caught.value.details["error"]["details"]
    assert "quota_exceeded" in [detail.get("reason") for detail in details]


SENT = [
    # status, code on Interactions, what a caller of generateContent saw
    (400, "invalid_request", (400, "INVALID_ARGUMENT")),
    (400, "parameter_unknown", (400, "INVALID_ARGUMENT")),
    (400, "failed_precondition", (400, "FAILED_PRECONDITION")),
    (401, "authentication", (400, "INVALID_ARGUMENT")),
    (402, "payment_required", (429, "RESOURCE_EXHAUSTED")),
    (403, "permission_denied", (403, "PERMISSION_DENIED")),
    (404, "not_found", (404, "NOT_FOUND")),
    (404, "model_not_found", (404, "NOT_FOUND")),
    (416, "out_of_range", (400, "OUT_OF_RANGE")),
    (429, "rate_limit_exceeded", (429, "RESOURCE_EXHAUSTED")),
    (429, "quota_exceeded", (429, "RESOURCE_EXHAUSTED")),
    (429, "too_many_requests", (429, "RESOURCE_EXHAUSTED")),
    (499, "cancelled", (499, "CANCELLED")),
    (500, "api_error", (500, "INTERNAL")),
    (501, "not_implemented", (501, "UNIMPLEMENTED")),
    (503, "service_unavailable", (503, "UNAVAILABLE")),
    (504, "deadline_exceeded", (504, "DEADLINE_EXCEEDED")),
    (504, "gateway_timeout", (504, "DEADLINE_EXCEEDED")),
]


@pytest.mark.parametrize(("status", "code", "expected"), SENT, ids=[row[1] for row in SENT])
def test_codes_of_interactions(
    misbehaving: Any, status: int, code: str, expected: tuple[int, str]
) -> None:
    said = {"error": {"code": code, "message": "Words of the service."}}
    misbehaving.script = lambda connection: connection.answer(status, said)
    with httpx.Client(
        transport=InteractionsTransport(settings=Settings(unsupported="error")),
        base_url=misbehaving.url,
    ) as client:
        answer = client.post(PATH, json=BODY, headers={"x-goog-api-key": "k"})
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == expected
    assert (error["code"], error["message"]) == (expected[0], "Words of the service.")
    back = to_interaction(answer.status_code, answer.json())
    assert back == (status, said)


@pytest.mark.parametrize(
    ("headers", "message", "expected"),
    [
        ({"authorization": "Bearer t"}, "No.", (401, "UNAUTHENTICATED")),
        ({"x-goog-api-key": "k"}, "Expected OAuth 2 access token.", (401, "UNAUTHENTICATED")),
        ({}, "No.", (403, "PERMISSION_DENIED")),
    ],
)
def test_other_credentials(
    misbehaving: Any, headers: dict[str, str], message: str, expected: tuple[int, str]
) -> None:
    said = {"error": {"code": "authentication", "message": message}}
    misbehaving.script = lambda connection: connection.answer(401, said)
    with httpx.Client(transport=InteractionsTransport(), base_url=misbehaving.url) as client:
        answer = client.post(PATH, json=BODY, headers=headers)
    assert (answer.status_code, answer.json()["error"]["status"]) == expected
