"""The parts of a legacy answer -> steps."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.contents.part_fields import DATA
from stepbridge.translate.steps import from_contents
from stepbridge.translate.walk.names import NAMES
from stepbridge.wire import JsonObject

_UNSIGNED = "unsigned"
_READABLE = DATA | {"thought_signature", "audio_transcription"}


def steps_of(parts: list[JsonObject], losses: LossLog, path: str) -> list[JsonObject]:
    """Steps for the parts of one candidate, each thought kept, also one without a signature.

    A request leaves unsigned thoughts out, because servers refuse to have them replayed; an answer
    shows them. So they travel with a mark in place of a signature, which is taken off again.
    """
    readable = [part for number, part in enumerate(parts) if _known(part, losses, path, number)]
    marked = _marked(readable)
    steps = from_contents([{"role": "model", "parts": marked}], ledger=losses) if marked else []
    return [_unmarked(step) for step in steps]


def is_thought(part: JsonObject) -> bool:
    """Whether a part is a thought summary."""
    return part.get("thought") is True


def _known(part: Any, losses: LossLog, path: str, number: int) -> bool:
    if isinstance(part, dict) and any(NAMES[key] in _READABLE for key in part):
        return True
    if part:
        losses.unknown(f"{path}.parts[{number}]", part)
    return False


def _marked(parts: list[JsonObject]) -> list[JsonObject]:
    marked: list[JsonObject] = []
    for number, part in enumerate(parts):
        after = parts[number + 1] if number + 1 < len(parts) else {}
        if is_thought(part) and not _signed(part) and not is_thought(after) and not _signed(after):
            part = {**part, "thoughtSignature": f"{_UNSIGNED}{number}"}
        marked.append(part)
    return marked


def _signed(part: JsonObject) -> bool:
    return bool(part.get("thoughtSignature") or part.get("thought_signature"))


def _unmarked(step: JsonObject) -> JsonObject:
    if not str(step.get("signature", "")).startswith(_UNSIGNED):
        return step
    return {key: value for key, value in step.items() if key != "signature"}
