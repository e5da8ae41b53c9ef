"""Answers in the older shape: a flat list of ``outputs`` instead of ``steps``.

The service has left this shape, but some preview models (Lyria) were seen to keep it, and stored
answers have it. Events: ``content.start``, ``content.delta``, ... instead of ``step.start``, ...
"""

from __future__ import annotations

from stepbridge.translate.answers.media_parts import MEDIA_TYPES
from stepbridge.wire import JsonObject

_CONTENT = MEDIA_TYPES | {"text"}
_EVENTS = {
    "interaction.start": "interaction.created",
    "interaction.complete": "interaction.completed",
    "content.start": "step.start",
    "content.delta": "step.delta",
    "content.stop": "step.stop",
}
_DELTAS = {"text_annotation": "text_annotation_delta"}


def with_steps(interaction: JsonObject) -> JsonObject:
    """The interaction with ``steps``; the same object when it has no ``outputs``."""
    outputs = interaction.get("outputs")
    if not isinstance(outputs, list):
        return interaction
    rest = {key: value for key, value in interaction.items() if key != "outputs"}
    if not rest.get("steps"):
        rest["steps"] = [_step(output) for output in outputs]
    return rest


def renamed(event: JsonObject) -> JsonObject | None:
    """A stream event by its present name and shape; None when it has no older name."""
    kind = _EVENTS.get(str(event.get("event_type")))
    if kind is None:
        return None
    new = {**event, "event_type": kind}
    if isinstance(new.get("interaction"), dict):
        new["interaction"] = with_steps(new["interaction"])
    if isinstance(new.get("content"), dict):
        new["step"] = _step(new.pop("content"))
    if isinstance(new.get("delta"), dict) and new["delta"].get("type") in _DELTAS:
        new["delta"] = {**new["delta"], "type": _DELTAS[new["delta"]["type"]]}
    return new


def _step(output: JsonObject) -> JsonObject:
    if output.get("type") not in _CONTENT:
        return output
    # A bare content.start only names the kind of what follows.
    return {"type": "model_output", "content": [output] if len(output) > 1 else []}
