"""An answer as a GenerateContentResponse, whole or in chunks."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from stepbridge_emulator import levels
from stepbridge_emulator.answer import Answer, Call, Media, Text, Thought, ToolUse, Usage
from stepbridge_emulator.grounding import candidate_fields
from stepbridge_emulator.prompt import Json, Prompt

FINISH = {
    "stop": "STOP",
    "call": "STOP",
    "max_tokens": "MAX_TOKENS",
    "continuation": "CONTINUATION",
}
WORDS_PER_CHUNK = 4
MIME_NAMES = {"audio/l16": "audio/L16;codec=pcm;rate=24000"}


def parts_of(prompt: Prompt, answer: Answer, *, raw_enum: bool) -> list[Json]:
    """The parts of the candidate; the signature rides on the part that follows the thought."""
    parts: list[Json] = []
    signature = ""
    for item in answer.items:
        if isinstance(item, Thought):
            signature = item.signature
            if item.summary:
                parts.append({"text": item.summary, "thought": True})
            continue
        if isinstance(item, ToolUse) and item.kind == "code_execution":
            parts += _code_parts(item)
        part = _part(prompt, item, raw_enum)
        if part is None:
            continue
        if signature:
            part["thoughtSignature"] = signature
            signature = ""
        parts.append(part)
    return parts


def _part(prompt: Prompt, item: Any, raw_enum: bool) -> Json | None:
    if isinstance(item, Text):
        return {"text": _unquoted(item.text) if raw_enum else item.text}
    if isinstance(item, Call):
        call: Json = {"name": item.name, "args": item.arguments}
        if levels.generation(prompt.model) >= 3:
            call["id"] = item.id
        return {"functionCall": call}
    if isinstance(item, Media):
        data = base64.b64encode(item.data).decode()
        mime = MIME_NAMES.get(item.mime_type, item.mime_type)
        return {"inlineData": {"mimeType": mime, "data": data}}
    return None


def _code_parts(item: ToolUse) -> list[Json]:
    code = {"language": "PYTHON", "code": item.arguments["code"]}
    result = {"outcome": "OUTCOME_OK", "output": item.result}
    return [{"executableCode": code}, {"codeExecutionResult": result}]


def _unquoted(text: str) -> str:
    value = json.loads(text)
    return value if isinstance(value, str) else text


def usage_metadata(usage: Usage, tier: str) -> Json:
    """The counts, and the tier that served the request."""
    metadata: Json = {
        "promptTokenCount": usage.input_total,
        "candidatesTokenCount": usage.output_total,
        "totalTokenCount": usage.total,
        "promptTokensDetails": _details(usage.input),
    }
    if set(usage.output) - {"text"}:
        metadata["candidatesTokensDetails"] = _details(usage.output)
    if usage.cached:
        metadata["cachedContentTokenCount"] = sum(usage.cached.values())
        metadata["cacheTokensDetails"] = _details(usage.cached)
    if usage.thoughts:
        metadata["thoughtsTokenCount"] = usage.thoughts
    if usage.tool_use:
        metadata["toolUsePromptTokenCount"] = usage.tool_use
        metadata["toolUsePromptTokensDetails"] = _details({"text": usage.tool_use})
    return {**metadata, "serviceTier": tier or "standard"}


def _details(tokens: dict[str, int]) -> list[Json]:
    return [{"modality": kind.upper(), "tokenCount": count} for kind, count in tokens.items()]


def response(prompt: Prompt, answers: list[Answer], *, raw_enum: bool = False) -> Json:
    """The whole GenerateContentResponse; one candidate for each answer."""
    candidates = []
    for index, answer in enumerate(answers):
        parts = parts_of(prompt, answer, raw_enum=raw_enum)
        candidates.append(_candidate(parts, answer, index))
    return {"candidates": candidates, **_frame(prompt, answers[0])}


def _candidate(parts: list[Json], answer: Answer, index: int = 0) -> Json:
    content = {"parts": parts, "role": "model"}
    end: Json = {"finishReason": FINISH[answer.finish], "index": index}
    if answer.continuation_token:
        end["continuationToken"] = answer.continuation_token
    return {"content": content, **end, **candidate_fields(answer)}


def _frame(prompt: Prompt, answer: Answer) -> Json:
    response_id = base64.urlsafe_b64encode(bytes.fromhex(prompt.digest[:32])).decode().rstrip("=")
    return {
        "usageMetadata": usage_metadata(answer.usage, prompt.service_tier),
        "modelVersion": prompt.model,
        "responseId": response_id,
    }


def chunks(prompt: Prompt, answer: Answer, *, raw_enum: bool = False) -> Iterator[Json]:
    """The stream: thoughts, pieces of text, whole calls, and last the end with the signature."""
    frame = _frame(prompt, answer)
    signature = ""
    for part in parts_of(prompt, answer, raw_enum=raw_enum):
        text = part.get("text")
        if text is None or part.get("thought"):
            yield _chunk([part], frame)
            continue
        signature = part.get("thoughtSignature", "")
        for piece in pieces(text):
            yield _chunk([{"text": piece}], frame)
    last: Json = {"text": ""}
    if signature:
        last["thoughtSignature"] = signature
    yield {"candidates": [_candidate([last], answer)], **frame}


def blocked_prompt(prompt: Prompt, reason: str) -> Json:
    """A prompt that was blocked: no candidates, and HTTP 200."""
    usage = {"promptTokenCount": 0, "totalTokenCount": 0}
    return {
        "promptFeedback": {"blockReason": reason},
        "usageMetadata": usage,
        "modelVersion": prompt.model,
    }


def blocked(prompt: Prompt, answer: Answer) -> list[Json]:
    """An answer that was stopped for safety after its first piece."""
    frame = _frame(prompt, answer)
    first = next(chunks(prompt, answer))
    return [first, {"candidates": [{"finishReason": "SAFETY", "index": 0}], **frame}]


def _chunk(parts: list[Json], frame: Json) -> Json:
    candidate = {"content": {"parts": parts, "role": "model"}, "index": 0}
    return {"candidates": [candidate], **frame}


def pieces(text: str) -> list[str]:
    """The text cut every few words."""
    words = re.findall(r"\s*\S+\s*?(?=\s|$)|\s+$", text)
    return [
        "".join(words[start : start + WORDS_PER_CHUNK])
        for start in range(0, len(words), WORDS_PER_CHUNK)
    ]
