"""Keeps media out of the JSON parser: a megabyte of base64 is the same string before and after.

Long ``data`` strings are cut out of the request's bytes, a short mark is translated in their place,
and the bytes are put back where the mark comes out.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from stepbridge.wire import JsonObject

# Below this, cutting costs more than parsing.
_LONG = 16_384
_KEY = b'"data"'
# Media that is passed on as it is; text may be decoded on the way.
_OPAQUE = ("image/", "audio/", "video/", "application/pdf")


class Lifted:
    """A body without its long strings (``slim``), and how to put them back."""

    def __init__(self, slim: bytes, strings: dict[str, memoryview] | None = None) -> None:
        self.slim = slim
        self._strings = strings or {}

    @property
    def is_slimmer(self) -> bool:
        """Whether anything was cut out."""
        return bool(self._strings)

    @property
    def strings(self) -> Mapping[str, memoryview]:
        """What was cut out, by its mark."""
        return self._strings

    def restored_where_marked(self, data: bytes) -> bytes | None:
        """``data`` with the strings whose marks it holds; it may be a part of the whole."""
        held = {mark: s for mark, s in self._strings.items() if mark.encode("ascii") in data}
        return Lifted(self.slim, held).restored(data)

    def is_safe(self, legacy: JsonObject) -> bool:
        """Whether every string that was cut out is media that travels unread."""
        missing = set(self._strings)
        if missing:
            for data in _media(legacy):
                missing.discard(data)
                if not missing:
                    break
        return not missing

    def restored(self, data: bytes) -> bytes | None:
        """``data`` with every string back in place; None when one is not there exactly once."""
        pieces: list[bytes | memoryview] = []
        rest = data
        for mark, string in sorted(
            self._strings.items(), key=lambda item: data.find(item[0].encode("ascii"))
        ):
            before, found, rest = rest.partition(mark.encode("ascii"))
            if not found or mark.encode("ascii") in rest:
                return None
            pieces += (before, string)
        return b"".join((*pieces, rest)) if pieces else data


def lift(body: bytes) -> Lifted:
    """Cut the long ``data`` strings out of a JSON body."""
    if len(body) < _LONG:
        return Lifted(body)
    strings: dict[str, memoryview] = {}
    pieces: list[bytes] = []
    view = memoryview(body)  # a copy of a megabyte costs as much as parsing it
    done = 0
    token = secrets.token_hex(12)
    for start, end in _long_strings(body):
        # Looks like base64, so that it fares like base64.
        mark = f"stepbridge{token}{len(strings):06d}"
        strings[mark] = view[start:end]
        pieces += (body[done:start], mark.encode("ascii"))
        done = end
    if not strings:
        return Lifted(body)
    return Lifted(b"".join((*pieces, body[done:])), strings)


def _long_strings(body: bytes) -> Iterator[tuple[int, int]]:
    """Where long plain values of ``data`` keys begin and end, without their quotes.

    Inside a JSON string every quote is escaped, so a bare ``"data"`` before a colon ends a key.
    """
    at = 0
    while (at := body.find(_KEY, at)) >= 0:
        at += len(_KEY)
        value = body[at : at + 16].lstrip()
        if value[:1] != b":" or value[1:].lstrip()[:1] != b'"':
            continue
        start = body.index(b'"', at) + 1
        end = body.find(b'"', start)
        if end < 0:
            return
        at = end
        # Other escapes travel as they are; this one may mean that the string goes on.
        if end - start >= _LONG and body[end - 1 : end] != b"\\":
            yield start, end


def _media(legacy: JsonObject) -> Iterator[str]:
    for content in _objects(legacy.get("contents")):
        for part in _objects(content.get("parts")):
            blob = part.get("inlineData") or part.get("inline_data")
            if isinstance(blob, dict):
                mime = blob.get("mimeType") or blob.get("mime_type")
                data = blob.get("data")
                if isinstance(mime, str) and isinstance(data, str) and mime.startswith(_OPAQUE):
                    yield data


def _objects(value: Any) -> list[JsonObject]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
