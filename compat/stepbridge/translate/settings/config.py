"""``generationConfig``, field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stepbridge.translate.settings import response_format
from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.settings.image import image_config
from stepbridge.translate.settings.raw_formats import response_formats
from stepbridge.translate.settings.speech import speech_config
from stepbridge.translate.settings.thinking import thinking_config
from stepbridge.translate.settings.transcription import transcription_config
from stepbridge.translate.walk.enums import RESOLUTION
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Rule, Table, apply, refused
from stepbridge.translate.walk.shapes import as_integer, as_number, as_object, as_texts


def generation_config(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``generationConfig``."""
    apply(as_object(value, path), path + ".", _TABLE, draft, ledger)


def _moved(to: str, read: Callable[[Any, str], Any]) -> Rule[Draft]:
    def rule(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
        draft.generation[to] = read(value, path)

    return rule


def _top_k(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    top_k = as_number(value, path)
    if not draft.options.pass_top_k:
        ledger.lost("GenerateContentConfig.top_k", path, top_k)
        return
    draft.generation["top_k"] = int(top_k) if float(top_k).is_integer() else top_k
    note = "Passed through as allowed, though the schema has no such field."
    ledger.approximated("GenerateContentConfig.top_k", path, top_k, note)


def _media_resolution(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.resolution = RESOLUTION.read(value, path)


def _dropped(name: str, *harmless: Any) -> Rule[Any]:
    return refused(f"GenerateContentConfig.{name}", *harmless)


_TABLE: Table[Draft] = {
    "temperature": _moved("temperature", as_number),
    "top_p": _moved("top_p", as_number),
    "top_k": _top_k,
    "max_output_tokens": _moved("max_output_tokens", as_integer),
    "stop_sequences": _moved("stop_sequences", as_texts),
    "seed": _moved("seed", as_integer),
    "candidate_count": _dropped("candidate_count", 0, 1),
    "response_logprobs": _dropped("response_logprobs", False),
    "logprobs": _dropped("logprobs"),
    "presence_penalty": _dropped("presence_penalty", 0),
    "frequency_penalty": _dropped("frequency_penalty", 0),
    "audio_timestamp": _dropped("audio_timestamp", False),
    "enable_enhanced_civic_answers": _dropped("enable_enhanced_civic_answers", False),
    "routing_config": _dropped("routing_config"),
    "model_config": _dropped("model_selection_config"),
    "model_selection_config": _dropped("model_selection_config"),
    "enable_affective_dialog": refused("GenerationConfig.enable_affective_dialog", False),
    "translation_config": refused("GenerationConfig.translation_config"),
    "response_mime_type": response_format.mime_type,
    "response_schema": response_format.schema,
    "response_json_schema": response_format.json_schema,
    "response_modalities": response_format.modalities,
    "response_format": response_formats,
    "output_config": response_format.output_config,
    "generation_output_config": response_format.output_config,
    "media_resolution": _media_resolution,
    "image_config": image_config,
    "speech_config": speech_config,
    "thinking_config": thinking_config,
    "audio_transcription_config": transcription_config,
}
