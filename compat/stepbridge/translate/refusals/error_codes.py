"""Names of errors: Interactions codes, HTTP statuses and google.rpc status names.

Codes: the official errors page and live reports; status names: google.rpc.Code.
"""

from __future__ import annotations

from typing import NamedTuple


class RpcStatus(NamedTuple):
    """An HTTP status as generateContent uses it, and its google.rpc name."""

    code: int
    name: str


BY_CODE: dict[str, RpcStatus] = {
    "invalid_request": RpcStatus(400, "INVALID_ARGUMENT"),
    "parameter_unknown": RpcStatus(400, "INVALID_ARGUMENT"),
    "failed_precondition": RpcStatus(400, "FAILED_PRECONDITION"),
    "out_of_range": RpcStatus(400, "OUT_OF_RANGE"),
    "authentication": RpcStatus(401, "UNAUTHENTICATED"),
    "payment_required": RpcStatus(429, "RESOURCE_EXHAUSTED"),
    "permission_denied": RpcStatus(403, "PERMISSION_DENIED"),
    "not_found": RpcStatus(404, "NOT_FOUND"),
    "model_not_found": RpcStatus(404, "NOT_FOUND"),
    "already_exists": RpcStatus(409, "ALREADY_EXISTS"),
    "conflict": RpcStatus(409, "ABORTED"),
    "rate_limit_exceeded": RpcStatus(429, "RESOURCE_EXHAUSTED"),
    "quota_exceeded": RpcStatus(429, "RESOURCE_EXHAUSTED"),
    "too_many_requests": RpcStatus(429, "RESOURCE_EXHAUSTED"),
    "cancelled": RpcStatus(499, "CANCELLED"),
    "api_error": RpcStatus(500, "INTERNAL"),
    "internal_server_error": RpcStatus(500, "INTERNAL"),
    "not_implemented": RpcStatus(501, "UNIMPLEMENTED"),
    "service_unavailable": RpcStatus(503, "UNAVAILABLE"),
    "deadline_exceeded": RpcStatus(504, "DEADLINE_EXCEEDED"),
    "gateway_timeout": RpcStatus(504, "DEADLINE_EXCEEDED"),
}

# Codes that Interactions sends with another HTTP status than generateContent.
MOVED: dict[str, int] = {"authentication": 401, "out_of_range": 416, "payment_required": 402}

BY_HTTP: dict[int, str] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    402: "RESOURCE_EXHAUSTED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    412: "FAILED_PRECONDITION",
    416: "OUT_OF_RANGE",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}

# google.rpc name -> Interactions code and HTTP status, for the way back.
BY_STATUS: dict[str, tuple[int, str]] = {
    "INVALID_ARGUMENT": (400, "invalid_request"),
    "FAILED_PRECONDITION": (400, "failed_precondition"),
    "OUT_OF_RANGE": (416, "out_of_range"),
    "UNAUTHENTICATED": (401, "authentication"),
    "PERMISSION_DENIED": (403, "permission_denied"),
    "NOT_FOUND": (404, "not_found"),
    "ALREADY_EXISTS": (409, "already_exists"),
    "ABORTED": (409, "conflict"),
    "RESOURCE_EXHAUSTED": (429, "rate_limit_exceeded"),
    "CANCELLED": (499, "cancelled"),
    "INTERNAL": (500, "api_error"),
    "UNKNOWN": (500, "api_error"),
    "DATA_LOSS": (500, "api_error"),
    "UNIMPLEMENTED": (501, "not_implemented"),
    "UNAVAILABLE": (503, "service_unavailable"),
    "DEADLINE_EXCEEDED": (504, "deadline_exceeded"),
}

# google.rpc.Code numbers, as a google.rpc.Status inside a step writes them.
_BY_NUMBER: dict[int, RpcStatus] = {
    1: RpcStatus(499, "CANCELLED"),
    2: RpcStatus(500, "UNKNOWN"),
    3: RpcStatus(400, "INVALID_ARGUMENT"),
    4: RpcStatus(504, "DEADLINE_EXCEEDED"),
    5: RpcStatus(404, "NOT_FOUND"),
    6: RpcStatus(409, "ALREADY_EXISTS"),
    7: RpcStatus(403, "PERMISSION_DENIED"),
    8: RpcStatus(429, "RESOURCE_EXHAUSTED"),
    9: RpcStatus(400, "FAILED_PRECONDITION"),
    10: RpcStatus(409, "ABORTED"),
    11: RpcStatus(400, "OUT_OF_RANGE"),
    12: RpcStatus(501, "UNIMPLEMENTED"),
    13: RpcStatus(500, "INTERNAL"),
    14: RpcStatus(503, "UNAVAILABLE"),
    15: RpcStatus(500, "DATA_LOSS"),
    16: RpcStatus(401, "UNAUTHENTICATED"),
}


def status_name(http_status: int) -> str:
    """The google.rpc name for an HTTP status, also for one that no table lists."""
    if http_status in BY_HTTP:
        return BY_HTTP[http_status]
    return "INVALID_ARGUMENT" if http_status < 500 else "INTERNAL"


def rpc_status(code: object, http_status: int | None) -> RpcStatus:
    """The legacy HTTP status and name for an Interactions error code.

    ``http_status`` is None inside a stream, where only the code says what happened; an HTTP status
    that contradicts the code wins, except where the two APIs use different ones for the same error.
    """
    known = BY_CODE.get(str(code))
    if http_status is None:
        return known or _numeric(code) or RpcStatus(500, "INTERNAL")
    if known is None:
        return RpcStatus(http_status, status_name(http_status))
    return RpcStatus(known.code if str(code) in MOVED else http_status, known.name)


def _numeric(code: object) -> RpcStatus | None:
    text = str(code)
    if not text.isdecimal():
        return None
    if int(text) in _BY_NUMBER:
        return _BY_NUMBER[int(text)]
    if not 400 <= int(text) < 600:
        return None
    return RpcStatus(int(text), status_name(int(text)))
