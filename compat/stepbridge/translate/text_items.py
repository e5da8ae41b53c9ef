"""Text parts -> text items; who speaks and when are annotations."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.ledger import Ledger
from stepbridge.translate.media import Fields
from stepbridge.translate.rules import Table, carried, copied, refused
from stepbridge.translate.shapes import as_is, as_list, as_text
from stepbridge.wire import JsonObject

DESCRIPTIONS = frozenset({"audio_transcription", "speech_metadata"})


def text_item(fields: Fields, ledger: Ledger) -> JsonObject:
    """The text item for a part with ``text``, ``audioTranscription``, or both."""
    said: JsonObject = {}
    if "audio_transcription" in fields:
        value, path = fields["audio_transcription"]
        said = carried(value, path, _TRANSCRIPTION, ledger)
    text = as_text(*fields["text"]) if "text" in fields else said.get("text", "")
    item: JsonObject = {"type": "text", "text": text}
    annotations = _words(said)
    if "speech_metadata" in fields:
        value, path = fields["speech_metadata"]
        speech = carried(value, path, _SPEECH, ledger, type="speech_metadata")
        annotations.append({**speech, "start_index": 0, "end_index": len(text.encode())})
    if annotations:
        item["annotations"] = annotations
    return item


def _words(said: JsonObject) -> list[JsonObject]:
    words: list[JsonObject] = said.get("words", [])
    speaker = said.get("speaker")
    for word in words if speaker else ():
        word.setdefault("speaker", speaker)
    return words


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
    "speaker_label": copied("speaker", as_text),
    "start_offset": copied("start_offset", as_is),
    "end_offset": copied("end_offset", as_is),
    "finished": copied("finished", as_is),
    "language_code": refused("Transcription.language_code"),
}
_SPEECH: Table[JsonObject] = {
    "speaker": copied("speaker", as_text),
    "style": copied("style", as_text),
}
