"""Errors that an answer can hold although its HTTP status was 200."""

from __future__ import annotations

from typing import Any

from stepbridge.wire import JsonObject


class AnswerError(Exception):
    """The service answered with an error: ``code`` (HTTP), ``status`` (google.rpc), ``message``.

    ``body`` is the error as generateContent writes it.
    """

    def __init__(
        self, code: int, status: str, message: str, details: list[Any] | None = None
    ) -> None:
        super().__init__(f"{code} {status}. {message}")
        self.code = code
        self.status = status
        self.message = message
        self.details = details

    @property
    def body(self) -> JsonObject:
        # Mid-stream, google-genai looks for "error" as the first key.
        error: JsonObject = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


class InteractionFailedError(AnswerError):
    """An interaction ended with status ``failed`` and a reason that is not a block."""


class StreamError(AnswerError):
    """An ``error`` event arrived inside a stream."""


class StreamBrokenError(AnswerError):
    """A stream ended before it said that it was complete: something may be missing."""

    def __init__(self, message: str) -> None:
        super().__init__(500, "INTERNAL", message)
