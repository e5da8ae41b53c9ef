"""What the live services answer when they refuse: one refusal, two bodies.

generateContent answers ``{"error": {"code": 400, "message", "status", "details"}}`` (google.rpc),
Interactions ``{"error": {"code": "invalid_request", "message"}}`` with a snake_case string code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

# google.rpc status name -> (HTTP status on generateContent, HTTP status, code on Interactions)
STATUSES: dict[str, tuple[int, int, str]] = {
    "INVALID_ARGUMENT": (400, 400, "invalid_request"),
    "FAILED_PRECONDITION": (400, 400, "failed_precondition"),
    "UNAUTHENTICATED": (401, 401, "authentication"),
    "PERMISSION_DENIED": (403, 403, "permission_denied"),
    "NOT_FOUND": (404, 404, "not_found"),
    "OUT_OF_RANGE": (400, 416, "out_of_range"),
    "RESOURCE_EXHAUSTED": (429, 429, "rate_limit_exceeded"),
    "CANCELLED": (499, 499, "cancelled"),
    "INTERNAL": (500, 500, "api_error"),
    "UNIMPLEMENTED": (501, 501, "not_implemented"),
    "UNAVAILABLE": (503, 503, "service_unavailable"),
    "DEADLINE_EXCEEDED": (504, 504, "deadline_exceeded"),
}

OPAQUE = "Request contains an invalid argument."


@dataclass(frozen=True)
class Refusal(Exception):  # noqa: N818 - an answer of the service, not a fault of this program
    """A request that is answered with an error.

    ``status`` is the google.rpc name, ``message`` what generateContent says; ``code`` and
    ``interactions_message`` replace the usual Interactions words where the service differs.
    """

    message: str
    status: str = "INVALID_ARGUMENT"
    code: str = ""
    interactions_message: str = ""
    details: tuple[Json, ...] = field(default=())

    def legacy(self) -> tuple[int, Json]:
        """HTTP status and body as generateContent writes them."""
        http_status = STATUSES[self.status][0]
        error: Json = {"code": http_status, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = list(self.details)
        return http_status, {"error": error}

    def interactions(self) -> tuple[int, Json]:
        """HTTP status and body as Interactions writes them."""
        _, http_status, code = STATUSES[self.status]
        message = self.interactions_message or self.message
        return http_status, {"error": {"code": self.code or code, "message": message}}


def bad_request(path: str, description: str) -> tuple[Json, ...]:
    """The ``google.rpc.BadRequest`` detail that names a field."""
    violation = {"field": path, "description": description}
    return ({"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]},)
