"""An answer that went wrong, as generateContent would have told it."""

from __future__ import annotations

from dataclasses import dataclass

from stepbridge.translate import errors, fallback
from stepbridge.translate.failures import AnswerError
from stepbridge.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Failure:
    """An HTTP status and the legacy body that goes with it.

    ``not_here`` is True when Interactions said that it cannot serve this request at all.
    """

    status: int
    body: JsonObject
    not_here: bool = False

    @classmethod
    def of_answer(cls, status: int, body: object) -> Failure:
        """From an HTTP error of the Interactions API; ``body`` is JSON, or what came instead."""
        legacy_status, legacy_body = errors.from_interaction(status, body)
        return cls(legacy_status, legacy_body, fallback.not_possible_on_interactions(status, body))

    @classmethod
    def of_error(cls, error: AnswerError, event: object = None) -> Failure:
        """From an error inside an answer; ``event`` is the stream event that told it, if any."""
        told = errors.error_of(event) is not None
        not_here = told and fallback.not_possible_on_interactions(error.code, event)
        return cls(error.code, error.body, not_here)

    @classmethod
    def made_here(cls, message: str) -> Failure:
        """For what no server said: a broken stream, an answer that is not JSON."""
        return cls.of_error(AnswerError(503, "UNAVAILABLE", f"stepbridge: {message}"))
