"""``POST /interactions``: create, whole, streamed or in the background."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator import (
    failures,
    levels,
    model_rules,
    read_interactions,
    strict_interactions,
)
from stepbridge_emulator.access import check_interactions_key, check_interactions_model
from stepbridge_emulator.agents import check_agent
from stepbridge_emulator.answer import Answer
from stepbridge_emulator.calls_check import check_steps
from stepbridge_emulator.continuation import first_half, second_half
from stepbridge_emulator.delivery import deliver_json, deliver_stream, hang
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.exchange_log import Exchange
from stepbridge_emulator.http_form import read_json
from stepbridge_emulator.model import answer
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.resource import failed, resource_of
from stepbridge_emulator.state import State
from stepbridge_emulator.store import Stored
from stepbridge_emulator.write_interactions import events

EVENTS_BEFORE_FAILURE = 7


class InteractionCall:
    """One request to create an interaction."""

    def __init__(self, state: State, request: Request) -> None:
        self.state = state
        self.request = request
        self.raw: Json = {}
        self.kind = ""

    async def respond(self) -> Response:
        """The answer; the exchange is written down whatever comes of it."""
        prompt: Prompt | None = None
        error: Json | None = None
        status = 200
        try:
            body = await self._body()
            history = self._history(body)
            prompt = read_interactions.read(body, history, self.state.file_digest)
            self._check(body, history, prompt)
            if self.kind == "hang":
                await hang(self.request)
            result = self._answered(body, prompt.without(self.state.overlooked))
        except Refusal as refusal:
            status, error = refusal.interactions()
            result = deliver_json(error, status=status)
        self.state.log.add(self._exchange(prompt, status, error))
        return result

    async def _body(self) -> Json:
        check_interactions_key(self.request)
        raw: Any = await read_json(self.request)
        self.raw = raw if isinstance(raw, dict) else {}
        body = strict_interactions.checked(raw)
        if "model" in body:
            check_interactions_model(body["model"])
        check_agent(body)
        return body

    def _history(self, body: Json) -> list[Json]:
        """Steps of the interactions before; a continuation goes back behind the half answer."""
        previous = body.get("previous_interaction_id", "")
        steps = self.state.interactions.history(previous)
        if previous and "continuation_token" in body:
            half = self.state.interactions.find(previous).steps
            return steps[: len(steps) - len(half)]
        return steps

    def _check(self, body: Json, history: list[Json], prompt: Prompt) -> None:
        header = self.request.headers.get(failures.HEADER, "")
        self.kind = failures.asked(header, prompt.last_text, self.state.failures)
        failures.refuse_interactions(self.kind)
        level = body.get("generation_config", {}).get("thinking_level", "")
        model_rules.check_level(prompt.model, level)
        model_rules.check(prompt)
        check_steps(prompt.model, history, body["input"])

    def _answered(self, body: Json, prompt: Prompt) -> Response:
        resource = resource_of(self.state, body, prompt, self._reply(body, prompt))
        if self.kind in ("blocked", "background-error"):
            resource = failed(resource)
        if body.get("store", True):
            self._keep(body, resource)
        if body.get("stream"):
            return self._streamed(resource)
        if self.kind == "stream-error":
            raise failures.REFUSALS["503"]
        return deliver_json(started(resource) if body.get("background") else resource, self.kind)

    def _reply(self, body: Json, prompt: Prompt) -> Answer:
        whole = answer(prompt)
        if "continuation_token" in body:
            return second_half(prompt, whole, body["continuation_token"])
        return first_half(prompt, whole) if self.kind == "continue" else whole

    def _keep(self, body: Json, resource: Json) -> None:
        waiting = bool(body.get("background")) and not body.get("stream")
        self.state.interactions.keep(
            Stored(
                resource=resource,
                input=body["input"],
                previous=body.get("previous_interaction_id", ""),
                background=bool(body.get("background")),
                polls_left=1 if waiting else 0,
            )
        )

    def _streamed(self, resource: Json) -> Response:
        _, error = failures.REFUSALS["503"].interactions()
        event = {"event_type": "error", **error}
        return deliver_stream(
            event_lines(events(resource)),
            self.kind,
            after=EVENTS_BEFORE_FAILURE,
            error=f"event: error\ndata: {json.dumps(event)}\n\n",
            media_type="text/event-stream",
        )

    def _exchange(self, prompt: Prompt | None, status: int, error: Json | None) -> Exchange:
        target = str(self.raw.get("model") or self.raw.get("agent") or "")
        return Exchange(
            api="interactions",
            method=self.request.method,
            path=self.request.url.path,
            model=levels.plain_model(target),
            prompt=prompt.json() if prompt else None,
            status=status,
            stream=bool(self.raw.get("stream")),
            error=error,
        )


def started(resource: Json) -> Json:
    """What a background interaction looks like before it is done."""
    hidden = ("steps", "usage", "errors", "continuation_token")
    kept = {key: value for key, value in resource.items() if key not in hidden}
    return {**kept, "status": "in_progress"}


def event_lines(stream: Iterable[Json]) -> Iterator[str]:
    """Server-sent events with ``event`` lines and the closing ``[DONE]``."""
    for event in stream:
        yield f"event: {event['event_type']}\ndata: {json.dumps(event)}\n\n"
    yield "event: done\ndata: [DONE]\n\n"
