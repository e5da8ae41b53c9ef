"""Error answers, both ways.

Interactions: ``{"error": {"code": "invalid_request", "message": ...}}``. generateContent:
``{"error": {"code": 400, "message": ..., "status": "INVALID_ARGUMENT", "details": [...]}}``.
"""

from __future__ import annotations

import json
from typing import Any

from stepbridge.translate.answers import blocked
from stepbridge.translate.refusals import credential, error_codes
from stepbridge.translate.refusals.credential import ERROR_INFO, Credential
from stepbridge.translate.refusals.failures import AnswerError
from stepbridge.wire import JsonObject

_AUTHENTICATION = "authentication"
_DOMAIN = "generativelanguage.googleapis.com"


def from_interaction(
    http_status: int, body: object, sent: Credential = Credential.TOKEN
) -> tuple[int, JsonObject]:
    """An Interactions error answer -> HTTP status and body as generateContent gives them.

    ``sent`` is what the request identified itself with: a refused key is a 400 there, not a 401.

    ``body`` is decoded JSON, text, bytes or None: a page of a proxy and an empty body become a
    google.rpc error too. An Interactions code that says more than the status name is kept as the
    ``reason`` of an ErrorInfo detail. A body that has the legacy shape already is returned as it
    is. A blocked answer (see ``blocked_of``) becomes status 200 with ``promptFeedback``.
    """
    error = error_of(body)
    if error is None:
        return http_status, _plain(http_status, _text(body))
    if isinstance(error.get("code"), int) and error.get("status"):
        return http_status, {"error": error}
    if (answer := blocked_of(body)) is not None:
        return 200, answer
    if error.get("code") == _AUTHENTICATION:
        failure = _not_authenticated(error, sent)
    else:
        failure = failure_of(error, http_status)
    return failure.code, failure.body


def blocked_of(body: object) -> JsonObject | None:
    """The 200 answer that generateContent gives for a blocked prompt; None for any other error."""
    error = error_of(body)
    block = blocked.block_of(error.get("code")) if error else None
    if error is None or block is None:
        return None
    return blocked.empty_answer(block, _message(error))


def failure_of(
    error: JsonObject,
    http_status: int | None = None,
    kind: type[AnswerError] = AnswerError,
) -> AnswerError:
    """An Interactions error object (``{"code", "message"}``) as an exception with legacy names."""
    rpc = error_codes.rpc_status(error.get("code"), http_status)
    return kind(rpc.code, rpc.name, _message(error) or rpc.name, _details(error, rpc.name))


def _not_authenticated(error: JsonObject, sent: Credential) -> AnswerError:
    status, name, details = credential.refused(sent, _message(error) or "")
    return AnswerError(
        status, name, _message(error) or name, [*details, *_details(error, name)] or None
    )


def to_interaction(http_status: int, body: object) -> tuple[int, JsonObject]:
    """A google.rpc error answer -> HTTP status and body as Interactions gives them."""
    error = error_of(body)
    if error is None:
        status = error_codes.status_name(http_status)
        message: Any = _text(body) or status
        details: list[Any] = []
    else:
        status = str(error.get("status") or error_codes.status_name(http_status))
        message = error.get("message") or status
        details = error.get("details") or []
    _, code = error_codes.BY_STATUS.get(status, (http_status, "api_error"))
    if any(map(credential.is_refused_key, details)):
        code = _AUTHENTICATION
    code = next((reason for reason in map(_reason, details) if reason), code)
    moved = error_codes.MOVED.get(code, http_status)
    return moved, {"error": {"code": code, "message": message}}


def error_of(body: object) -> JsonObject | None:
    """The error object inside an answer: decoded JSON, text or bytes, also in a one-item list."""
    if isinstance(body, (str, bytes, bytearray)):
        try:
            body = json.loads(body)
        except ValueError:
            return None
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, dict):
        return None
    error = body.get("error")
    if isinstance(error, str):
        return {"code": error, "message": body.get("message") or error}
    return error if isinstance(error, dict) else None


def _plain(http_status: int, text: str) -> JsonObject:
    status = error_codes.status_name(http_status)
    return AnswerError(http_status, status, text.strip() or status).body


def _details(error: JsonObject, status: str) -> list[Any]:
    details = list(error.get("details") or [])
    extras = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in error.items()
        if key not in ("code", "message", "details") and value is not None
    }
    code = error.get("code")
    # A code that the status name implies says nothing more.
    implied = code is None or error_codes.BY_STATUS.get(status, (0, ""))[1] == code
    if extras or not implied:
        info: JsonObject = {"@type": ERROR_INFO, "reason": str(code), "domain": _DOMAIN}
        if extras:
            info["metadata"] = extras
        details.append(info)
    return details


def _reason(detail: Any) -> str | None:
    if not isinstance(detail, dict) or detail.get("@type") != ERROR_INFO:
        return None
    reason = str(detail.get("reason", ""))
    return reason if reason in error_codes.BY_CODE else None


def _message(error: JsonObject) -> str | None:
    message = error.get("message")
    return None if message is None else str(message)


def _text(body: object) -> str:
    if body is None:
        return ""
    if isinstance(body, (bytes, bytearray)):
        return bytes(body).decode("utf-8", "replace")
    return body if isinstance(body, str) else json.dumps(body)
