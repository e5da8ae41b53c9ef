"""``speechConfig`` -> ``speech_config``: a list of ``{voice, language, speaker}``."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply, carried, copied, refused
from stepbridge.translate.walk.shapes import as_list, as_object, as_text
from stepbridge.wire import JsonObject


def speech_config(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``generationConfig.speechConfig``; a bare string is a voice's name."""
    if isinstance(value, str):
        draft.generation["speech_config"] = [{"voice": value}]
        return
    said: JsonObject = {}
    apply(as_object(value, path), path + ".", _TABLE, said, ledger)
    language = said.pop("language", None)
    speakers = said.pop("speakers", None) or ([said] if said or language else [])
    if language is not None:
        for speaker in speakers:
            speaker["language"] = language
    if speakers:
        draft.generation["speech_config"] = speakers


def _voice_config(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _VOICE, target, ledger)


def _prebuilt(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _PREBUILT, target, ledger)


def _multi_speaker(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _MULTI_SPEAKER, target, ledger)


def _speakers(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["speakers"] = [
        carried(item, f"{path}[{place}]", _SPEAKER, ledger)
        for place, item in enumerate(as_list(value, path))
    ]


_PREBUILT: Table[JsonObject] = {"voice_name": copied("voice", as_text)}
_VOICE: Table[JsonObject] = {
    "prebuilt_voice_config": _prebuilt,
    "voice": copied("voice", as_text),
    "replicated_voice_config": refused("VoiceConfig.replicated_voice_config", secret=True),
}
_SPEAKER: Table[JsonObject] = {
    "speaker": copied("speaker", as_text),
    "voice_config": _voice_config,
}
_MULTI_SPEAKER: Table[JsonObject] = {"speaker_voice_configs": _speakers}
_TABLE: Table[JsonObject] = {
    "voice_config": _voice_config,
    "language_code": copied("language", as_text),
    "multi_speaker_voice_config": _multi_speaker,
}
