"""Text parts -> text items; who speaks and when are annotations."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.contents.media import Fields
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Rule, Table, carried, copied, refused
from stepbridge.translate.walk.shapes import as_list, as_text
from stepbridge.wire import JsonObject

_OF_WORDS = ("speaker_label", "start_offset", "end_offset")
DESCRIPTIONS = frozenset({"audio_transcription", "speech_metadata"})


def text_item(fields: Fields, ledger: Ledger) -> JsonObject:
    """The text item for a part with ``text``, ``audioTranscription``, or both."""
    said: JsonObject = {}
    if "audio_transcription" in fields:
        value, path = fields["audio_transcription"]
        said = carried(value, path, _TRANSCRIPTION, ledger)
    text = as_text(*fields["text"]) if "text" in fields else said.get("text", "")
    if said.get("text", text) != text:
        _, path = fields["audio_transcription"]
        note = "A text item has one text: that of the part is sent."
        ledger.lost("Transcription.text", f"{path}.text", said["text"], note)
    item: JsonObject = {"type": "text", "text": text}
    annotations = _words(said, ledger)
    if "speech_metadata" in fields:
        value, path = fields["speech_metadata"]
        speech = carried(value, path, _SPEECH, ledger, type="speech_metadata")
        annotations.append({**speech, "start_index": 0, "end_index": len(text.encode())})
    if annotations:
        item["annotations"] = annotations
    return item


def _words(said: JsonObject, ledger: Ledger) -> list[JsonObject]:
    """Word annotations. Only words can say who spoke and when."""
    words: list[JsonObject] = said.get("words", [])
    if "speaker_label" in said and words:
        speaker, _ = said.pop("speaker_label")
        words = [{"speaker": speaker, **word} for word in words]
    for name in _OF_WORDS:
        # Where there are words, their own times say when the whole began and ended.
        if name in said and not words:
            value, path = said[name]
            ledger.lost(f"Transcription.{name}", path, value)
    return words


def _kept(name: str) -> Rule[JsonObject]:
    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        target[name] = (as_text(value, path), path)

    return rule


def _word_list(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["words"] = [
        carried(word, f"{path}[{place}]", _WORD, ledger, type="word_info")
        for place, word in enumerate(as_list(value, path))
    ]


_WORD: Table[JsonObject] = {
    "word": copied("text", as_text),
    "start_offset": copied("start_offset", as_text),
    "end_offset": copied("end_offset", as_text),
}
_TRANSCRIPTION: Table[JsonObject] = {
    "text": copied("text", as_text),
    "words": _word_list,
    **{name: _kept(name) for name in _OF_WORDS},
    "finished": refused("Transcription.finished", True),
    "language_code": refused("Transcription.language_code"),
}
_SPEECH: Table[JsonObject] = {
    "speaker": copied("speaker", as_text),
    "style": copied("style", as_text),
}
