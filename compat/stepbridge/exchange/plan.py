"""Decides what happens to one generateContent request before anything is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from stepbridge.exchange.framing import encode
from stepbridge.exchange.message import Headers, HttpRequest, header, without
from stepbridge.exchange.route import Framing, Route
from stepbridge.fields.row import Fidelity
from stepbridge.policy import Decision, Outcome, Settings, UnsupportedFieldError
from stepbridge.policy.decision import Observer
from stepbridge.translate import request as translate
from stepbridge.translate.loss import Loss
from stepbridge.translate.malformed import MalformedRequestError
from stepbridge.translate.options import Options
from stepbridge.wire import JsonObject

_REWRITTEN = frozenset(
    {"content-length", "content-type", "transfer-encoding", "accept-encoding", "api-revision"}
)
# A response field mask is written in terms of the legacy answer.
_LEGACY_ONLY = ("x-goog-fieldmask", "x-goog-field-mask")


@dataclass(frozen=True, slots=True)
class Plan:
    """A request on its way to Interactions: the legacy body and its translation."""

    legacy: JsonObject
    translation: translate.Translation
    outgoing: HttpRequest


def make(request: HttpRequest, route: Route, settings: Settings, observe: Observer) -> Plan | None:
    """A plan, or None when the request goes to generateContent as it is.

    The decision is told to ``observe``. Raises ``UnsupportedFieldError`` under policy ``error``.
    """
    legacy = _legacy_body(request)
    if legacy is None:
        return None
    stream = route.framing is not Framing.WHOLE
    try:
        translation = translate.to_interaction(
            legacy, model=route.model, stream=stream, options=Options(pass_top_k=settings.top_k)
        )
    except (MalformedRequestError, RecursionError):
        return None  # the server's own words say best what is wrong
    losses = tuple(translation.losses)
    outcome = _outcome(losses, settings)
    observe(Decision(outcome, route.model, stream, losses, legacy))
    if outcome is Outcome.REFUSED:
        raise UnsupportedFieldError([loss for loss in losses if loss.fidelity is Fidelity.LOST])
    if outcome is Outcome.LEGACY:
        return None
    return Plan(legacy, translation, _outgoing(request, route, translation.body, settings))


def resumed(plan: Plan, token: str) -> HttpRequest:
    """The request that goes on where an answer stopped: nothing is stored, so all is sent again."""
    body = encode({**plan.translation.body, "continuation_token": token})
    request = plan.outgoing
    return HttpRequest(request.method, request.url, request.headers, body)


def _legacy_body(request: HttpRequest) -> JsonObject | None:
    """The JSON object in a request, or None for anything that the server should judge."""
    coding = header(request.headers, "content-encoding")
    if coding is not None and coding.lower() != "identity":
        return None
    if any(header(request.headers, name) is not None for name in _LEGACY_ONLY):
        return None
    try:
        body: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _outcome(losses: tuple[Loss, ...], settings: Settings) -> Outcome:
    if not any(loss.fidelity is Fidelity.LOST for loss in losses):
        return Outcome.TRANSLATED
    return {
        "legacy": Outcome.LEGACY,
        "error": Outcome.REFUSED,
        "drop": Outcome.DROPPED,
    }[settings.unsupported]


def _outgoing(
    request: HttpRequest, route: Route, body: JsonObject, settings: Settings
) -> HttpRequest:
    headers: Headers = (
        *without(request.headers, _REWRITTEN),
        ("Content-Type", "application/json"),
        # What every httpx can decode; a caller's own list may name more.
        ("Accept-Encoding", "gzip, deflate"),
    )
    if settings.api_revision:
        headers = (*headers, ("Api-Revision", settings.api_revision))
    return HttpRequest("POST", route.url, headers, encode(body))
