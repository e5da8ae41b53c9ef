"""``generation_config`` -> ``generationConfig`` and ``toolConfig``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stepbridge.translate.backward.legacy_draft import LegacyDraft, no_counterpart
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Rule, Table, apply, carried, copied
from stepbridge.translate.walk.shapes import (
    as_integer,
    as_is,
    as_list,
    as_number,
    as_object,
    as_text,
    as_texts,
)
from stepbridge.wire import JsonObject


def generation_config(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    """Rule for ``generation_config``."""
    apply(as_object(value, path), path + ".", _TABLE, draft, ledger)


def _moved(to: str, read: Callable[[Any, str], Any]) -> Rule[LegacyDraft]:
    def rule(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
        draft.generation[to] = read(value, path)

    return rule


def _thinking_level(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.thinking["thinkingLevel"] = as_text(value, path).upper()


def _summaries(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.thinking["includeThoughts"] = as_text(value, path).lower() == "auto"


def _tool_choice(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    calling: JsonObject = {}
    if isinstance(value, str):
        calling["mode"] = value.upper()
    else:
        apply(as_object(value, path), path + ".", _CHOICE, calling, ledger)
    if calling:
        draft.tool_config["functionCallingConfig"] = calling


def _allowed_tools(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _ALLOWED, target, ledger)


def _upper(to: str) -> Rule[JsonObject]:
    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        target[to] = as_text(value, path).upper()

    return rule


def _speech(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    listed = value.get("speakers", [value]) if isinstance(value, dict) else value
    speakers = [
        carried(item, f"{path}[{place}]", _SPEAKER, ledger)
        for place, item in enumerate(as_list(listed, path))
    ]
    languages = {item.pop("language", None) for item in speakers} - {None}
    config: JsonObject = {}
    if len(languages) > 1:
        note = "A legacy request has one language for all speakers."
        ledger.lost("SpeechConfig.language_code", path, sorted(languages), note)
    elif languages:
        config["languageCode"] = languages.pop()
    if len(speakers) == 1 and "speaker" not in speakers[0]:
        config.update(speakers[0])
    elif speakers:
        config["multiSpeakerVoiceConfig"] = {"speakerVoiceConfigs": speakers}
    draft.generation["speechConfig"] = config


def _voice(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["voiceConfig"] = {"prebuiltVoiceConfig": {"voiceName": as_text(value, path)}}


def _transcription(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.generation["audioTranscriptionConfig"] = carried(value, path, _TRANSCRIPTION, ledger)


def _mode(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    if isinstance(value, str):
        target["mode"] = value.upper()
        return
    apply(as_object(value, path), path + ".", _MODE, target, ledger)
    if target.keys() & {"wordTimestamp", "diarization", "sourceText"}:
        # These fields imply their mode.
        target.pop("mode", None)


def _granularities(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    if as_texts(value, path) == ["word"]:
        target["wordTimestamp"] = True
    elif value:
        ledger.lost("AudioTranscriptionConfig.word_timestamp", path, value)


def _diarization(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    if as_text(value, path) == "speaker":
        target["diarization"] = True
    else:
        ledger.lost("AudioTranscriptionConfig.diarization", path, value)


def _image_config(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.image.update(carried(value, path, IMAGE, ledger))


IMAGE: Table[JsonObject] = {
    "aspect_ratio": copied("aspectRatio", as_text),
    "image_size": copied("imageSize", as_text),
}
_ALLOWED: Table[JsonObject] = {
    "mode": _upper("mode"),
    "tools": copied("allowedFunctionNames", as_texts),
}
_CHOICE: Table[JsonObject] = {"allowed_tools": _allowed_tools}
_SPEAKER: Table[JsonObject] = {
    "speaker": copied("speaker", as_text),
    "voice": _voice,
    "language": copied("language", as_text),
}
_MODE: Table[JsonObject] = {
    "type": _upper("mode"),
    "timestamp_granularities": _granularities,
    "diarization_mode": _diarization,
    "source_text": copied("sourceText", as_text),
}
_TRANSCRIPTION: Table[JsonObject] = {
    "mode": _mode,
    "timestamp_granularities": _granularities,
    "diarization_mode": _diarization,
    "language_codes": copied("languageCodes", as_texts),
    "language_hints": copied("languageCodes", as_texts),
    "custom_vocabulary": copied("customVocabulary", as_texts),
    "adaptation_phrases": copied("adaptationPhrases", as_texts),
}
_TABLE: Table[LegacyDraft] = {
    "temperature": _moved("temperature", as_number),
    "top_p": _moved("topP", as_number),
    "top_k": _moved("topK", as_is),
    "max_output_tokens": _moved("maxOutputTokens", as_integer),
    "stop_sequences": _moved("stopSequences", as_texts),
    "seed": _moved("seed", as_integer),
    "thinking_level": _thinking_level,
    "thinking_summaries": _summaries,
    "tool_choice": _tool_choice,
    "speech_config": _speech,
    "transcription_config": _transcription,
    "image_config": _image_config,
    "video_config": no_counterpart("interaction.video_config"),
}
