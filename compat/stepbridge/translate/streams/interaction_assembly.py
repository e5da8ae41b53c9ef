"""Events of one stream -> the Interaction that they describe."""

from __future__ import annotations

from stepbridge.translate.answers.media_parts import MEDIA_TYPES
from stepbridge.translate.streams.step_assembly import KIND_OF_DELTA, StepAssembly
from stepbridge.wire import JsonObject


class InteractionAssembly:
    """Collects the events of a stream; ``interaction()`` is the whole, at any time."""

    __slots__ = ("_interaction", "_steps")

    def __init__(self) -> None:
        self._interaction: JsonObject = {}
        self._steps: dict[int, _Step] = {}

    def feed(self, event: JsonObject) -> None:
        """Take one event; events of other kinds are passed over."""
        kind = event.get("event_type")
        index = event.get("index") or 0
        if kind == "step.start":
            self._steps[index] = _Step(event.get("step") or {})
        elif kind == "step.delta":
            delta = event.get("delta") or {}
            if index not in self._steps:
                name = str(delta.get("type"))
                self._steps[index] = _Step({"type": KIND_OF_DELTA.get(name, name)})
            self._steps[index].add(delta)
        elif isinstance(event.get("interaction"), dict):
            self._interaction.update(event["interaction"])

    def interaction(self) -> JsonObject:
        """The Interaction with all steps so far, in the order of their indexes."""
        steps = [self._steps[index].whole() for index in sorted(self._steps)]
        return {**self._interaction, "steps": steps} if steps else dict(self._interaction)


class _Step:
    """One step: content and summaries item by item, anything else field by field."""

    __slots__ = ("_assembly", "_items", "_kind")

    def __init__(self, step: JsonObject) -> None:
        self._kind = str(step.get("type"))
        listed = {"model_output": "content", "thought": "summary"}.get(self._kind)
        self._items: list[JsonObject] = [dict(item) for item in step.get(listed or "") or []]
        self._assembly = StepAssembly({key: step[key] for key in step if key != listed})

    def add(self, delta: JsonObject) -> None:
        kind = delta.get("type")
        if kind == "thought_summary":
            self._items.append(dict(delta.get("content") or {}))
        elif kind == "text" or kind in MEDIA_TYPES:
            self._content(delta)
        elif kind == "text_annotation_delta":
            last = self._items[-1] if self._items else {}
            last["annotations"] = [*last.get("annotations", []), *(delta["annotations"] or [])]
        else:
            self._assembly.add(delta)

    def whole(self) -> JsonObject:
        step = self._assembly.whole()
        if self._kind == "model_output":
            return {**step, "content": self._items}
        return {**step, "summary": self._items} if self._items else dict(step)

    def _content(self, delta: JsonObject) -> None:
        last = self._items[-1] if self._items else None
        if delta["type"] == "text" and last is not None and last.get("type") == "text":
            last["text"] += delta.get("text") or ""
        else:
            self._items.append(dict(delta))
