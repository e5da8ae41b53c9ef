"""An Interactions request -> a generateContent request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stepbridge.translate.answers import tokens
from stepbridge.translate.backward import legacy_format
from stepbridge.translate.backward.legacy_config import generation_config
from stepbridge.translate.backward.legacy_contents import from_input
from stepbridge.translate.backward.legacy_draft import LegacyDraft, no_counterpart
from stepbridge.translate.backward.legacy_tools import tools
from stepbridge.translate.loss import Loss
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.rules import Table, apply, carried
from stepbridge.translate.walk.shapes import as_flag, as_labels, as_list, as_text
from stepbridge.wire import JsonObject

_TIERS = frozenset({"flex", "standard", "priority"})


@dataclass(frozen=True, slots=True)
class ReverseTranslation:
    """A generateContent request: the model and whether to stream go into its URL.

    The paths of ``losses`` are places in the Interactions request.
    """

    model: str
    body: JsonObject
    stream: bool
    losses: tuple[Loss, ...]


def from_interaction(body: JsonObject) -> ReverseTranslation:
    """Translate the JSON body of a CreateInteraction request for a model.

    The body is not changed, and the result shares its strings. Raises MalformedRequestError.
    Source: SDK ``CreateModelInteraction``.
    """
    draft = LegacyDraft()
    ledger = Ledger()
    apply(body, "", _TABLE, draft, ledger)
    if "contents" not in draft.body:
        raise MalformedRequestError("input", "an input")
    legacy_format.settle(draft)
    if draft.thinking:
        draft.generation["thinkingConfig"] = draft.thinking
    if draft.generation:
        draft.body["generationConfig"] = draft.generation
    if draft.tool_config:
        draft.body["toolConfig"] = draft.tool_config
    return ReverseTranslation(draft.model, draft.body, draft.stream, tuple(ledger.losses))


def _model(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.model = as_text(value, path)


def _stream(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.stream = as_flag(value, path)


def _store(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    if as_flag(value, path):
        note = "generateContent keeps nothing: the answer cannot be fetched or continued by id."
        ledger.lost("GenerateContentConfig.store", path, value, note)


def _input(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.body["contents"] = from_input(value, path, ledger)


def _system(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.body["systemInstruction"] = {"parts": [{"text": as_text(value, path)}]}


def _safety(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.body["safetySettings"] = [
        carried(item, f"{path}[{place}]", _SAFETY, ledger)
        for place, item in enumerate(as_list(value, path))
    ]


def _upper(to: str, prefix: str = "") -> Any:
    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        target[to] = prefix + as_text(value, path).upper()

    return rule


def _tier(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    if as_text(value, path) in _TIERS:
        draft.body["serviceTier"] = value
    else:
        ledger.lost("GenerateContentConfig.service_tier", path, value)


def _labels(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.body["labels"] = as_labels(value, path)


def _cached(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.body["cachedContent"] = as_text(value, path)


def _token(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    draft.body["continuationToken"] = tokens.to_legacy(as_text(value, path))


_SAFETY: Table[JsonObject] = {
    "type": _upper("category", "HARM_CATEGORY_"),
    "threshold": _upper("threshold"),
    "method": _upper("method"),
}
_TABLE: Table[LegacyDraft] = {
    "model": _model,
    "input": _input,
    "stream": _stream,
    "store": _store,
    "system_instruction": _system,
    "generation_config": generation_config,
    "response_format": legacy_format.response_format,
    "response_mime_type": legacy_format.mime_type,
    "response_modalities": legacy_format.modalities,
    "safety_settings": _safety,
    "tools": tools,
    "labels": _labels,
    "service_tier": _tier,
    "cached_content": _cached,
    "continuation_token": _token,
    "previous_interaction_id": no_counterpart("interaction.previous_interaction_id", ""),
    "background": no_counterpart("interaction.background", False),
    "environment": no_counterpart("interaction.environment"),
    "webhook_config": no_counterpart("interaction.webhook_config"),
    "agent": no_counterpart("interaction.agent"),
    "agent_config": no_counterpart("interaction.agent_config"),
}
