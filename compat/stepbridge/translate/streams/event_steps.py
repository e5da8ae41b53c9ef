"""The step events of a stream that is written while its parts arrive.

Event order and shapes follow recorded streams: ``step.start`` names the step, deltas fill it,
``step.stop`` ends it; ids are on ``step.start`` only.
"""

from __future__ import annotations

import json

from stepbridge.translate.answers.answer_content import steps_of
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.wire import JsonObject

_FILLED_BY_DELTA = frozenset({"arguments", "result", "is_error", "signature"})


class EventSteps:
    """Writes step events; text and thoughts stay open until something else comes."""

    __slots__ = ("_ids", "_index", "_log", "_open", "called")

    def __init__(self, log: LossLog) -> None:
        self._log = log
        self._index = -1
        self._open: str | None = None
        self._ids: set[str] = set()
        self.called = False

    @property
    def in_text(self) -> bool:
        """Whether a model output is open, so that annotations can be added to it."""
        return self._open == "model_output"

    def text(self, text: str) -> list[JsonObject]:
        """A piece of text."""
        return [*self._enter("model_output"), self._delta({"type": "text", "text": text})]

    def annotate(self, annotations: list[JsonObject]) -> list[JsonObject]:
        """Annotations of the text that is open."""
        delta = {"type": "text_annotation_delta", "annotations": annotations}
        return [self._delta(delta)] if annotations else []

    def thought(self, part: JsonObject, signature: str | None) -> list[JsonObject]:
        """One part of a thought's summary, and the signature if the part has it."""
        plain = {
            key: value
            for key, value in part.items()
            if key not in ("thought", "thoughtSignature", "thought_signature")
        }
        events = self._enter("thought")
        for step in steps_of([plain], self._log, "candidates[0].content"):
            for item in step.get("content") or []:
                events.append(self._delta({"type": "thought_summary", "content": item}))
        return events + (self.signed(signature) if signature else [])

    def signed(self, signature: str) -> list[JsonObject]:
        """The signature of the thought that is open, else of a thought of its own."""
        events = self._enter("thought")
        events.append(self._delta({"type": "thought_signature", "signature": signature}))
        return events + self.close()

    def step(self, step: JsonObject) -> list[JsonObject]:
        """A whole step."""
        kind = step["type"]
        if kind == "thought" and step.get("signature"):
            return self.signed(step["signature"])
        if kind == "model_output":
            return self._output(step)
        start = {key: value for key, value in step.items() if key not in _FILLED_BY_DELTA}
        # The official models want these on step.start already; the delta fills them.
        start.update({key: type(step[key])() for key in ("arguments", "result") if key in step})
        if "id" in start:
            start["id"] = self._unique(str(start["id"]))
        if kind == "function_call":
            self.called = True
            return self._call(start, step)
        events = [*self.close(), self._start(start)]
        filling = {key: step[key] for key in step if key in _FILLED_BY_DELTA}
        if filling:
            events.append(self._delta({"type": kind, **filling}))
        return events + self.close()

    def close(self) -> list[JsonObject]:
        """End the step that is open."""
        if self._open is None:
            return []
        self._open = None
        return [{"event_type": "step.stop", "index": self._index}]

    def _call(self, start: JsonObject, step: JsonObject) -> list[JsonObject]:
        arguments = json.dumps(step.get("arguments") or {}, ensure_ascii=False)
        return [
            *self.close(),
            self._start(start),
            self._delta({"type": "arguments_delta", "arguments": arguments}),
            *self.close(),
        ]

    def _output(self, step: JsonObject) -> list[JsonObject]:
        events: list[JsonObject] = []
        for item in step["content"]:
            events += self._enter("model_output")
            events.append(self._delta({k: v for k, v in item.items() if k != "annotations"}))
            events += self.annotate(item.get("annotations") or [])
        return events

    def _enter(self, kind: str) -> list[JsonObject]:
        if self._open == kind:
            return []
        return [*self.close(), self._start({"type": kind})]

    def _start(self, step: JsonObject) -> JsonObject:
        self._index += 1
        self._open = step["type"]
        return {"event_type": "step.start", "index": self._index, "step": step}

    def _delta(self, delta: JsonObject) -> JsonObject:
        return {"event_type": "step.delta", "index": self._index, "delta": delta}

    def _unique(self, call_id: str) -> str:
        chosen, count = call_id, 1
        while chosen in self._ids:
            count += 1
            chosen = f"{call_id}_{count}"
        self._ids.add(chosen)
        return chosen
