"""One Interactions call on a service that has generateContent only, without I/O."""

from __future__ import annotations

import json
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from stepbridge.exchange.command import (
    Answer,
    Begin,
    Command,
    Emit,
    Head,
    Lost,
    Read,
    ReadAll,
    Send,
    Untouched,
)
from stepbridge.exchange.memory import InteractionMemory, Remembered
from stepbridge.exchange.message import Headers, HttpAnswer, HttpRequest, encode, without
from stepbridge.exchange.reverse_route import ReverseRoute
from stepbridge.exchange.reverse_stream import ReverseStream
from stepbridge.fields.row import Fidelity
from stepbridge.policy import Decision, Outcome, Settings
from stepbridge.policy.decision import Observer
from stepbridge.translate import errors, request, response
from stepbridge.translate.backward.legacy_contents import steps_of_input
from stepbridge.translate.loss import Loss
from stepbridge.translate.sse import MEDIA_TYPE
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.wire import JsonObject

Commands = Generator[Command, Any, None]

_JSON: tuple[str, str] = ("Content-Type", "application/json")
_HOP = frozenset(
    {
        "content-length",
        "content-encoding",
        "content-type",
        "transfer-encoding",
        "connection",
        "accept-encoding",
        "api-revision",
    }
)


class RefusedError(Exception):
    """A request that is answered with an error before anything is sent."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: JsonObject = {"error": {"code": code, "message": message}}


@dataclass(frozen=True, slots=True)
class ReversePlan:
    """A request on its way to generateContent, and what to remember of it."""

    translation: request.ReverseTranslation
    outgoing: HttpRequest
    inputs: tuple[JsonObject, ...]
    stored: bool
    previous: str | None


class ReverseExchange:
    """Carries one request that ``reverse_route.find`` recognised.

    ``memory`` stands in for the store of the Interactions service: a stored interaction can be
    continued by id, read and deleted, as long as this process remembers it. A field without a
    counterpart is refused with status 400, or left out under ``unsupported="drop"``.
    """

    def __init__(
        self,
        message: HttpRequest,
        route: ReverseRoute,
        settings: Settings,
        memory: InteractionMemory,
        observe: Observer,
    ) -> None:
        self._request = message
        self._route = route
        self._settings = settings
        self._memory = memory
        self._observe = observe

    def commands(self) -> Commands:
        """The course of the exchange; to be run once."""
        if self._route.interaction_id is not None:
            yield from self._stored(self._route.interaction_id)
            return
        try:
            plan = self._plan()
        except RefusedError as refused:
            yield Answer(HttpAnswer(refused.status, (_JSON,), refused.body))
            return
        head: Head = yield Send(plan.outgoing)
        if plan.translation.stream and head.status < 400:
            yield from self._streamed(plan, head)
        else:
            yield from self._whole(plan, head)

    def _stored(self, interaction_id: str) -> Commands:
        known = self._memory.get(interaction_id)
        if known is None:
            yield Send(self._request)
            yield Untouched()
        elif self._route.method == "DELETE":
            self._memory.forget(interaction_id)
            yield Answer(HttpAnswer(200, (_JSON,), {}))
        else:
            timeline = {**known.interaction, "steps": known.timeline}
            yield Answer(HttpAnswer(200, (_JSON,), timeline))

    def _plan(self) -> ReversePlan:
        body = _decoded(self._request.body)
        previous = body.get("previous_interaction_id") or None
        stored = body.get("store") is not False
        told = {
            key: value
            for key, value in body.items()
            if key not in ("previous_interaction_id", "store")
        }
        try:
            inputs = self._inputs(told, previous)
            translation = request.from_interaction({**told, "input": inputs})
        except MalformedRequestError as error:
            raise RefusedError(400, "invalid_request", str(error)) from error
        self._decide(translation)
        url = self._route.url(translation.model, stream=translation.stream)
        headers: Headers = (*without(self._request.headers, _HOP), _JSON)
        outgoing = HttpRequest("POST", url, headers, encode(translation.body))
        return ReversePlan(translation, outgoing, tuple(inputs), stored, previous)

    def _inputs(self, body: JsonObject, previous: str | None) -> list[JsonObject]:
        said = body.get("input")
        new = steps_of_input(said, "input") if said is not None else []
        if previous is None:
            return new
        known = self._memory.get(previous)
        if known is None:
            message = f"Interaction {previous!r} is not known here: send the whole conversation."
            raise RefusedError(404, "not_found", message)
        # A long answer is resumed from where its own input ended, not after its first piece.
        resumes = body.get("continuation_token") and not new
        return list(known.inputs) if resumes else [*known.timeline, *new]

    def _decide(self, translation: request.ReverseTranslation) -> None:
        lost = [loss for loss in translation.losses if loss.fidelity is Fidelity.LOST]
        if not translation.model:
            raise RefusedError(400, "invalid_request", "generateContent needs a model.")
        drops = self._settings.unsupported == "drop"
        outcome = Outcome.TRANSLATED
        if lost:
            outcome = Outcome.DROPPED if drops else Outcome.REFUSED
        losses = tuple(translation.losses)
        self._observe(
            Decision(outcome, translation.model, translation.stream, losses, translation.body)
        )
        if outcome is Outcome.REFUSED:
            raise RefusedError(400, "parameter_unknown", _refusal(lost))

    def _whole(self, plan: ReversePlan, head: Head) -> Commands:
        body: bytes = yield ReadAll()
        value = _json(body)
        if head.status >= 400 or not isinstance(value, dict) or errors.error_of(value):
            status = head.status if head.status >= 400 else 502
            status, refusal = errors.to_interaction(status, body if value is None else value)
            yield Answer(HttpAnswer(status, self._headers(head, _JSON[1]), refusal))
            return
        there = response.to_interaction(value, model=plan.translation.model)
        interaction = {**there.body, **self._identity(plan)}
        self._remember(plan, interaction)
        yield Answer(HttpAnswer(200, self._headers(head, _JSON[1]), interaction))

    def _streamed(self, plan: ReversePlan, head: Head) -> Commands:
        stream = ReverseStream(plan.translation.model, self._identity(plan))
        yield Begin(200, self._headers(head, MEDIA_TYPE))
        data: bytes | Lost | None = b""
        while data is not None and not stream.failed:
            data = yield Read()
            written = stream.take(data)
            # A caller that has seen the end may go on at once, and may read no further.
            if data is None and not stream.failed:
                self._remember(plan, stream.interaction())
            yield Emit(written)

    def _identity(self, plan: ReversePlan) -> JsonObject:
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        identity: JsonObject = {"id": f"local_{uuid.uuid4().hex}" if plan.stored else ""}
        identity |= {"created": now, "updated": now}
        if plan.previous:
            identity["previous_interaction_id"] = plan.previous
        return identity

    def _remember(self, plan: ReversePlan, interaction: JsonObject) -> None:
        if plan.stored:
            self._memory.put(interaction["id"], Remembered(plan.inputs, interaction))

    def _headers(self, head: Head, kind: str) -> Headers:
        return (*without(head.headers, _HOP), ("Content-Type", kind))


def _refusal(lost: list[Loss]) -> str:
    fields = "; ".join(f"{loss.path}: {loss.note}" for loss in lost)
    return f"Not possible on generateContent: {fields}"


def _decoded(body: bytes) -> JsonObject:
    value = _json(body)
    if not isinstance(value, dict):
        raise RefusedError(400, "invalid_request", "The body is not a JSON object.")
    return value


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
