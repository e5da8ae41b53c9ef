"""A generateContent request -> an Interactions request, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stepbridge.fields.families import plain_model
from stepbridge.translate.answers import tokens
from stepbridge.translate.backward.legacy_request import ReverseTranslation, from_interaction
from stepbridge.translate.loss import Loss
from stepbridge.translate.options import Options
from stepbridge.translate.settings import response_format
from stepbridge.translate.settings.config import generation_config
from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.settings.safety import safety_settings
from stepbridge.translate.settings.system import system_instruction
from stepbridge.translate.steps import from_contents
from stepbridge.translate.tooling import tool_choice
from stepbridge.translate.tooling.tools import tools
from stepbridge.translate.walk.enums import SERVICE_TIER
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.rules import Table, apply, refused
from stepbridge.translate.walk.shapes import as_flag, as_labels, as_text
from stepbridge.wire import JsonObject

__all__ = [
    "MalformedRequestError",
    "Options",
    "ReverseTranslation",
    "Translation",
    "from_interaction",
    "to_interaction",
]


@dataclass(frozen=True, slots=True)
class Translation:
    """An Interactions request and what of the legacy request is not in it, or not exactly.

    ``bare_enum``: the caller expects an enum value as bare text, the answer holds it as a JSON
    string. ``tool_parts``: the caller asked to see the calls of server tools.
    """

    body: JsonObject
    losses: tuple[Loss, ...]
    bare_enum: bool = False
    tool_parts: bool = False


def to_interaction(
    body: JsonObject, *, model: str, stream: bool = False, options: Options | None = None
) -> Translation:
    """Translate the JSON body of a generateContent request.

    ``model`` is the model in the URL, with or without ``models/``. The body may spell its keys in
    camelCase and snake_case. It is not changed, and the result shares its strings.

    Raises MalformedRequestError for a body that generateContent itself would refuse.
    Sources: ``google.genai.types.GenerateContentParameters``, SDK ``CreateModelInteraction``.
    """
    draft = Draft(plain_model(model), options or Options())
    ledger = Ledger()
    apply(body, "", _TABLE, draft, ledger)
    response_format.settle(draft, ledger)
    tool_choice.settle(draft, ledger)
    return Translation(
        _composed(draft, ledger, stream),
        tuple(ledger.losses),
        bare_enum=draft.bare_enum,
        tool_parts=draft.tool_parts,
    )


def _composed(draft: Draft, ledger: Ledger, stream: bool) -> JsonObject:
    if draft.contents is None:
        raise MalformedRequestError("contents", "at least one content")
    contents, path = draft.contents
    steps = from_contents(
        contents, ledger=ledger, resolution=draft.resolution, options=draft.options, path=path
    )
    if not steps:
        raise MalformedRequestError(path, "at least one content")
    composed: JsonObject = {"model": draft.model, "input": steps, **draft.body}
    if draft.generation:
        composed["generation_config"] = draft.generation
    if stream:
        composed["stream"] = True
    # generateContent keeps nothing; Interactions would by default.
    composed["store"] = False
    return composed


def _contents(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.contents = (value, path)


def _labels(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.body["labels"] = as_labels(value, path)


def _service_tier(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    tier = SERVICE_TIER.read(value, path)
    if tier is not None:
        draft.body["service_tier"] = tier


def _continuation_token(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.body["continuation_token"] = tokens.from_legacy(as_text(value, path))


def _store(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    note = (
        "It was a switch for logging. On Interactions it would keep the conversation: sent false."
    )
    ledger.approximated("GenerateContentConfig.store", path, as_flag(value, path), note)


def _model(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    if plain_model(as_text(value, path)) != draft.model:
        ledger.unknown(path, value)


_TABLE: Table[Draft] = {
    "contents": _contents,
    "system_instruction": system_instruction,
    "generation_config": generation_config,
    "safety_settings": safety_settings,
    "tools": tools,
    "tool_config": tool_choice.tool_config,
    "labels": _labels,
    "cached_content": refused("GenerateContentConfig.cached_content"),
    "model_armor_config": refused("GenerateContentConfig.model_armor_config"),
    "service_tier": _service_tier,
    "continuation_token": _continuation_token,
    "output_config": response_format.output_config,
    "store": _store,
    "model": _model,
}
