"""Chunks without an empty text, for clients that take one for a broken answer.

google-genai before 2.0 leaves a streamed chat turn out of its history when any chunk has an empty
text or no part at all (``chats._validate_content``). So the last character of the text is held
back, and the chunk that ends the answer carries it.

Versions 2.0 and a few more look at the last chunk alone for function calls
(``models.generate_content_stream``), and would not go on after a call that came before it.
"""

from __future__ import annotations

import re

from stepbridge.wire import JsonObject

_OLD_CLIENT = re.compile(r"\bgoogle-genai-sdk/(?:[01]|2\.(?:\d|1[0-8]))\.")


def wants_full_chunks(client: str | None) -> bool:
    """Whether a client is such an old one, by its ``x-goog-api-client`` or ``user-agent``."""
    return client is not None and _OLD_CLIENT.search(client) is not None


class HeldText:
    """Passes chunks on; holds back what the last chunk needs.

    Calls and media are held whole until the next chunk, text by its last character.
    """

    def __init__(self) -> None:
        self._held: JsonObject | None = None

    def take(self, chunks: list[JsonObject]) -> list[JsonObject]:
        """The chunks that are ready, with what was held before them."""
        return [ready for chunk in chunks for ready in self._one(chunk)]

    def release(self) -> list[JsonObject]:
        """What is held, when nothing more comes."""
        held, self._held = self._held, None
        return [] if held is None else [held]

    def _one(self, chunk: JsonObject) -> list[JsonObject]:
        part = _only_part(chunk)
        if part is None or part.get("thought"):
            return [*self.release(), chunk]
        if "finishReason" in chunk["candidates"][0]:
            return self._last(chunk, part)
        if "text" not in part:
            ready = self.release()
            self._held = chunk
            return ready
        return self._text(chunk, part)

    def _text(self, chunk: JsonObject, part: JsonObject) -> list[JsonObject]:
        ready = self.release()
        text = part["text"]
        if len(text) < 2:
            if text:
                self._held = chunk
            return ready
        self._held = _with_part(chunk, {"text": text[-1]})
        return [*ready, _with_part(chunk, {**part, "text": text[:-1]})]

    def _last(self, chunk: JsonObject, part: JsonObject) -> list[JsonObject]:
        ready = self.release()
        if part != {"text": ""} or not ready:
            return [*ready, chunk]
        held = _only_part(ready[0])
        return [_with_part(chunk, held)] if held is not None else [*ready, chunk]


def _only_part(chunk: JsonObject) -> JsonObject | None:
    candidates = chunk.get("candidates") or [{}]
    parts = (candidates[0].get("content") or {}).get("parts") or []
    return parts[0] if len(candidates) == 1 and len(parts) == 1 else None


def _with_part(chunk: JsonObject, part: JsonObject) -> JsonObject:
    candidate = chunk["candidates"][0]
    content = {**candidate["content"], "parts": [part]}
    return {**chunk, "candidates": [{**candidate, "content": content}]}
