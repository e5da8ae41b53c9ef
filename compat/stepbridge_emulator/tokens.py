"""Deterministic token counts, by modality."""

from __future__ import annotations

import json
from collections import Counter

from stepbridge_emulator.answer import Call, Item, Media, Text, Usage
from stepbridge_emulator.prompt import Json, Prompt

MEDIA_TOKENS = {"image": 258, "audio": 64, "video": 526, "document": 258}
THINKING = {"": 32, "minimal": 0, "low": 16, "medium": 48, "high": 96, "xhigh": 192}
BYTES_PER_TOKEN = 4


def text_tokens(text: str) -> int:
    """About four bytes a token."""
    return -(-len(text.encode()) // BYTES_PER_TOKEN)


def input_tokens(prompt: Prompt) -> dict[str, int]:
    """Tokens of everything that was sent, by modality."""
    count: Counter[str] = Counter()
    count["text"] += text_tokens(prompt.system)
    for tool in prompt.functions:
        count["text"] += text_tokens(json.dumps(tool, sort_keys=True))
    for turn in prompt.turns:
        for part in turn["parts"]:
            count.update(part_tokens(part))
    return {kind: number for kind, number in count.items() if number}


def part_tokens(part: Json) -> dict[str, int]:
    if "media" in part and isinstance(part["media"], str):
        return {part["media"]: MEDIA_TOKENS[part["media"]]}
    if "text" in part:
        return {"text": text_tokens(part["text"])}
    return {"text": text_tokens(json.dumps(part, sort_keys=True))}


def usage_of(prompt: Prompt, items: tuple[Item, ...], tool_use: int = 0) -> Usage:
    output: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Text):
            output["text"] += text_tokens(item.text)
        if isinstance(item, Call):
            output["text"] += text_tokens(item.name + json.dumps(item.arguments))
        if isinstance(item, Media):
            kind = item.mime_type.partition("/")[0]
            output[kind] += MEDIA_TOKENS.get(kind, 0)
    return Usage(
        input=input_tokens(prompt),
        output=dict(output),
        thoughts=THINKING[prompt.settings.get("thinking_level", "")],
        tool_use=tool_use,
    )
