"""Error answers both ways, and which refusals mean "not on Interactions"."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.genai import errors as official_errors

from stepbridge.translate import errors
from stepbridge.translate.refusals import fallback
from stepbridge.translate.refusals.error_codes import BY_CODE

INFO = "type.googleapis.com/google.rpc.ErrorInfo"


def refusal(code: str, message: str = "x", **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, **more}}


@pytest.mark.parametrize(
    ("http", "code", "legacy_http", "status"),
    [
        (400, "invalid_request", 400, "INVALID_ARGUMENT"),
        (400, "parameter_unknown", 400, "INVALID_ARGUMENT"),
        (400, "failed_precondition", 400, "FAILED_PRECONDITION"),
        (401, "authentication", 401, "UNAUTHENTICATED"),
        (402, "payment_required", 429, "RESOURCE_EXHAUSTED"),
        (403, "permission_denied", 403, "PERMISSION_DENIED"),
        (404, "model_not_found", 404, "NOT_FOUND"),
        (416, "out_of_range", 400, "OUT_OF_RANGE"),
        (429, "quota_exceeded", 429, "RESOURCE_EXHAUSTED"),
        (499, "cancelled", 499, "CANCELLED"),
        (500, "api_error", 500, "INTERNAL"),
        (501, "not_implemented", 501, "UNIMPLEMENTED"),
        (503, "service_unavailable", 503, "UNAVAILABLE"),
        (504, "gateway_timeout", 504, "DEADLINE_EXCEEDED"),
        (418, "i_am_a_teapot", 418, "INVALID_ARGUMENT"),
        (599, "who_knows", 599, "INTERNAL"),
    ],
)
def test_code_and_status(http: int, code: str, legacy_http: int, status: str) -> None:
    found_http, body = errors.from_interaction(http, refusal(code))
    assert (found_http, body["error"]["code"]) == (legacy_http, legacy_http)
    assert body["error"]["status"] == status
    assert body["error"]["message"] == "x"


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_the_original_code_survives_the_way_back(code: str) -> None:
    legacy = errors.from_interaction(BY_CODE[code].code, refusal(code))
    _, back = errors.to_interaction(*legacy)
    assert back == refusal(code)


def test_the_official_sdk_raises_what_it_always_raised() -> None:
    """except errors.ClientError as e: e.code, e.status, e.message."""
    status, body = errors.from_interaction(429, refusal("rate_limit_exceeded", "Slow down."))
    with pytest.raises(official_errors.ClientError) as caught:
        official_errors.APIError.raise_error(status, body, None)
    error = caught.value
    assert (error.code, error.status, error.message) == (429, "RESOURCE_EXHAUSTED", "Slow down.")


def test_what_an_error_says_besides_is_kept() -> None:
    _, body = errors.from_interaction(400, refusal("parameter_unknown", param="tools[0]", n=1))
    (info,) = body["error"]["details"]
    assert info["@type"] == INFO
    assert info["reason"] == "parameter_unknown"
    assert info["metadata"] == {"param": "tools[0]", "n": "1"}


def test_a_legacy_error_stays_as_it_is() -> None:
    body = {"error": {"code": 400, "message": "x", "status": "INVALID_ARGUMENT", "details": [1]}}
    assert errors.from_interaction(400, body) == (400, body)
    assert errors.from_interaction(400, [body]) == (400, body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>Bad gateway</html>", "<html>Bad gateway</html>"),
        ("upstream \u2620", "upstream \u2620"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", "UNAVAILABLE"),
        (None, "UNAVAILABLE"),
        ({"detail": "no"}, '{"detail": "no"}'),
    ],
)
def test_bodies_that_are_no_error_objects(body: object, message: str) -> None:
    expected = {"error": {"code": 502, "message": message, "status": "UNAVAILABLE"}}
    assert errors.from_interaction(502, body) == (502, expected)


def test_bytes_and_text_are_decoded() -> None:
    raw = json.dumps(refusal("not_found", "gone"))
    assert errors.from_interaction(404, raw) == errors.from_interaction(404, raw.encode())
    assert errors.from_interaction(404, raw)[1]["error"]["status"] == "NOT_FOUND"


def test_a_blocked_prompt_is_an_answer(official: Any) -> None:
    status, body = errors.from_interaction(400, refusal("prohibited_content", "No."))
    assert status == 200
    assert official(body).prompt_feedback.block_reason == "PROHIBITED_CONTENT"
    assert errors.blocked_of(refusal("prohibited_content")) is not None
    assert errors.blocked_of(refusal("invalid_request")) is None


@pytest.mark.parametrize(
    ("http", "body"),
    [
        (404, refusal("model_not_found", "models/gemini-1.5-pro is not found")),
        (404, refusal("not_found", "Model gemini-2.0-flash does not exist.")),
        (404, b"<html>Not found</html>"),
        (405, b""),
        (501, refusal("not_implemented", "previous_interaction_id after a tool turn")),
        (400, refusal("parameter_unknown", "presence_penalty")),
        (400, refusal("invalid_request", "Unknown parameter 'frequency_penalty'.")),
        (
            400,
            refusal(
                "invalid_request",
                "Multimodal function responses are not supported for this model",
            ),
        ),
        (
            400,
            refusal(
                "invalid_request", "Set tool_config.include_server_side_tool_invocations to true."
            ),
        ),
        (400, refusal("invalid_request", "Request contains an invalid argument")),
        (400, refusal("invalid_request", "This feature is not supported for this model.")),
        (
            400,
            refusal(
                "invalid_request", "The legacy Interactions API schema is no longer supported."
            ),
        ),
        (
            400,
            refusal(
                "invalid_request",
                "Function calling config is set without function_declarations.",
            ),
        ),
        (400, refusal("invalid_request", "Audio mime_type is not supported in response_format")),
        (400, refusal("invalid_request", "thinking_level minimal is not supported")),
        (400, refusal("invalid_request", "safety_settings is not supported")),
        (403, refusal("permission_denied", "The Interactions API is not enabled.")),
    ],
)
def test_not_possible_on_interactions(http: int, body: object) -> None:
    assert fallback.not_possible_on_interactions(http, body)
    assert fallback.why_not_possible(http, body)


@pytest.mark.parametrize(
    ("http", "body"),
    [
        (400, refusal("invalid_request", "input must not be empty")),
        (401, refusal("authentication", "API key not valid")),
        (403, refusal("permission_denied", "no access to this file")),
        (404, refusal("not_found", "file abc")),
        (429, refusal("rate_limit_exceeded", "the model is not available at this rate")),
        (500, refusal("api_error", "the model is not supported today")),
        (503, b"<html>overloaded</html>"),
        (400, refusal("safety", "No.")),
    ],
)
def test_other_errors_stay_errors(http: int, body: object) -> None:
    assert not fallback.not_possible_on_interactions(http, body)
