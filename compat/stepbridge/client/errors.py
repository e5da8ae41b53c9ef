"""Exceptions of the client; the official SDK's ``except`` clauses catch them too."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any


class APIError(Exception):
    """The service refused. The attributes are those of ``google.genai.errors.APIError``.

    ``code`` is the HTTP status, ``status`` the google.rpc name (``RESOURCE_EXHAUSTED``),
    ``message`` the service's words, ``details`` the whole body, ``response`` the HTTP response.
    ``status_code`` and ``body`` say the same in the words of the Interactions classes.
    """

    code: int
    status: str | None
    message: str | None
    details: Any
    response: Any

    def __init__(self, code: int, response_json: Any, response: Any = None) -> None:
        if isinstance(response_json, list) and len(response_json) == 1:
            response_json = response_json[0]
        error = response_json.get("error", response_json) if isinstance(response_json, dict) else {}
        error = error if isinstance(error, dict) else {"message": str(error)}
        self.response = response
        self.details = response_json
        self.message = error.get("message")
        self.status = error.get("status")
        self.code = code
        Exception.__init__(self, f"{self.code} {self.status}. {self.details}")

    def __str__(self) -> str:
        # Of the official classes that may follow, the Interactions one would say something else.
        return Exception.__str__(self)

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.code

    @property
    def body(self) -> Any:
        """The decoded body of the answer."""
        return self.details

    def __reduce__(self) -> tuple[Any, ...]:
        return (rebuilt, (self.code, self.details))


class ClientError(APIError):
    """The request was at fault (4xx)."""


class ServerError(APIError):
    """The service was at fault (5xx)."""


# google.genai._gaos.lib.compat_errors (3.4.0)
_INTERACTIONS = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}


class NotAvailableError(AttributeError, NotImplementedError):
    """A part of the official client that this one has only when google-genai is installed."""


def api_error(code: int, body: Any, response: Any = None) -> APIError:
    """The exception for an HTTP status and decoded body."""
    own = ClientError if 400 <= code < 500 else ServerError if 500 <= code < 600 else APIError
    return _joined(own, _official(own.__name__, code))(code, body, response)


def rebuilt(code: int, body: Any) -> APIError:
    """What pickle calls: the exception again, without its HTTP response."""
    return api_error(code, body)


def _official(name: str, code: int) -> tuple[type[Exception], ...]:
    """The official classes for an error: of generateContent, and of the Interactions client."""
    # The official SDK is not imported for this: who can name its classes has imported it already.
    legacy = sys.modules.get("google.genai.errors")
    interactions = sys.modules.get("google.genai._gaos.lib.compat_errors")
    kind = "InternalServerError" if code >= 500 else _INTERACTIONS.get(code, "APIStatusError")
    found = (getattr(legacy, name, None), getattr(interactions, kind, None))
    return tuple(official for official in found if official is not None)


@cache
def _joined(own: type[APIError], official: tuple[type[Exception], ...]) -> type[APIError]:
    if not official:
        return own
    return type(own.__name__, (own, *official), {"__module__": own.__module__})
