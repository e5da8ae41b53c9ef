"""The steps of one stream, read in the order of their indexes."""

from __future__ import annotations

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.parts import PartBuilder
from stepbridge.translate.streams.step_assembly import KIND_OF_DELTA
from stepbridge.translate.streams.step_readers import OutputReader, StepReader, reader_of
from stepbridge.wire import JsonObject


class StepSequence:
    """Routes events to the step with their index and gives parts in the order of the steps.

    Parallel calls arrive interleaved. Events of a step wait while an earlier one is open, so that a
    stream gives the same parts in the same order as the whole answer would.
    """

    __slots__ = ("_builder", "_log", "_open", "_reader", "_waiting", "seen")

    def __init__(self, builder: PartBuilder, log: LossLog) -> None:
        self._builder = builder
        self._log = log
        self._open: int | None = None
        self._reader: StepReader | None = None
        self._waiting: dict[int, list[JsonObject]] = {}
        self.seen = False

    def open_texts(self, event: JsonObject) -> list[str] | None:
        """Where to note the text of an event that only continues the text of the open step."""
        reader = self._reader
        if type(reader) is not OutputReader or event.get("index") != self._open:
            return None
        delta = event.get("delta")
        if event.get("event_type") != "step.delta" or not delta or "metadata" in event:
            return None
        if delta.get("type") == "text" and delta.get("text") and len(delta) == 2:
            return reader.texts or None
        return None

    def take(self, event: JsonObject) -> list[JsonObject]:
        """The parts that a step event completes."""
        self.seen = True
        index = event.get("index") or 0
        if self._open is None:
            self._open = index
        if index != self._open:
            self._waiting.setdefault(index, []).append(event)
            return []
        if event["event_type"] != "step.stop":
            return self._read(event, index)
        return self._stop() + self._resume()

    def close(self) -> list[JsonObject]:
        """The parts of all steps that no ``step.stop`` has closed."""
        parts: list[JsonObject] = []
        while self._open is not None:
            parts += self._stop() + self._resume()
        return parts

    def _read(self, event: JsonObject, index: int) -> list[JsonObject]:
        self._open = index
        if event["event_type"] == "step.start":
            step = event.get("step") or {}
            return self._begin(step, index)
        delta = event.get("delta") or {}
        reader = self._reader
        if reader is not None:
            return reader.delta(delta)
        kind = str(delta.get("type"))
        started = self._begin({"type": KIND_OF_DELTA.get(kind, kind)}, index)
        return started + (self._reader.delta(delta) if self._reader else [])

    def _begin(self, step: JsonObject, index: int) -> list[JsonObject]:
        path = f"steps[{index}]"
        reader = reader_of(str(step.get("type")), self._builder, self._log, path)
        self._reader = reader
        return reader.start(step)

    def _stop(self) -> list[JsonObject]:
        reader = self._reader
        self._open = self._reader = None
        return [] if reader is None else reader.stop()

    def _resume(self) -> list[JsonObject]:
        parts: list[JsonObject] = []
        while self._open is None and self._waiting:
            index = min(self._waiting)
            for event in self._waiting.pop(index):
                if event["event_type"] == "step.stop":
                    parts += self._stop()
                else:
                    parts += self._read(event, index)
        return parts
