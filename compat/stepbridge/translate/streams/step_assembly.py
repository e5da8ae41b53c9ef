"""Builds a whole step from ``step.start`` and its deltas.

Deltas of tool steps carry whole fields; the arguments of a function call come as fragments of a
JSON string. Sources: ``google.genai._gaos.types.interactions.stepdeltadata`` and recorded streams.
"""

from __future__ import annotations

import json
from typing import Any

from stepbridge.translate.refusals.failures import StreamBrokenError
from stepbridge.wire import JsonObject

# The step that a delta belongs to when no step.start announced it.
KIND_OF_DELTA = {
    "text": "model_output",
    "text_annotation_delta": "model_output",
    "image": "model_output",
    "audio": "model_output",
    "video": "model_output",
    "document": "model_output",
    "thought_summary": "thought",
    "thought_signature": "thought",
    "arguments_delta": "function_call",
}


class StepAssembly:
    """Collects one step; ``whole()`` gives it when no more deltas follow."""

    __slots__ = ("_fragments", "_step")

    def __init__(self, step: JsonObject) -> None:
        self._step = dict(step)
        self._fragments: list[str] = []
        if isinstance(self._step.get("arguments"), str):
            self._fragments.append(self._step.pop("arguments"))

    def add(self, delta: JsonObject) -> None:
        """Take one delta. Fields join what is there: text is appended, lists and objects grow."""
        fields = {key: value for key, value in delta.items() if key != "type"}
        partial = fields.pop("partial_arguments", None)
        arguments = fields.pop("arguments", partial)
        if isinstance(arguments, str):
            self._fragments.append(arguments)
        elif arguments is not None:
            fields["arguments"] = arguments
        for key, value in fields.items():
            self._step[key] = _joined(self._step.get(key), value)

    def whole(self) -> JsonObject:
        """The step. Raises StreamBrokenError when its arguments are not a JSON object."""
        text = "".join(self._fragments)
        if text:
            self._step["arguments"] = _joined(self._step.get("arguments"), self._parsed(text))
        return self._step

    def _parsed(self, text: str) -> JsonObject:
        try:
            arguments = json.loads(text)
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict):
            name = self._step.get("name", self._step.get("type"))
            raise StreamBrokenError(f"The arguments of {name!r} are not a JSON object.")
        return arguments


def _joined(old: Any, new: Any) -> Any:
    if not old or old == new:
        return new
    if new is None:
        return old
    if isinstance(old, str) and isinstance(new, str):
        return old + new
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    return new
