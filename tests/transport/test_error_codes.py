"""Each code of the Interactions API, and what a caller of generateContent is told instead."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from stepbridge import InteractionsTransport, Settings
from stepbridge.translate.errors import to_interaction

PATH = "/v1beta/models/m:generateContent"
BODY = {"contents": [{"parts": [{"text": "hi"}]}]}

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
