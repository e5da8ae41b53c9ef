"""An answer that went wrong, as generateContent would have told it."""

from __future__ import annotations

from dataclasses import dataclass

from stepbridge.exchange.message import HttpRequest, header
from stepbridge.translate import errors
from stepbridge.translate.refusals import fallback
from stepbridge.translate.refusals.credential import Credential
from stepbridge.translate.refusals.failures import AnswerError, StreamBrokenError
from stepbridge.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Failure:
    """An HTTP status and the legacy body that goes with it.

    ``not_here`` is True when Interactions said that it cannot serve this request at all, ``broken``
    when the answer stopped without the server saying why.
    """

    status: int
    body: JsonObject
    not_here: bool = False
    broken: bool = False

    @classmethod
    def of_answer(cls, status: int, body: object, request: HttpRequest) -> Failure:
        """From an HTTP error of the Interactions API to ``request``; ``body`` is JSON, or what
        came instead."""
        sent = _credential_of(request)
        legacy_status, legacy_body = errors.from_interaction(status, body, sent)
        return cls(legacy_status, legacy_body, fallback.not_possible_on_interactions(status, body))

    @classmethod
    def of_error(cls, error: AnswerError, event: object = None) -> Failure:
        """From an error inside an answer; ``event`` is the stream event that told it, if any."""
        told = errors.error_of(event) is not None
        not_here = told and fallback.not_possible_on_interactions(error.code, event)
        return cls(error.code, error.body, not_here, isinstance(error, StreamBrokenError))

    @classmethod
    def made_here(cls, message: str) -> Failure:
        """For what no server said: a broken stream, an answer that is not JSON."""
        error = AnswerError(503, "UNAVAILABLE", f"stepbridge: {message}")
        return cls(error.code, error.body, broken=True)


def _credential_of(request: HttpRequest) -> Credential:
    query = request.url.partition("?")[2].split("&")
    if header(request.headers, "x-goog-api-key") or any(
        pair.startswith(("key=", "%24key=", "$key=")) for pair in query
    ):
        return Credential.KEY
    if header(request.headers, "authorization"):
        return Credential.TOKEN
    return Credential.NONE
