"""``audioTranscriptionConfig`` -> ``transcription_config``."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.walk.enums import TRANSCRIPTION_MODE
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply, copied
from stepbridge.translate.walk.shapes import as_flag, as_object, as_text, as_texts
from stepbridge.wire import JsonObject

# What the modes are asked for; "verbatim" and "smart" name fields of the mode objects.
_VERBATIM = ("timestamp_granularities", "diarization_mode")


def transcription_config(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``generationConfig.audioTranscriptionConfig``.

    Word times and speakers are options of the verbatim mode, a source text of the smart one.
    """
    said: JsonObject = {}
    apply(as_object(value, path), path + ".", _TABLE, said, ledger)
    verbatim = {name: said.pop(name) for name in _VERBATIM if name in said}
    source_text = said.pop("source_text", None)
    if source_text is not None and (verbatim or said.get("mode") == "verbatim"):
        ledger.lost("AudioTranscriptionConfig.source_text", path + ".sourceText", source_text)
        source_text = None
    if source_text is not None:
        said["mode"] = {"type": "smart", "source_text": source_text}
    elif verbatim and said.get("mode") == "smart":
        for name in verbatim:
            ledger.lost(f"AudioTranscriptionConfig.{_LEGACY[name]}", path, True)
    elif verbatim:
        said["mode"] = {"type": "verbatim", **verbatim}
    draft.generation["transcription_config"] = said


_LEGACY = {"timestamp_granularities": "word_timestamp", "diarization_mode": "diarization"}


def _when_true(to: str, meaning: Any) -> Any:
    def rule(value: Any, path: str, said: JsonObject, ledger: Ledger) -> None:
        if as_flag(value, path):
            said[to] = meaning

    return rule


def _mode(value: Any, path: str, said: JsonObject, ledger: Ledger) -> None:
    mode = TRANSCRIPTION_MODE.read(value, path)
    if mode is not None:
        said["mode"] = mode


def _language_auto(value: Any, path: str, said: JsonObject, ledger: Ledger) -> None:
    """Automatic is what happens when no language is named."""


def _language_hints(value: Any, path: str, said: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _HINTS, said, ledger)


def _append_codes(value: Any, path: str, said: JsonObject, ledger: Ledger) -> None:
    said["language_codes"] = [*said.get("language_codes", []), *as_texts(value, path)]


_HINTS: Table[JsonObject] = {"language_codes": _append_codes}
_TABLE: Table[JsonObject] = {
    "language_codes": _append_codes,
    "language_auto": _language_auto,
    "language_hints": _language_hints,
    "custom_vocabulary": copied("custom_vocabulary", as_texts),
    "adaptation_phrases": copied("adaptation_phrases", as_texts),
    "word_timestamp": _when_true("timestamp_granularities", ["word"]),
    "diarization": _when_true("diarization_mode", "speaker"),
    "mode": _mode,
    "source_text": copied("source_text", as_text),
}
