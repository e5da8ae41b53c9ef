"""What the parts of an open step are while its deltas arrive.

Text, thoughts and media are passed on at once; any other step when it is whole.
"""

from __future__ import annotations

from typing import Protocol

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.media_parts import MEDIA_TYPES
from stepbridge.translate.parts import PartBuilder
from stepbridge.translate.streams.step_assembly import StepAssembly
from stepbridge.wire import JsonObject


class StepReader(Protocol):
    """Reads one step of a stream; each method gives the parts that are ready."""

    def start(self, step: JsonObject) -> list[JsonObject]: ...

    def delta(self, delta: JsonObject) -> list[JsonObject]: ...

    def stop(self) -> list[JsonObject]: ...


class OutputReader:
    """A ``model_output`` step.

    ``texts`` are the pieces of the text item that is open, kept for the segments of citations.
    """

    __slots__ = ("_builder", "_losses", "_part_index", "_path", "texts")

    def __init__(self, builder: PartBuilder, losses: LossLog, path: str) -> None:
        self._builder = builder
        self._losses = losses
        self._path = path
        self.texts: list[str] = []
        self._part_index = 0

    def start(self, step: JsonObject) -> list[JsonObject]:
        parts: list[JsonObject] = []
        for item in step.get("content") or []:
            if item.get("type", "text") == "text":
                self.texts = []
                parts += self._text(item.get("text") or "")
                parts += self._annotated(item.get("annotations") or [])
            else:
                parts += self._media(item)
        return parts

    def delta(self, delta: JsonObject) -> list[JsonObject]:
        kind = delta.get("type")
        if kind == "text":
            return self._text(delta.get("text") or "")
        if kind == "text_annotation_delta":
            return self._annotated(delta.get("annotations") or [])
        if kind in MEDIA_TYPES:
            return self._media(delta)
        if len(delta) > 1:
            note = "A legacy part has no such content."
            self._losses.lost("delta.unknown", f"{self._path}.{kind}", delta, note)
        return []

    def stop(self) -> list[JsonObject]:
        return []

    def _text(self, text: str) -> list[JsonObject]:
        if not text:
            return []
        part: JsonObject = {"text": text}
        if not self.texts:
            self._part_index = self._builder.count
            part = self._builder.placed(part)
        self.texts.append(text)
        return [part]

    def _annotated(self, annotations: list[JsonObject]) -> list[JsonObject]:
        if not annotations:
            return []
        path = f"{self._path}.annotations"
        text = "".join(self.texts)
        fields = self._builder.annotated(annotations, text, self._part_index, path)
        return [{"text": "", **fields}] if fields else []

    def _media(self, item: JsonObject) -> list[JsonObject]:
        self.texts = []
        return self._builder.output_item(item, self._path)


class ThoughtReader:
    """A ``thought`` step: summaries as they come, the signature for the part that follows."""

    __slots__ = ("_builder", "_path", "_signature")

    def __init__(self, builder: PartBuilder, path: str) -> None:
        self._builder = builder
        self._path = path
        self._signature = ""

    def start(self, step: JsonObject) -> list[JsonObject]:
        self._signature = step.get("signature") or ""
        parts: list[JsonObject] = []
        for item in step.get("summary") or []:
            parts += self._builder.thought_item(item, self._path)
        return parts

    def delta(self, delta: JsonObject) -> list[JsonObject]:
        if delta.get("type") == "thought_signature":
            self._signature += delta.get("signature") or ""
            return []
        item = delta.get("content")
        return self._builder.thought_item(item, self._path) if isinstance(item, dict) else []

    def stop(self) -> list[JsonObject]:
        return self._builder.sign(self._signature)


class WholeReader:
    """Any other step: a call, a result, the work of a tool. Its parts come when it is whole."""

    __slots__ = ("_assembly", "_builder", "_path")

    def __init__(self, builder: PartBuilder, path: str) -> None:
        self._builder = builder
        self._path = path
        self._assembly = StepAssembly({})

    def start(self, step: JsonObject) -> list[JsonObject]:
        self._assembly = StepAssembly(step)
        return []

    def delta(self, delta: JsonObject) -> list[JsonObject]:
        self._assembly.add(delta)
        return []

    def stop(self) -> list[JsonObject]:
        return self._builder.step(self._assembly.whole(), self._path)


def reader_of(kind: str, builder: PartBuilder, losses: LossLog, path: str) -> StepReader:
    """The reader for a step of a kind."""
    if kind == "model_output":
        return OutputReader(builder, losses, path)
    if kind == "thought":
        return ThoughtReader(builder, path)
    return WholeReader(builder, path)
