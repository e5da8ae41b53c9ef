"""Refusals that mean "not on Interactions": the same request may well work on generateContent.

Each row was met on the live service. Asking generateContent after such a refusal is always safe: it
either works, or gives the caller the error that it would have given in the first place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stepbridge.translate import errors


@dataclass(frozen=True, slots=True)
class Refusal:
    """Matches an error by HTTP status and, where given, its code and its message."""

    why: str
    statuses: frozenset[int]
    codes: frozenset[str] = frozenset()
    message: re.Pattern[str] | None = None

    def matches(self, http_status: int, code: str, message: str) -> bool:
        if http_status not in self.statuses or (self.codes and code not in self.codes):
            return False
        return self.message is None or self.message.search(message) is not None


_BAD = frozenset({400})
_GONE = frozenset({404})


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


REFUSALS: tuple[Refusal, ...] = (
    Refusal("the model is not served by Interactions", _GONE, frozenset({"model_not_found"})),
    Refusal("the model is not served by Interactions", _GONE, message=_words(r"\bmodels?\b")),
    Refusal(
        "the model is not served by Interactions",
        _BAD,
        message=_words(
            r"\bmodel\b.*\b(not (supported|available|found|served|allowed)|unsupported)"
        ),
    ),
    Refusal("the feature is not implemented", frozenset({501})),
    Refusal(
        "the model does not do this on Interactions",
        _BAD,
        message=_words(
            r"\b(not (yet )?(supported|available|allowed)|unsupported)\b.*\b(this|the|that) model\b"
        ),
    ),
    Refusal(
        "the server, or a gateway before it, speaks another revision of Interactions",
        _BAD,
        message=_words(r"\binteractions( api)? schema\b|\bapi-revision\b"),
    ),
    Refusal("Interactions does not know a parameter", _BAD, frozenset({"parameter_unknown"})),
    Refusal(
        "Interactions does not know a parameter",
        _BAD,
        message=_words(r"unknown (parameter|name|field)|unrecogni[sz]ed (parameter|field)"),
    ),
    Refusal(
        "the model takes no media in function results here",
        _BAD,
        message=_words(r"multimodal function responses?"),
    ),
    Refusal(
        "the model wants a tool setting that Interactions does not have",
        _BAD,
        message=_words(r"include_?server_?side_?tool_?invocations"),
    ),
    Refusal(
        "a tool choice without function tools",
        _BAD,
        message=_words(r"function calling config is set without function_?declarations"),
    ),
    Refusal(
        "a history without the thought signatures that Interactions asks for",
        _BAD,
        message=_words(r"thought_?\s?signature|^request contains an invalid argument\.?$"),
    ),
    Refusal(
        "a schema keyword that response_format refuses",
        _BAD,
        message=_words(
            r"response_?format.*(schema|mime_?type)|schema.*response_?format"
            r"|mime_?type is not supported"
        ),
    ),
    Refusal(
        "a setting that this endpoint refuses",
        _BAD,
        message=_words(
            r"\b(safety_?settings|cached_?content|thinking_?level|speech_?config|processing"
            r"|labels|service_?tier|store)\b.*\b(not|un|in)[\s-]?(supported|available|allowed|valid)"
        ),
    ),
    Refusal(
        "Interactions is not open to this project or place",
        frozenset({400, 403}),
        message=_words(
            r"interactions( api)?\b.*\bnot (been )?(available|enabled|supported|allowed)"
        ),
    ),
)


def why_not_possible(http_status: int, body: object) -> str | None:
    """Why Interactions cannot serve a request that generateContent may serve; None otherwise."""
    error = errors.error_of(body)
    if error is None:
        # A gateway without the endpoint answers with a page of its own.
        missing = http_status in (404, 405)
        return "the service has no Interactions endpoint" if missing else None
    code, message = str(error.get("code") or ""), str(error.get("message") or "")
    for refusal in REFUSALS:
        if refusal.matches(http_status, code, message):
            return refusal.why
    return None


def not_possible_on_interactions(http_status: int, body: object) -> bool:
    """Whether an error means that this model or feature is not on Interactions."""
    return why_not_possible(http_status, body) is not None
