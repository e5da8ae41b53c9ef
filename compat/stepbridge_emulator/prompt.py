"""The canonical prompt: the meaning of a request, the same whichever API it came by.

Plain JSON values in a frozen record. What differs only by API form is not in it: call ids, thought
signatures and thoughts (the service rebuilds them), ``store``, server tool steps of earlier turns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Prompt:
    """One request. ``turns`` alternate between ``user`` and ``model``: ``{"role", "parts"}``."""

    model: str
    system: str = ""
    turns: tuple[Json, ...] = ()
    functions: tuple[Json, ...] = ()
    built_in: tuple[Json, ...] = ()
    tool_choice: Json = field(default_factory=dict)
    output: tuple[Json, ...] = ()
    settings: Json = field(default_factory=dict)
    safety: Json = field(default_factory=dict)
    labels: Json = field(default_factory=dict)
    service_tier: str = ""

    def json(self) -> Json:
        """The prompt as one JSON value; empty fields are left out."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        result: Json = json.loads(json.dumps({k: v for k, v in values.items() if v}))
        return result

    def without(self, paths: Iterable[str]) -> Prompt:
        """The prompt as if some fields were not set: ``safety``, ``settings.thinking_level``."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        for path in paths:
            name, _, key = path.partition(".")
            value = values.get(name)
            if key and isinstance(value, dict):
                values[name] = {inner: kept for inner, kept in value.items() if inner != key}
            elif value and not key:
                values[name] = type(value)()
        return Prompt(**values)

    @property
    def digest(self) -> str:
        """Hexadecimal fingerprint: equal prompts, and only those, share it."""
        return fingerprint(self.json())

    @property
    def question(self) -> str:
        """The text that the user wrote last, or an empty string."""
        texts = self.user_texts()
        return texts[-1] if texts else ""

    @property
    def last_text(self) -> str:
        """The text of the last turn if it is the user's, else an empty string."""
        last = self.turns[-1] if self.turns and self.turns[-1]["role"] == "user" else {"parts": []}
        return " ".join(part["text"] for part in last["parts"] if "text" in part)

    def user_texts(self) -> list[str]:
        """The text of each user turn that has any, oldest first."""
        turns = (
            [part["text"] for part in turn["parts"] if "text" in part]
            for turn in self.turns
            if turn["role"] == "user"
        )
        return [" ".join(texts).strip() for texts in turns if texts]

    def schema(self) -> Json | None:
        """The JSON Schema that the answer must follow, ``{}`` for any JSON, None for free text."""
        for entry in self.output:
            if entry["type"] == "text" and entry.get("mime_type") == "application/json":
                return dict(entry.get("schema", {}))
        return None


def fingerprint(value: Any) -> str:
    """SHA-256 over canonical JSON, hexadecimal."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def merged_turns(parts: list[tuple[str, Json]]) -> tuple[Json, ...]:
    """Parts with their roles as alternating turns.

    Text pieces of the model are joined: where a stream was cut carries no meaning. The user's part
    boundaries stay.
    """
    turns: list[Json] = []
    for role, part in parts:
        if part.get("text") == "":
            continue
        if not turns or turns[-1]["role"] != role:
            turns.append({"role": role, "parts": []})
        previous = turns[-1]["parts"]
        if role == "model" and set(part) == {"text"} and previous and set(previous[-1]) == {"text"}:
            previous[-1] = {"text": previous[-1]["text"] + part["text"]}
        else:
            previous.append(part)
    return tuple(turns)
