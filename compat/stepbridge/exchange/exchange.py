"""One generateContent call, without I/O: what to send, and what the caller gets."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from stepbridge.exchange import kept
from stepbridge.exchange import plan as planning
from stepbridge.exchange.answer_options import answer_options
from stepbridge.exchange.bare_enum import unquoted
from stepbridge.exchange.command import (
    Answer,
    Begin,
    BreakOff,
    Command,
    Emit,
    Head,
    Lost,
    Read,
    ReadAll,
    Send,
    Untouched,
)
from stepbridge.exchange.failure import Failure
from stepbridge.exchange.framing import CONTENT_TYPES, error_value, framing_for
from stepbridge.exchange.message import (
    Headers,
    HttpAnswer,
    HttpRequest,
    decoded,
    header,
    without,
)
from stepbridge.exchange.plan import Plan
from stepbridge.exchange.route import Framing, Route
from stepbridge.exchange.streamed import StreamedAnswer
from stepbridge.policy import COUNTERS, Decision, Outcome, Settings
from stepbridge.policy.decision import Observer
from stepbridge.policy.observer import default_observer
from stepbridge.translate import continuation, errors, response
from stepbridge.translate.refusals.failures import AnswerError
from stepbridge.translate.stream import ChunkStream
from stepbridge.translate.streams.held_text import wants_full_chunks
from stepbridge.wire import JsonObject

Commands = Generator[Command, Any, None]

_REPLACED = frozenset(
    {"content-length", "content-encoding", "content-type", "transfer-encoding", "connection"}
)


class Exchange:
    """Carries one request that ``route.find`` recognised.

    The constructor decides, tells ``observe``, and raises ``UnsupportedFieldError`` under the
    policy ``error``. ``commands()`` is a generator: it yields commands for a driver to carry out
    and is sent their replies, so that every kind of I/O shares this one course of events.
    """

    def __init__(
        self,
        request: HttpRequest,
        route: Route,
        settings: Settings,
        observe: Observer | None = None,
    ) -> None:
        observe = observe or default_observer()
        self._request = request
        self._route = route
        self._settings = settings
        self._observe = observe
        self._plan = planning.make(request, route, settings, observe)
        self._kept = kept.conversation(self._plan, request, route, settings)

    def commands(self) -> Commands:
        """The course of the exchange; to be run once."""
        if self._plan is None:
            yield from self._as_written()
            return
        plan = self._plan
        if self._kept is not None:
            plan = yield from self._kept.opening()
        yield from self._sent(plan)

    def _sent(self, plan: Plan) -> Commands:
        head: Head = yield Send(plan.outgoing)
        if 300 <= head.status < 400:
            # Let the caller's own client follow a redirect of its own URL.
            yield from self._as_written()
        elif head.status < 400 and self._route.framing is not Framing.WHOLE:
            yield from self._streamed(plan, head)
        else:
            yield from self._whole(plan, head)

    def _as_written(self) -> Commands:
        yield Send(self._request.written())
        yield Untouched()

    def _whole(self, plan: Plan, head: Head) -> Commands:
        hops: list[JsonObject] = []
        while True:
            body: bytes = yield ReadAll()
            value = _decode(body)
            if head.status >= 400 or value is None or errors.error_of(value) is not None:
                yield from self._failed(
                    plan, head, _failure(plan.outgoing, head.status, value, body)
                )
                return
            hops.append(value)
            more = continuation.continuation_of(value)
            if more is None or len(hops) > self._settings.max_continuations:
                break
            COUNTERS.add("continued")
            self._kept = None  # the hops are one answer, but no one interaction
            head = yield Send(planning.resumed(plan, more.token))
        try:
            options = answer_options(plan.legacy, plan.translation)
            answer = response.from_interaction(continuation.joined(hops), **options)
        except AnswerError as error:
            yield from self._failed(plan, head, Failure.of_error(error))
            return
        told = unquoted(answer.body) if plan.translation.bare_enum else answer.body
        if self._kept is not None:
            yield from self._kept.answered(hops[0], [told])
        headers = (*self._headers(head), *answer.headers.items())
        yield Answer(HttpAnswer(200, headers, told))

    def _failed(self, plan: Plan, head: Head, failure: Failure) -> Commands:
        """An error before the caller got anything: told by HTTP status, or tried another way."""
        if self._kept is not None and self._kept.is_forgotten(failure.status):
            plan = yield from self._kept.again()
            yield from self._sent(plan)
            return
        if self._goes_back(plan, failure):
            yield from self._as_written()
            return
        if failure.status < 400 and self._route.framing is not Framing.WHOLE:
            # A blocked prompt is an answer: a stream of one chunk.
            framing = framing_for(self._route.framing)
            yield Begin(failure.status, self._headers(head))
            yield Emit(framing.chunks([failure.body]) + framing.end())
            return
        value = error_value(self._route.framing, failure.body)
        headers = without(self._headers(head), frozenset({"content-type"}))
        json_type = ("Content-Type", CONTENT_TYPES[Framing.WHOLE])
        yield Answer(HttpAnswer(failure.status, (*headers, json_type), value))

    def _goes_back(self, plan: Plan, failure: Failure) -> bool:
        if self._settings.unsupported != "legacy" or not failure.not_here:
            return False
        self._observe(
            Decision(
                Outcome.LEGACY,
                self._route.model,
                self._route.framing is not Framing.WHOLE,
                plan.translation.losses,
                plan.legacy,
                fallback=True,
            )
        )
        return True

    def _streamed(self, plan: Plan, head: Head) -> Commands:
        """Chunks as they come. Nothing is told to the caller before the first chunk or error, so
        that an error which comes first is an HTTP error, as it is on generateContent."""
        answer = self._streamed_answer(plan)
        framing = framing_for(self._route.framing)
        begun = False
        told: list[JsonObject] = []
        while answer.failure is None:
            data: bytes | Lost | None = yield Read()
            ready = answer.take(data)
            if self._kept is not None:
                told += ready
                yield from self._kept.answered(answer.ended, told)
            if ready and not begun:
                begun = True
                yield Begin(200, self._headers(head))
            if ready:
                yield Emit(framing.chunks(ready))
            if data is None and answer.token is None:
                break
            if data is None:
                self._kept = None
                yield from _resume(plan, answer)
        if answer.failure is not None and not begun:
            yield from self._failed(plan, head, answer.failure)
            return
        if not begun:
            yield Begin(200, self._headers(head))
        if answer.failure is None:
            yield Emit(framing.end())
            return
        yield Emit(framing.chunks([answer.failure.body]) + framing.end())
        if answer.failure.broken:
            yield BreakOff(answer.failure.body["error"]["message"])

    def _streamed_answer(self, plan: Plan) -> StreamedAnswer:
        options = answer_options(plan.legacy, plan.translation)
        return StreamedAnswer(
            ChunkStream(model=self._route.model, **options),
            self._settings.max_continuations,
            bare_enum=plan.translation.bare_enum,
            full_chunks=wants_full_chunks(
                header(self._request.headers, "x-goog-api-client")
                or header(self._request.headers, "user-agent")
            ),
        )

    def _headers(self, head: Head) -> Headers:
        kind = CONTENT_TYPES[self._route.framing]
        return (*without(head.headers, _REPLACED), ("Content-Type", kind))


def _resume(plan: Plan, answer: StreamedAnswer) -> Commands:
    assert answer.token is not None
    head: Head = yield Send(planning.resumed(plan, answer.token))
    COUNTERS.add("continued")
    answer.next_hop()
    if head.status >= 300:
        body: bytes = yield ReadAll()
        answer.failure = _failure(plan.outgoing, head.status, _decode(body), body)


def _decode(body: bytes) -> JsonObject | None:
    value = decoded(body)
    return value if isinstance(value, dict) else None


def _failure(request: HttpRequest, status: int, value: JsonObject | None, body: bytes) -> Failure:
    if status >= 400 or errors.error_of(value) is not None:
        return Failure.of_answer(status, body if value is None else value, request)
    return Failure.made_here(f"the server's answer was not JSON (HTTP {status})")
