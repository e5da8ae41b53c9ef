"""Decides what happens to one generateContent request before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from stepbridge.exchange.lift import Lifted, lift
from stepbridge.exchange.message import Headers, HttpRequest, decoded, encode, without
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
_LEGACY_ONLY = frozenset({"x-goog-fieldmask", "x-goog-field-mask"})


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
    plan = _read(request, route, settings)
    if plan is None:
        return None  # the server's own words say best what is wrong
    losses = plan.translation.losses
    outcome = _outcome(losses, settings)
    observe(Decision(outcome, route.model, _streams(route), losses, plan.legacy))
    if outcome is Outcome.REFUSED:
        raise UnsupportedFieldError([loss for loss in losses if loss.fidelity is Fidelity.LOST])
    return None if outcome is Outcome.LEGACY else plan


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


def _read(request: HttpRequest, route: Route, settings: Settings) -> Plan | None:
    if request.value is not None:
        return _planned(request, request.value, Lifted(b""), route, settings)
    lifted = lift(request.body)
    plan = _planned(request, decoded(lifted.slim), lifted, route, settings)
    if plan is None and lifted.is_slimmer:
        whole = Lifted(request.body)
        return _planned(request, decoded(request.body), whole, route, settings)
    return plan


def _planned(
    request: HttpRequest, legacy: Any, lifted: Lifted, route: Route, settings: Settings
) -> Plan | None:
    """A plan, or None: no object, malformed, or not to be translated in this slim form."""
    options = _options(settings.top_k, settings.sign_foreign_calls)
    if not isinstance(legacy, dict) or not lifted.is_safe(legacy):
        return None
    try:
        translation = translate.to_interaction(
            legacy, model=route.model, stream=_streams(route), options=options
        )
    except (MalformedRequestError, RecursionError, ValueError):
        return None
    body = lifted.restored(encode(translation.body))
    if body is None:
        return None
    return Plan(legacy, translation, lifted, _outgoing(request, route, body, settings))


@cache
def _options(top_k: bool, sign_foreign_calls: bool) -> Options:
    return Options(pass_top_k=top_k, sign_foreign_calls=sign_foreign_calls)


def _streams(route: Route) -> bool:
    return route.framing is not Framing.WHOLE


def _is_plain(request: HttpRequest) -> bool:
    """Whether the body is JSON as it stands and its answer is asked for in full."""
    for name, value in request.headers:
        name = name.lower()
        if name in _LEGACY_ONLY:
            return False
        if name == "content-encoding" and value.lower() != "identity":
            return False
    return True


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
