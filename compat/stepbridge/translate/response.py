"""Interaction <-> GenerateContentResponse, as JSON."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from stepbridge.translate import errors
from stepbridge.translate.answers import blocked, tokens, usage
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.blocked import Block
from stepbridge.translate.answers.finish import CONTINUES, ending
from stepbridge.translate.answers.flat_outputs import with_steps
from stepbridge.translate.answers.grounding import Grounding
from stepbridge.translate.answers.legacy_answer import InteractionTranslation, to_interaction
from stepbridge.translate.loss import Loss
from stepbridge.translate.parts import PartBuilder
from stepbridge.translate.refusals.failures import AnswerError, InteractionFailedError
from stepbridge.wire import JsonObject

__all__ = [
    "TIER_HEADER",
    "InteractionTranslation",
    "ResponseTranslation",
    "from_interaction",
    "to_interaction",
]

TIER_HEADER = "x-gemini-service-tier"

# What the request said, repeated; and what says nothing that a caller could use.
_ECHOES = frozenset(
    {
        "object", "updated", "input", "agent", "agent_config", "background", "cached_content",
        "environment", "generation_config", "labels", "previous_interaction_id", "response_format",
        "response_mime_type", "response_modalities", "role", "safety_settings", "store",
        "system_instruction", "tools", "webhook_config",
        # Computed by the client library, not sent by the service.
        "output_text", "output_image", "output_audio", "output_video", "continuation_ids",
    }
)  # fmt: skip
_CARRIED = frozenset(
    {"id", "status", "steps", "usage", "model", "created", "service_tier", "errors",
     "continuation_token"}
)  # fmt: skip
_KNOWN = _ECHOES | _CARRIED


@dataclass(frozen=True, slots=True)
class ResponseTranslation:
    """A legacy answer: its JSON, what of the Interaction it does not hold, and response headers.

    ``headers`` holds ``x-gemini-service-tier``, where the legacy service puts the tier.
    """

    body: JsonObject
    losses: tuple[Loss, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def new_response_id() -> str:
    """An id for an answer that came without one (``store: false``)."""
    return os.urandom(16).hex()


def from_interaction(
    interaction: JsonObject,
    *,
    include_thoughts: bool = True,
    server_tools: bool = False,
    raw_audio: bool = False,
    untyped_fields: bool = False,
    new_id: Callable[[], str] = new_response_id,
) -> ResponseTranslation:
    """Interaction -> GenerateContentResponse.

    ``include_thoughts`` and ``server_tools`` are what the legacy request said in
    ``thinkingConfig.includeThoughts`` and ``toolConfig.includeServerSideToolInvocations``.
    ``raw_audio`` takes speech out of its WAV container, as generateContent gives it.
    ``untyped_fields`` adds what the live service sends and ``types`` does not declare
    (``usageMetadata.serviceTier``).

    Raises InteractionFailedError for status ``failed``, unless the reason is a block: then the
    answer says so as generateContent does. Raises AnswerError when the answer is malformed.
    """
    options = {
        "include_thoughts": include_thoughts,
        "server_tools": server_tools,
        "raw_audio": raw_audio,
    }
    try:
        return _translated(with_steps(interaction), options, untyped_fields, new_id)
    except (AttributeError, KeyError, TypeError) as error:
        message = "The answer is not shaped as its schema says."
        raise AnswerError(500, "INTERNAL", message) from error


def _translated(
    interaction: JsonObject,
    options: dict[str, bool],
    untyped_fields: bool,
    new_id: Callable[[], str],
) -> ResponseTranslation:
    log = LossLog()
    grounding = Grounding(log)
    builder = PartBuilder(log, grounding, **options)
    parts: list[JsonObject] = []
    for number, step in answer_steps(interaction.get("steps") or []):
        parts += builder.step(step, f"steps[{number}]")
    parts += builder.end()
    block, message = block_in(interaction) or (None, None)
    if block is None and interaction.get("status") == "failed":
        raise errors.failure_of(failure_reason(interaction), kind=InteractionFailedError)
    body: JsonObject = {}
    if block is not None and not interaction.get("steps"):
        body.update(blocked.empty_answer(block, message, interaction.get("usage")))
    else:
        candidate = new_candidate(parts)
        end_candidate(candidate, interaction, block, message)
        add_grounding(candidate, grounding)
        body["candidates"] = [candidate]
    tier = interaction.get("service_tier")
    if counts := interaction.get("usage"):
        body["usageMetadata"] = usage.from_interactions(counts, log)
        if tier and untyped_fields:
            body["usageMetadata"]["serviceTier"] = tier
    body.update(identity(interaction, new_id))
    check_fields(interaction, log)
    return ResponseTranslation(body, tuple(log.losses), {TIER_HEADER: str(tier)} if tier else {})


def answer_steps(steps: Sequence[JsonObject]) -> list[tuple[int, JsonObject]]:
    """The steps of this answer with their numbers: those after the last ``user_input``.

    A stored interaction, and some pages of the documentation, show the input in front of them.
    """
    start = 0
    for number, step in enumerate(steps):
        if step.get("type") == "user_input":
            start = number + 1
    return list(enumerate(steps))[start:]


def new_candidate(parts: list[JsonObject]) -> JsonObject:
    """A candidate; its content has no ``parts`` when there are none, as on the live service."""
    content: JsonObject = {"role": "model"}
    if parts:
        content = {"parts": parts, "role": "model"}
    return {"content": content, "index": 0}


def end_candidate(
    candidate: JsonObject, interaction: JsonObject, block: Block | None, message: str | None
) -> None:
    """Say on a candidate why the answer ended."""
    status = interaction.get("status")
    reason, explained = ending(status)
    if block is not None:
        reason, explained = block.candidate, message
    if reason is not None:
        candidate["finishReason"] = reason
    if explained is not None:
        candidate["finishMessage"] = explained
    if status == CONTINUES and interaction.get("continuation_token"):
        candidate["continuationToken"] = tokens.to_legacy(interaction["continuation_token"])


def add_grounding(candidate: JsonObject, grounding: Grounding) -> None:
    """Add what tools found to a candidate."""
    if (metadata := grounding.metadata()) is not None:
        candidate["groundingMetadata"] = metadata
    if (urls := grounding.url_context()) is not None:
        candidate["urlContextMetadata"] = urls


def identity(interaction: JsonObject, new_id: Callable[[], str]) -> JsonObject:
    """``modelVersion``, ``responseId``, ``createTime``."""
    fields: JsonObject = {}
    if interaction.get("model"):
        fields["modelVersion"] = interaction["model"]
    fields["responseId"] = interaction.get("id") or new_id()
    if interaction.get("created"):
        fields["createTime"] = interaction["created"]
    return fields


def block_in(interaction: JsonObject) -> tuple[Block, str | None] | None:
    """The block that an Interaction tells about in ``errors``, with its message."""
    for error in _errors(interaction):
        if (block := blocked.block_of(error.get("code"))) is not None:
            return block, error.get("message")
    return None


def failure_reason(interaction: JsonObject) -> JsonObject:
    """The error object that says why an interaction failed; a block goes before other reasons."""
    found = _errors(interaction)
    for error in found:
        if blocked.block_of(error.get("code")) is not None:
            return error
    return found[0] if found else _step_error(interaction)


def _errors(interaction: JsonObject) -> list[JsonObject]:
    return [error for error in interaction.get("errors") or [] if isinstance(error, dict)]


def _step_error(interaction: JsonObject) -> JsonObject:
    for step in reversed(interaction.get("steps") or []):
        if isinstance(step.get("error"), dict):
            return dict(step["error"])
    return {"message": "The interaction failed and gave no reason."}


def check_fields(interaction: JsonObject, log: LossLog) -> None:
    """Record what an Interaction says that no legacy answer can hold."""
    for key in interaction.keys() - _KNOWN:
        if interaction[key] is not None:
            note = "A legacy answer has no such field."
            log.lost(f"interaction.{key}", key, interaction[key], note)
    for number, error in enumerate(interaction.get("errors") or []):
        if not isinstance(error, dict) or blocked.block_of(error.get("code")) is None:
            note = "A legacy answer cannot hold an error next to its text."
            log.lost("interaction.errors", f"errors[{number}]", error, note)
