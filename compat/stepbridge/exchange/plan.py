"""Decides what happens to one generateContent request before anything is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from stepbridge.exchange.lift import Lifted, lift
from stepbridge.exchange.message import Headers, HttpRequest, encode, header, without
from stepbridge.exchange.route import Framing, Route
from stepbridge.fields.row import Fidelity
from stepbridge.policy import Decision, Outcome, Settings, UnsupportedFieldError
from stepbridge.policy.decision import Observer
from stepbridge.translate import request as translate
from stepbridge.translate.loss import Loss
from stepbridge.translate.options import Options
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.wire import JsonObject

_REWRITTEN = frozenset(
    {"content-length", "content-type", "transfer-encoding", "accept-encoding", "api-revision"}
)
# A response field mask is written in terms of the legacy answer.
_LEGACY_ONLY = ("x-goog-fieldmask", "x-goog-field-mask")


@dataclass(frozen=True, slots=True)
class Plan:
    """A request on its way to Interactions: the legacy body and its translation.

    Long media in both may be cut out; ``lifted`` puts it back.
    """

    legacy: JsonObject
    translation: translate.Translation
    lifted: Lifted
    outgoing: HttpRequest


def make(request: HttpRequest, route: Route, settings: Settings, observe: Observer) -> Plan | None:
    """A plan, or None when the request goes to generateContent as it is.

    The decision is told to ``observe``. Raises ``UnsupportedFieldError`` under policy ``error``.
    """
    if not _is_plain(request):
        return None
    draft = _read(request, route, settings)
    if draft is None:
        return None  # the server's own words say best what is wrong
    losses = tuple(draft.translation.losses)
    outcome = _outcome(losses, settings)
    observe(Decision(outcome, route.model, _streams(route), losses, draft.legacy))
    if outcome is Outcome.REFUSED:
        raise UnsupportedFieldError([loss for loss in losses if loss.fidelity is Fidelity.LOST])
    if outcome is Outcome.LEGACY:
        return None
    outgoing = _outgoing(request, route, draft.encoded, settings)
    return Plan(draft.legacy, draft.translation, draft.lifted, outgoing)


def resumed(plan: Plan, token: str) -> HttpRequest:
    """The request that goes on where an answer stopped: nothing is stored, so all is sent again."""
    slim = encode({**plan.translation.body, "continuation_token": token})
    body = plan.lifted.restored(slim)
    assert body is not None, "what went in once comes out once"
    request = plan.outgoing
    return HttpRequest(request.method, request.url, request.headers, body)


def with_body(plan: Plan, body: JsonObject) -> Plan | None:
    """The plan with another body, which may hold only some of the media; None if that fails."""
    data = plan.lifted.restored_where_marked(encode(body))
    if data is None:
        return None
    request = plan.outgoing
    return replace(plan, outgoing=HttpRequest(request.method, request.url, request.headers, data))


@dataclass(frozen=True, slots=True)
class _Draft:
    legacy: JsonObject
    translation: translate.Translation
    lifted: Lifted
    encoded: bytes


def _read(request: HttpRequest, route: Route, settings: Settings) -> _Draft | None:
    if request.value is not None:
        return _draft(request.value, Lifted(b""), route, settings)
    lifted = lift(request.body)
    draft = _draft(_decoded(lifted.slim), lifted, route, settings)
    if draft is None and lifted.is_slimmer:
        return _draft(_decoded(request.body), Lifted(request.body), route, settings)
    return draft


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (RecursionError, ValueError):
        return None


def _draft(legacy: Any, lifted: Lifted, route: Route, settings: Settings) -> _Draft | None:
    """A translation, or None: no object, malformed, or not to be translated in this slim form."""
    options = Options(pass_top_k=settings.top_k, sign_foreign_calls=settings.sign_foreign_calls)
    if not isinstance(legacy, dict) or not lifted.is_safe(legacy):
        return None
    try:
        translation = translate.to_interaction(
            legacy, model=route.model, stream=_streams(route), options=options
        )
    except (MalformedRequestError, RecursionError, ValueError):
        return None
    encoded = lifted.restored(encode(translation.body))
    return None if encoded is None else _Draft(legacy, translation, lifted, encoded)


def _streams(route: Route) -> bool:
    return route.framing is not Framing.WHOLE


def _is_plain(request: HttpRequest) -> bool:
    """Whether the body is JSON as it stands and its answer is asked for in full."""
    coding = header(request.headers, "content-encoding")
    if coding is not None and coding.lower() != "identity":
        return False
    return all(header(request.headers, name) is None for name in _LEGACY_ONLY)


def _outcome(losses: tuple[Loss, ...], settings: Settings) -> Outcome:
    if not any(loss.fidelity is Fidelity.LOST for loss in losses):
        return Outcome.TRANSLATED
    return {
        "legacy": Outcome.LEGACY,
        "error": Outcome.REFUSED,
        "drop": Outcome.DROPPED,
    }[settings.unsupported]


def _outgoing(request: HttpRequest, route: Route, body: bytes, settings: Settings) -> HttpRequest:
    headers: Headers = (
        *without(request.headers, _REWRITTEN),
        ("Content-Type", "application/json"),
        # What every httpx can decode; a caller's own list may name more.
        ("Accept-Encoding", "gzip, deflate"),
    )
    if settings.api_revision:
        headers = (*headers, ("Api-Revision", settings.api_revision))
    return HttpRequest("POST", route.url, headers, body)
