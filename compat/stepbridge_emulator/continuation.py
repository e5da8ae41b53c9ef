"""Long answers in two requests: the first half with a token, the rest for that token."""

from __future__ import annotations

import base64
from dataclasses import replace

from stepbridge_emulator.answer import Answer, Text, Thought
from stepbridge_emulator.errors import Refusal
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.tokens import usage_of


def token_of(prompt: Prompt) -> str:
    """Base64 token that only a continuation of this prompt may bring."""
    return base64.b64encode(f"emulated-{prompt.digest[:24]}".encode()).decode()


def first_half(prompt: Prompt, answer: Answer) -> Answer:
    """The answer up to the middle of its text."""
    items = tuple(
        Text(item.text[: len(item.text) // 2]) if isinstance(item, Text) else item
        for item in answer.items
    )
    usage = usage_of(prompt, items, answer.usage.tool_use)
    return replace(
        answer,
        items=items,
        finish="continuation",
        usage=usage,
        continuation_token=token_of(prompt),
    )


def second_half(prompt: Prompt, answer: Answer, token: str) -> Answer:
    """The rest; raises when the token belongs to another prompt."""
    if token != token_of(prompt):
        raise Refusal("The continuation token is not valid.")
    items = tuple(
        Text(item.text[len(item.text) // 2 :]) if isinstance(item, Text) else item
        for item in answer.items
        if isinstance(item, Text | Thought)
    )
    return replace(answer, items=items, usage=usage_of(prompt, items))
