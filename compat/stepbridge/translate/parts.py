"""Interactions steps -> legacy parts.

The signature of a thought step travels as ``thoughtSignature`` on the part that follows: the first
call of a parallel batch, else the next text or media part. A signature with nothing after it
becomes ``{"text": "", "thoughtSignature": ...}``, one before code or another tool of the service a
part of its own without text. ``steps.from_contents`` does the reverse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from stepbridge.translate.answers import code_parts, function_parts, speech_parts, tool_parts
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.grounding import Grounding
from stepbridge.translate.answers.media_parts import MEDIA_TYPES, from_media
from stepbridge.translate.answers.raw_audio import unpacked
from stepbridge.wire import JsonObject

_KNOWN_KEYS = {
    "thought": frozenset({"type", "signature", "summary"}),
    "model_output": frozenset({"type", "content"}),
    "user_input": frozenset({"type", "content"}),
    "function_call": frozenset({"type", "id", "name", "arguments", "signature"}),
    "function_result": frozenset({"type", "call_id", "name", "result", "is_error"}),
    "code_execution_call": frozenset({"type", "id", "arguments", "signature"}),
    "code_execution_result": frozenset({"type", "call_id", "result", "is_error", "signature"}),
}
_NO_TEXT: JsonObject = {"text": ""}
_TEXT_KEYS = frozenset({"type", "text", "annotations"})


def from_steps(
    steps: Iterable[JsonObject],
    *,
    losses: LossLog | None = None,
    include_thoughts: bool = True,
    server_tools: bool = True,
) -> list[JsonObject]:
    """The parts of some steps, in order, in camelCase.

    ``include_thoughts=False`` leaves thought summaries out (signatures stay).
    ``server_tools=False`` leaves out the parts of tools that a legacy answer tells about in its
    grounding metadata.
    """
    log = losses if losses is not None else LossLog()
    builder = PartBuilder(
        log, Grounding(log), include_thoughts=include_thoughts, server_tools=server_tools
    )
    parts: list[JsonObject] = []
    for number, step in enumerate(steps):
        parts += builder.step(step, f"steps[{number}]")
    return parts + builder.end()


class PartBuilder:
    """Builds the parts of one candidate step by step.

    ``count`` is the number of parts so far, which is the ``partIndex`` of the next one.
    """

    __slots__ = (
        "_losses",
        "_pending",
        "count",
        "grounding",
        "include_thoughts",
        "raw_audio",
        "server_tools",
    )

    def __init__(
        self,
        losses: LossLog,
        grounding: Grounding,
        *,
        include_thoughts: bool = True,
        server_tools: bool = False,
        raw_audio: bool = False,
    ) -> None:
        self._losses = losses
        self.grounding = grounding
        self.include_thoughts = include_thoughts
        self.server_tools = server_tools
        self.raw_audio = raw_audio
        self.count = 0
        self._pending: str | None = None

    def step(self, step: JsonObject, path: str) -> list[JsonObject]:
        """The parts of one whole step."""
        kind = str(step.get("type"))
        make = self._MAKERS.get(kind)
        if make is not None:
            self._check_keys(step, _KNOWN_KEYS[kind], path)
            return make(self, step, path)
        if tool_parts.tool_of(kind) is not None:
            return self._tool(step, kind, path)
        self._losses.lost("step.unknown", path, step, "A legacy answer has no such step.")
        return []

    def end(self) -> list[JsonObject]:
        """What is left at the end: a signature that no part followed."""
        return self._flushed()

    def sign(self, signature: str | None) -> list[JsonObject]:
        """Keep a thought's signature for the next part; an older one that waits comes out."""
        if not signature:
            return []
        waiting = self._flushed()
        self._pending = signature
        return waiting

    def placed(self, part: JsonObject) -> JsonObject:
        """Count a part that ends up in the answer, and give it the signature that waits for it."""
        if self._pending is not None and "thoughtSignature" not in part:
            part["thoughtSignature"] = self._pending
            self._pending = None
        self.count += 1
        return part

    def thought_item(self, item: JsonObject, path: str) -> list[JsonObject]:
        """One item of a thought's summary, as a part marked ``thought``."""
        if not self.include_thoughts:
            return []
        part = self._item(item, path)
        if part is None:
            return []
        part["thought"] = True
        waiting = self._flushed()
        self.count += 1
        return [*waiting, part]

    def output_item(self, item: JsonObject, path: str) -> list[JsonObject]:
        """One item of a model output."""
        part = self._item(item, path)
        return [] if part is None else [self.placed(part)]

    def _thought(self, step: JsonObject, path: str) -> list[JsonObject]:
        parts: list[JsonObject] = []
        for number, item in enumerate(step.get("summary") or []):
            parts += self.thought_item(item, f"{path}.summary[{number}]")
        return parts + self.sign(step.get("signature"))

    def _content(self, step: JsonObject, path: str) -> list[JsonObject]:
        parts: list[JsonObject] = []
        for number, item in enumerate(_items(step.get("content"))):
            parts += self.output_item(item, f"{path}.content[{number}]")
        return parts

    def _user_input(self, step: JsonObject, path: str) -> list[JsonObject]:
        return [*self._flushed(), *self._content(step, path)]

    def _function_call(self, step: JsonObject, path: str) -> list[JsonObject]:
        del path
        own = step.get("signature")
        waiting: list[JsonObject] = []
        if own and own != self._pending:
            waiting = self.sign(own)
        return [*waiting, self.placed(function_parts.function_call(step))]

    def _function_result(self, step: JsonObject, path: str) -> list[JsonObject]:
        return self._own([function_parts.function_response(step, self._losses, path)])

    def _code(self, step: JsonObject, path: str) -> list[JsonObject]:
        del path
        return self._own([code_parts.executable_code(step)])

    def _code_result(self, step: JsonObject, path: str) -> list[JsonObject]:
        return self._own(code_parts.code_execution_result(step, self._losses, path))

    def _tool(self, step: JsonObject, kind: str, path: str) -> list[JsonObject]:
        told = self.grounding.search(step, path)
        summarised = tool_parts.tool_of(kind) in tool_parts.SUMMARISED
        if summarised and not self.server_tools:
            # A legacy answer keeps silent about these steps and their signatures as well.
            self._untold(step, told, path)
            return []
        return self._own([tool_parts.from_step(step)])

    def _untold(self, step: JsonObject, told: bool, path: str) -> None:
        kind = step["type"]
        if kind == "google_maps_call" and not told and step.get("arguments"):
            note = "Grounding metadata has no place for maps queries."
            self._losses.lost("step.google_maps_call", f"{path}.arguments", step["arguments"], note)
        if step.get("is_error"):
            note = "Grounding metadata does not say that a tool failed."
            self._losses.lost(f"step.{kind}", f"{path}.is_error", True, note)

    def _own(self, parts: list[JsonObject]) -> list[JsonObject]:
        # These steps have signatures of their own: a thought's must not be taken for theirs. Who
        # reads such parts knows that a part may have no text, and would show an empty one.
        waiting = self._flushed({})
        self.count += len(parts)
        return [*waiting, *parts]

    def _item(self, item: JsonObject, path: str) -> JsonObject | None:
        kind = item.get("type", "text" if "text" in item else None)
        if kind == "text":
            return self._text(item, path)
        if kind in MEDIA_TYPES:
            told = unpacked(item) if self.raw_audio else item
            return from_media(told, self._losses, path)
        self._losses.lost("item.unknown", path, item, "A legacy part has no such content.")
        return None

    def _text(self, item: JsonObject, path: str) -> JsonObject:
        text = item.get("text") or ""
        part: JsonObject = {"text": text}
        if item.keys() - _TEXT_KEYS:
            self._check_keys(item, _TEXT_KEYS, path)
        if annotations := item.get("annotations"):
            part.update(self.annotated(annotations, text, self.count, f"{path}.annotations"))
        return part

    def annotated(
        self, annotations: list[JsonObject], text: str, part_index: int, path: str
    ) -> JsonObject:
        """Send citations to the grounding; return the fields that belong on the part itself."""
        others = self.grounding.annotate(annotations, text, part_index, path)
        return speech_parts.part_fields(others, text, self._losses, path) if others else {}

    # Bound methods would tie every builder to itself, for the garbage collector to find.
    _MAKERS: ClassVar[dict[str, Callable[[PartBuilder, JsonObject, str], list[JsonObject]]]] = {
        "thought": _thought,
        "model_output": _content,
        "user_input": _user_input,
        "function_call": _function_call,
        "function_result": _function_result,
        "code_execution_call": _code,
        "code_execution_result": _code_result,
    }

    def _flushed(self, part: JsonObject = _NO_TEXT) -> list[JsonObject]:
        if self._pending is None:
            return []
        part = {**part, "thoughtSignature": self._pending}
        self._pending = None
        self.count += 1
        return [part]

    def _check_keys(self, found: JsonObject, known: frozenset[str], path: str) -> None:
        for key in found.keys() - known:
            if found[key] is not None:
                note = "A legacy part has no such field."
                self._losses.lost(f"step.{key}", f"{path}.{key}", found[key], note)


def _items(content: object) -> list[JsonObject]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    if isinstance(content, dict):
        return [content]
    return list(content) if isinstance(content, list) else []
