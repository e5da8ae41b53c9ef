"""Failures on demand, the same for both APIs.

A request asks for one in the header ``x-emulator-fail: KIND`` or in the last text of the user:
``[[emulator:KIND]]``. ``KINDxN`` fails only the first N times that the same request arrives,
which is what a test of retries needs.

=============== ==================================================================
``400 401 403`` refused with that status; so are 404 429 499 500 501 503 504
``bad-key``     400 API_KEY_INVALID on generateContent, 401 on Interactions
``unsupported`` 400 on Interactions only: the model cannot do this there
``safety``      the prompt is blocked; also ``recitation``, ``prohibited_content``
``blocked``     the answer is blocked after it began
``continue``    the answer comes in two halves (``requires_continuation``)
``stream-error`` an error inside a stream that began with 200
``cut``         the connection breaks in the middle of the body
``truncate``    the stream ends without its last event
``malformed``   an event, or the body, that is not JSON
``hang``        nothing is ever sent; ``hang-stream``: nothing more after the first text
``slow``        a pause before each event
=============== ==================================================================
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from stepbridge_emulator.errors import OPAQUE, Json, Refusal

HEADER = "x-emulator-fail"
MARKER = re.compile(r"\[\[emulator:([a-z0-9_-]+?)(?:x(\d+))?\]\]")
BLOCKED_PROMPT = {
    "safety": "SAFETY",
    "recitation": "OTHER",
    "prohibited_content": "PROHIBITED_CONTENT",
    "blocklist": "BLOCKLIST",
}
API_KEY_INVALID: Json = {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    "reason": "API_KEY_INVALID",
    "domain": "googleapis.com",
    "metadata": {"service": "generativelanguage.googleapis.com"},
}
RETRY: Json = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0s"}

REFUSALS: dict[str, Refusal] = {
    "400": Refusal(OPAQUE),
    "401": Refusal("Request had invalid authentication credentials.", "UNAUTHENTICATED"),
    "403": Refusal("The caller does not have permission", "PERMISSION_DENIED"),
    "404": Refusal("models/unknown is not found.", "NOT_FOUND", code="model_not_found"),
    "429": Refusal(
        "You exceeded your current quota, please check your plan and billing details.",
        "RESOURCE_EXHAUSTED",
        code="quota_exceeded",
        details=(RETRY,),
    ),
    "499": Refusal("The operation was cancelled.", "CANCELLED"),
    "500": Refusal("An internal error has occurred. Please retry.", "INTERNAL"),
    "501": Refusal("Not implemented.", "UNIMPLEMENTED"),
    "503": Refusal("The model is overloaded. Please try again later.", "UNAVAILABLE"),
    "504": Refusal("Deadline expired before operation could complete.", "DEADLINE_EXCEEDED"),
    "bad-key": Refusal(
        "API key not valid. Please pass a valid API key.", details=(API_KEY_INVALID,)
    ),
}
BAD_KEY = Refusal("API key not valid. Please pass a valid API key.", "UNAUTHENTICATED")
NOT_ON_INTERACTIONS = Refusal("This feature is not supported for this model.")


@dataclass
class FailureCount:
    """How often each limited failure has happened."""

    seen: Counter[str] = field(default_factory=Counter)

    def due(self, kind: str, limit: str | None, request: str) -> str:
        """``kind``, or an empty string when its number is used up."""
        if limit is None:
            return kind
        key = f"{kind} {request}"
        self.seen[key] += 1
        return kind if self.seen[key] <= int(limit) else ""


def asked(header: str, text: str, count: FailureCount) -> str:
    """The kind of failure that a request asks for, or an empty string."""
    match = MARKER.search(f"[[emulator:{header}]]" if header else text)
    return count.due(match[1], match[2], text) if match else ""


def refuse_legacy(kind: str) -> None:
    """Raise what generateContent answers to ``kind``, if that is a refusal."""
    if kind in REFUSALS:
        raise REFUSALS[kind]


def refuse_interactions(kind: str) -> None:
    """Raise what Interactions answers to ``kind``, if that is a refusal."""
    if kind == "bad-key":
        raise BAD_KEY
    if kind == "unsupported":
        raise NOT_ON_INTERACTIONS
    if kind in BLOCKED_PROMPT:
        raise Refusal(f"The request was blocked: {kind}.", code=kind)
    if kind in REFUSALS:
        raise REFUSALS[kind]
