"""Answers that were withheld.

Interactions reports a block as an error with a code of its own family. generateContent answers 200:
with ``promptFeedback`` when nothing was generated, else with a finish reason on the candidate.
"""

from __future__ import annotations

from typing import NamedTuple

from stepbridge.wire import JsonObject


class Block(NamedTuple):
    """``prompt`` is a ``types.BlockedReason`` (None: only candidates have it), ``candidate`` a
    ``types.FinishReason``."""

    prompt: str | None
    candidate: str


BLOCKS: dict[str, Block] = {
    "safety": Block("SAFETY", "SAFETY"),
    "prohibited_content": Block("PROHIBITED_CONTENT", "PROHIBITED_CONTENT"),
    "content_blocked": Block("OTHER", "OTHER"),
    "blocklist": Block("BLOCKLIST", "BLOCKLIST"),
    "jailbreak": Block("JAILBREAK", "SAFETY"),
    "model_armor": Block("MODEL_ARMOR", "MODEL_ARMOR"),
    "image_safety": Block("IMAGE_SAFETY", "IMAGE_SAFETY"),
    "recitation": Block(None, "RECITATION"),
    "spii": Block(None, "SPII"),
    "language": Block(None, "LANGUAGE"),
    "image_recitation": Block(None, "IMAGE_RECITATION"),
    "image_prohibited_content": Block(None, "IMAGE_PROHIBITED_CONTENT"),
    "image_other": Block(None, "IMAGE_OTHER"),
    "no_image": Block(None, "NO_IMAGE"),
    # Endings that only generateContent has: known here so that an answer survives the way back.
    "other": Block("OTHER", "OTHER"),
    "malformed_function_call": Block(None, "MALFORMED_FUNCTION_CALL"),
    "malformed_response": Block(None, "MALFORMED_RESPONSE"),
    "unexpected_tool_call": Block(None, "UNEXPECTED_TOOL_CALL"),
    "too_many_tool_calls": Block(None, "TOO_MANY_TOOL_CALLS"),
    "missing_thought_signature": Block(None, "MISSING_THOUGHT_SIGNATURE"),
    "escalation": Block(None, "ESCALATION"),
    "pup_limited_disabled": Block(None, "PUP_LIMITED_DISABLED"),
}


def block_of(code: object) -> Block | None:
    """The block that an Interactions error code stands for, or None for any other error."""
    return BLOCKS.get(str(code).lower())


def code_of(reason: str) -> str | None:
    """The Interactions error code for a finish or block reason; None when it is no block."""
    lowered = reason.lower()
    return lowered if lowered in BLOCKS else None


def empty_answer(block: Block, message: str | None, usage: JsonObject | None = None) -> JsonObject:
    """What generateContent answers when nothing may be shown.

    The prompt was blocked, unless ``usage`` (of the interaction) counts tokens of the model: then
    it was the answer.
    """
    begun = usage and (usage.get("total_output_tokens") or usage.get("total_thought_tokens"))
    if block.prompt is not None and not begun:
        feedback: JsonObject = {"blockReason": block.prompt}
        if message:
            feedback["blockReasonMessage"] = message
        return {"promptFeedback": feedback}
    candidate: JsonObject = {"finishReason": block.candidate, "index": 0}
    if message:
        candidate["finishMessage"] = message
    return {"candidates": [candidate]}
