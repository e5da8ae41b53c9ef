"""generateContent and streamGenerateContent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator import failures, levels, model_rules, read_legacy, strict_legacy
from stepbridge_emulator.access import check_legacy_key, check_legacy_model
from stepbridge_emulator.answer import Answer
from stepbridge_emulator.cache_store import StoredCache
from stepbridge_emulator.calls_check import check_legacy
from stepbridge_emulator.continuation import first_half, second_half
from stepbridge_emulator.delivery import deliver_json, deliver_stream, hang
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.exchange_log import Exchange
from stepbridge_emulator.http_form import read_json
from stepbridge_emulator.model import answer
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.state import State
from stepbridge_emulator.write_legacy import blocked, blocked_prompt, chunks, response

CHUNKS_BEFORE_FAILURE = 2


class LegacyCall:
    """One call of ``models/{model}:generateContent`` or its streaming form."""

    def __init__(self, state: State, request: Request, model: str, *, stream: bool) -> None:
        self.state = state
        self.request = request
        self.model = levels.plain_model(model)
        self.stream = stream
        self.sse = request.query_params.get("alt") == "sse"
        self.kind = ""
        self.cache: StoredCache | None = None

    async def respond(self) -> Response:
        """The answer; the exchange is written down whatever comes of it."""
        prompt: Prompt | None = None
        error: Json | None = None
        status = 200
        try:
            body = await self._body()
            prompt = read_legacy.read(body, self.model, self.state.file_digest)
            self.cache = self.state.caches.used(body, self.model)
            prompt = self.cache.before(prompt) if self.cache else prompt
            self._check(body, prompt)
            if self.kind == "hang":
                await hang(self.request)
            result = self._answered(body, prompt.without(self.state.overlooked))
        except Refusal as refusal:
            status, error = refusal.legacy()
            whole = [error] if self.stream and not self.sse else error
            result = deliver_json(whole, status=status)
        self.state.log.add(self._exchange(prompt, status, error))
        return result

    async def _body(self) -> Json:
        check_legacy_key(self.request)
        raw = await read_json(self.request)
        check_legacy_model(self.model)
        return strict_legacy.checked(raw)

    def _check(self, body: Json, prompt: Prompt) -> None:
        header = self.request.headers.get(failures.HEADER, "")
        self.kind = failures.asked(header, prompt.last_text, self.state.failures)
        failures.refuse_legacy(self.kind)
        thinking = body.get("generationConfig", {}).get("thinkingConfig", {})
        model_rules.check_level(self.model, thinking.get("thinkingLevel", ""))
        model_rules.check(prompt)
        check_legacy(self.model, body["contents"])

    def _answered(self, body: Json, prompt: Prompt) -> Response:
        if self.kind in failures.BLOCKED_PROMPT:
            whole = blocked_prompt(prompt, failures.BLOCKED_PROMPT[self.kind])
            return self._streamed([whole]) if self.stream else deliver_json(whole)
        reply = self._reply(body, prompt)
        raw_enum = body.get("generationConfig", {}).get("responseMimeType") == "text/x.enum"
        if self.kind == "blocked":
            pieces = blocked(prompt, reply)
            return self._streamed(pieces) if self.stream else deliver_json(pieces[-1])
        if self.stream:
            return self._streamed(chunks(prompt, reply, raw_enum=raw_enum))
        if self.kind == "stream-error":
            raise failures.REFUSALS["503"]
        replies = [reply] * prompt.settings.get("candidate_count", 1)
        return deliver_json(response(prompt, replies, raw_enum=raw_enum), self.kind)

    def _reply(self, body: Json, prompt: Prompt) -> Answer:
        whole = answer(prompt)
        if self.cache:
            whole = replace(whole, usage=replace(whole.usage, cached=self.cache.tokens))
        if "continuationToken" in body:
            return second_half(prompt, whole, body["continuationToken"])
        return first_half(prompt, whole) if self.kind == "continue" else whole

    def _streamed(self, pieces: Iterable[Json]) -> Response:
        _, error = failures.REFUSALS["503"].legacy()
        return deliver_stream(
            sse_lines(pieces) if self.sse else array_pieces(pieces),
            self.kind,
            after=CHUNKS_BEFORE_FAILURE,
            error=f"data: {json.dumps(error)}\r\n\r\n" if self.sse else f",{json.dumps(error)}]",
            media_type="text/event-stream" if self.sse else "application/json",
        )

    def _exchange(self, prompt: Prompt | None, status: int, error: Json | None) -> Exchange:
        return Exchange(
            api="generateContent",
            method=self.request.method,
            path=self.request.url.path,
            model=self.model,
            prompt=prompt.json() if prompt else None,
            status=status,
            stream=self.stream,
            error=error,
        )


def sse_lines(pieces: Iterable[Json]) -> Iterator[str]:
    """Server-sent events with data lines only."""
    for piece in pieces:
        yield f"data: {json.dumps(piece)}\r\n\r\n"


def array_pieces(pieces: Iterable[Json]) -> Iterator[str]:
    """The stream as one JSON array, which is what comes without ``alt=sse``."""
    opening = "["
    for piece in pieces:
        yield opening + json.dumps(piece)
        opening = ",\r\n"
    yield "]"
