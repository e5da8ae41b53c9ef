"""embedContent and batchEmbedContents, which stay on the legacy API.

A vector counts the words of a text, each in a place of its own, so that texts with common words
are near to one another. https://ai.google.dev/api/embeddings
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator import strict_legacy
from stepbridge_emulator.access import check_embedding_model, check_legacy_key
from stepbridge_emulator.delivery import deliver_json
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.http_form import read_json

ACTIONS = {"embedContent": "EmbedContentRequest", "batchEmbedContents": "BatchEmbedContentsRequest"}
"""Action -> the message that it takes."""

_DIMENSIONS = {"embedding-001": 768, "text-embedding-004": 768}
_LONGEST = 3072


async def embed(request: Request, model: str, action: str) -> Response:
    """One vector, or one for each request of a batch."""
    try:
        check_legacy_key(request)
        check_embedding_model(model)
        body = strict_legacy.checked(await read_json(request), ACTIONS[action])
        if action == "embedContent":
            return deliver_json({"embedding": _embedding(model, body)})
        found = [_embedding(one.get("model", model), one) for one in body["requests"]]
    except Refusal as refusal:
        status, error = refusal.legacy()
        return deliver_json(error, status=status)
    return deliver_json({"embeddings": found})


def _embedding(model: str, body: Json) -> Json:
    longest = _DIMENSIONS.get(model.rpartition("/")[2], _LONGEST)
    wanted = body.get("outputDimensionality", longest)
    if not 0 < wanted <= longest:
        raise Refusal(f"output_dimensionality must be between 1 and {longest}.")
    return {"values": vector(_text(body["content"]), wanted)}


def _text(content: Json) -> str:
    parts: list[dict[str, Any]] = content.get("parts", [])
    text = " ".join(part["text"] for part in parts if "text" in part)
    if not text and not any("inlineData" in part or "fileData" in part for part in parts):
        raise Refusal("* EmbedContentRequest.content: content is empty")
    return text


def vector(text: str, dimensions: int) -> list[float]:
    """A vector of length 1: how often each word occurs."""
    values = [0.0] * dimensions
    for word in re.findall(r"\w+", text.lower()) or [text]:
        digest = hashlib.sha256(word.encode()).digest()
        values[int.from_bytes(digest[:4]) % dimensions] += 1.0
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values]
