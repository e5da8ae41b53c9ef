"""Steps -> digests of every beginning of a conversation that ends with a model's turn.

What a client sends back differs in form from what the server said: streamed answers come back in
pieces, thoughts without their summaries, calls without their ids. So a model's turn counts by its
texts, media, calls and code; signatures and ids do not count. A user's turn counts as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stepbridge.wire import JsonObject

_USER = frozenset({"user_input", "function_result"})
_UNCOUNTED = frozenset({"id", "call_id", "signature"})
_TEXT_KEYS = frozenset({"type", "text"})
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode

Media = Mapping[str, "memoryview | bytes"]
"""Long base64 strings by the mark that stands for them."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The first ``length`` steps of a conversation, which end with a model's turn.

    ``call_ids`` are the ids of that turn's calls, as the client writes them.
    """

    key: str
    length: int
    call_ids: tuple[str, ...]


class Conversed:
    """A running digest over steps. ``scope`` tells conversations of different owners apart."""

    def __init__(self, scope: bytes, media: Media) -> None:
        self._hash = hashlib.sha256(scope)
        self._media = media
        self._digests: dict[str, str] = {}
        self._calls: dict[str, int] = {}
        self._count = 0

    def prefixes(self, steps: list[JsonObject]) -> list[Prefix]:
        """Every beginning of ``steps`` that ends with a model's turn, the shortest first."""
        found: list[Prefix] = []
        done = 0
        for is_user, run in _runs(steps):
            done += len(run)
            if is_user:
                self._user(run)
            else:
                found.append(Prefix(self.model(run), done, call_ids(run)))
        return found

    def model(self, steps: list[JsonObject]) -> str:
        """Add a model's turn; the digest of everything up to its end."""
        items: list[Any] = []
        for step in steps:
            items += self._said(step)
        self._add(["model", *_merged(items)])
        return self._hash.hexdigest()

    def _user(self, steps: list[JsonObject]) -> None:
        for step in steps:
            counted = {key: self._counted(value) for key, value in step.items() if key != "call_id"}
            if "call_id" in step:
                # The call by its number: ids may have been made up on the way.
                counted["call"] = self._calls.get(step["call_id"], -1)
            self._add(["user", counted])

    def _said(self, step: JsonObject) -> list[Any]:
        kind = step["type"]
        if kind == "thought":
            return []
        if kind == "model_output":
            return [self._counted(item) for item in step.get("content") or []]
        if kind == "function_call":
            self._calls[step.get("id", "")] = self._count
            self._count += 1
        return [{key: self._counted(value) for key, value in step.items() if key not in _UNCOUNTED}]

    def _add(self, value: Any) -> None:
        self._hash.update(_encode(value).encode("ascii"))
        self._hash.update(b"\n")

    def _counted(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: self._digest(item)
                if key == "data" and isinstance(item, str)
                else self._counted(item)
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self._counted(item) for item in value]
        if isinstance(value, float) and value.is_integer():
            return int(value)  # some clients write 1.0 as 1
        return value

    def _digest(self, data: str) -> str:
        """Length and digest of base64 in either alphabet, with or without padding."""
        known = self._digests.get(data)
        if known is None:
            known = self._digests[data] = _fingerprint(self._media.get(data, data))
        return known


def call_ids(steps: list[JsonObject]) -> tuple[str, ...]:
    """The ids of the function calls among ``steps``, in order."""
    return tuple(step.get("id", "") for step in steps if step["type"] == "function_call")


def _fingerprint(data: str | bytes | memoryview) -> str:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if isinstance(raw, bytes) and (b"-" in raw or b"_" in raw):
        raw = raw.replace(b"-", b"+").replace(b"_", b"/")
    view = memoryview(raw)
    while view and view[-1] == 0x3D:
        view = view[:-1]
    return f"{len(view)}:{hashlib.sha256(view).hexdigest()}"


def _runs(steps: list[JsonObject]) -> Iterator[tuple[bool, list[JsonObject]]]:
    run: list[JsonObject] = []
    side = True
    for step in steps:
        is_user = step["type"] in _USER
        if run and is_user is not side:
            yield side, run
            run = []
        side = is_user
        run.append(step)
    if run:
        yield side, run


def _merged(items: list[Any]) -> list[Any]:
    """Neighbouring texts as one string: a stream cuts them anywhere."""
    merged: list[Any] = []
    for item in items:
        if isinstance(item, dict) and item.keys() == _TEXT_KEYS and item["type"] == "text":
            if merged and isinstance(merged[-1], str):
                merged[-1] += item["text"]
            elif item["text"]:
                merged.append(item["text"])
        else:
            merged.append(item)
    return merged
