"""Annotations that describe text itself: who speaks it, and when each word was said."""

from __future__ import annotations

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.wire import JsonObject

_NOTE = "A legacy part has no place for this annotation."


def part_fields(annotations: list[JsonObject], text: str, losses: LossLog, path: str) -> JsonObject:
    """``speechMetadata`` and ``audioTranscription`` of one text item; unknown kinds are losses."""
    fields: JsonObject = {}
    words = []
    for number, annotation in enumerate(annotations):
        kind = annotation.get("type")
        if kind == "word_info":
            words.append(annotation)
        elif kind == "speech_metadata" and "speechMetadata" not in fields:
            fields["speechMetadata"] = _picked(annotation, {"speaker": "speaker", "style": "style"})
        else:
            losses.lost("annotation.unknown", f"{path}[{number}]", annotation, _NOTE)
    if words:
        fields["audioTranscription"] = _transcription(words, text, losses, path)
    return fields


def _transcription(words: list[JsonObject], text: str, losses: LossLog, path: str) -> JsonObject:
    transcription: JsonObject = {"text": text, "words": [_word(word) for word in words]}
    speakers = {word["speaker"] for word in words if word.get("speaker")}
    if len(speakers) == 1:
        transcription["speakerLabel"] = speakers.pop()
    elif speakers:
        note = "A legacy transcription names one speaker for a whole part."
        losses.lost("Transcription.speaker_label", f"{path}.speaker", sorted(speakers), note)
    if words[0].get("start_offset"):
        transcription["startOffset"] = words[0]["start_offset"]
    if words[-1].get("end_offset"):
        transcription["endOffset"] = words[-1]["end_offset"]
    return transcription


def _word(word: JsonObject) -> JsonObject:
    names = {"text": "word", "start_offset": "startOffset", "end_offset": "endOffset"}
    return _picked(word, names)


def _picked(found: JsonObject, names: dict[str, str]) -> JsonObject:
    return {name: found[key] for key, name in names.items() if found.get(key) is not None}
