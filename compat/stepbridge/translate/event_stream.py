"""Legacy chunks -> Interactions events."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from stepbridge.translate import errors
from stepbridge.translate.answers import blocked, finish, tokens, usage
from stepbridge.translate.answers.answer_content import is_thought, steps_of
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.answer_names import camel_case
from stepbridge.translate.answers.search_steps import annotations_of, search_steps, url_steps
from stepbridge.translate.loss import Loss
from stepbridge.translate.refusals.failures import StreamBrokenError
from stepbridge.translate.streams.event_steps import EventSteps
from stepbridge.wire import JsonObject

_CANDIDATE = "candidates[0]"
_IDENTITY = {"responseId": "id", "modelVersion": "model", "createTime": "created"}


class EventStream:
    """Turns the chunks of one legacy stream into the events of an Interactions stream.

    ``feed`` takes a decoded chunk and gives the events that are ready, from
    ``interaction.created`` on; ``finish`` closes with ``interaction.completed``. A block and an
    error chunk become an ``error`` event, after which nothing follows.

    ``finish`` raises StreamBrokenError when no chunk said why the answer ended.
    """

    def __init__(self, *, model: str = "", new_id: Callable[[], str] | None = None) -> None:
        self._log = LossLog()
        self._steps = EventSteps(self._log)
        self._new_id = new_id or (lambda: uuid.uuid4().hex)
        self._interaction: JsonObject = {"id": "", "object": "interaction", "model": model}
        self._created = False
        self._failed = False
        self._reason: str | None = None
        self._message: str | None = None
        self._grounding: JsonObject = {}
        self._urls: JsonObject = {}

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What the chunks held so far that no event can hold."""
        return tuple(self._log.losses)

    def feed(self, chunk: JsonObject) -> list[JsonObject]:
        """The events that one chunk completes."""
        if self._failed:
            return []
        if "error" in chunk:
            return self._fail(*_error(chunk))
        answer = camel_case(chunk)
        events = self._learn(answer)
        feedback = answer.get("promptFeedback") or {}
        if feedback.get("blockReason"):
            reason = str(feedback["blockReason"])
            return events + self._fail(
                blocked.code_of(reason) or reason.lower(), feedback.get("blockReasonMessage") or ""
            )
        candidates = answer.get("candidates") or []
        for number, candidate in enumerate(candidates):
            index = candidate.get("index", number)
            if index == 0:
                events += self._candidate(candidate)
            else:
                path = f"candidates[{index}]"
                self._log.lost("GenerateContentResponse.candidates", path, candidate)
        return events

    def finish(self) -> list[JsonObject]:
        """The events that end the stream."""
        if self._failed:
            return []
        if self._reason is None:
            raise StreamBrokenError("The stream ended before the answer was complete.")
        status = finish.status(self._reason, calls=self._steps.called)
        events = self._annotated() + self._steps.close() + self._tools()
        if status == "failed":
            code = blocked.code_of(self._reason) or self._reason.lower()
            return events + self._fail(code, self._message or "")
        if self._message:
            self._log.lost("Candidate.finish_message", f"{_CANDIDATE}.finishMessage", self._message)
        whole = {**self._interaction, "status": status}
        return [*events, {"event_type": "interaction.completed", "interaction": whole}]

    def _learn(self, answer: JsonObject) -> list[JsonObject]:
        for key, name in _IDENTITY.items():
            if answer.get(key):
                self._interaction[name] = answer[key]
        if counts := answer.get("usageMetadata"):
            self._interaction["usage"] = usage.to_interactions(counts, self._log)
            if counts.get("serviceTier"):
                self._interaction["service_tier"] = counts["serviceTier"]
        if self._created:
            return []
        self._created = True
        self._interaction["id"] = self._interaction["id"] or self._new_id()
        begun = {key: self._interaction[key] for key in ("id", "object", "model")}
        return [
            {
                "event_type": "interaction.created",
                "interaction": {**begun, "status": "in_progress"},
            },
            {
                "event_type": "interaction.status_update",
                "interaction_id": begun["id"],
                "status": "in_progress",
            },
        ]

    def _candidate(self, candidate: JsonObject) -> list[JsonObject]:
        self._grounding.update(candidate.get("groundingMetadata") or {})
        self._urls.update(candidate.get("urlContextMetadata") or {})
        self._reason = candidate.get("finishReason") or self._reason
        self._message = candidate.get("finishMessage") or self._message
        if candidate.get("continuationToken"):
            token = tokens.from_legacy(candidate["continuationToken"])
            self._interaction["continuation_token"] = token
        events: list[JsonObject] = []
        for part in (candidate.get("content") or {}).get("parts") or []:
            events += self._part(part)
        return events

    def _part(self, part: JsonObject) -> list[JsonObject]:
        signature = part.get("thoughtSignature") or part.get("thought_signature")
        text = part.get("text")
        if is_thought(part):
            return self._steps.thought(part, signature)
        events: list[JsonObject] = []
        if text is not None and (signature or text):
            if signature:
                # The annotations belong to the text before, which the signature's step closes.
                events += ([] if text else self._annotated()) + self._steps.signed(signature)
            return events + (self._steps.text(text) if text else [])
        if text is not None:
            return []
        for step in steps_of([part], self._log, f"{_CANDIDATE}.content"):
            events += self._steps.step(step)
        return events

    def _annotated(self) -> list[JsonObject]:
        if not self._grounding.get("groundingChunks") or not self._steps.in_text:
            return []
        found = annotations_of(self._grounding, self._log, f"{_CANDIDATE}.groundingMetadata")
        self._grounding = {
            key: value
            for key, value in self._grounding.items()
            if key not in ("groundingChunks", "groundingSupports")
        }
        return self._steps.annotate([annotation for _, annotation in found])

    def _tools(self) -> list[JsonObject]:
        path = f"{_CANDIDATE}.groundingMetadata"
        if self._grounding.get("groundingChunks"):
            note = "No text is left that these sources could stand on."
            chunks = self._grounding["groundingChunks"]
            self._log.lost("GroundingMetadata.grounding_chunks", path, chunks, note)
        events: list[JsonObject] = []
        for step in search_steps(self._grounding, self._log, path) + url_steps(self._urls):
            events += self._steps.step(step)
        return events

    def _fail(self, code: str, message: str) -> list[JsonObject]:
        self._failed = True
        return [{"event_type": "error", "error": {"code": code, "message": message}}]


def _error(chunk: JsonObject) -> tuple[str, str]:
    error = errors.error_of(chunk) or {}
    code = error.get("code")
    _, body = errors.to_interaction(code if isinstance(code, int) else 500, chunk)
    return body["error"]["code"], body["error"]["message"]
