"""Enum values: ``HARM_CATEGORY_HATE_SPEECH`` or 8 on the legacy wire, ``hate_speech`` after.

Numbers come from clients on the protobuf REST transport (google-generativeai); they are those of
the published ``google.ai.generativelanguage.v1beta`` messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.rules import Rule
from stepbridge.translate.walk.shapes import as_list
from stepbridge.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Enumeration:
    """How one enum is spelled: the prefix of its names, and its names by wire number from 1."""

    prefix: str
    numbered: tuple[str, ...] = ()

    def read(self, value: Any, path: str) -> str | None:
        """The Interactions spelling, or None for "unspecified"."""
        if isinstance(value, str):
            return _respelled(value, self.prefix)
        if isinstance(value, int) and not isinstance(value, bool):
            return self._by_number(value, path)
        raise MalformedRequestError(path, "an enum name")

    def _by_number(self, number: int, path: str) -> str | None:
        if number == 0:
            return None
        if 0 < number <= len(self.numbered):
            return self.numbered[number - 1]
        raise MalformedRequestError(path, "a known enum number")


@lru_cache(maxsize=512)
def _respelled(value: str, prefix: str) -> str | None:
    name = value.lower()
    if name.endswith("unspecified") or not name:
        return None
    return name.removeprefix(prefix)


def chosen(to: str, enumeration: Enumeration) -> Rule[JsonObject]:
    """The field is an enum value; "unspecified" is left out, as it means the default."""

    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        name = enumeration.read(value, path)
        if name is not None:
            target[to] = name

    return rule


def chosen_list(to: str, enumeration: Enumeration) -> Rule[JsonObject]:
    """The field is a list of enum values."""

    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        names = (enumeration.read(item, path) for item in as_list(value, path))
        target[to] = [name for name in names if name is not None]

    return rule


HARM_CATEGORY = Enumeration(
    "harm_category_",
    (
        "derogatory",
        "toxicity",
        "violence",
        "sexual",
        "medical",
        "dangerous",
        "harassment",
        "hate_speech",
        "sexually_explicit",
        "dangerous_content",
        "civic_integrity",
    ),
)
HARM_THRESHOLD = Enumeration(
    "",
    ("block_low_and_above", "block_medium_and_above", "block_only_high", "block_none", "off"),
)
HARM_METHOD = Enumeration("", ("severity", "probability"))
CALLING_MODE = Enumeration("", ("auto", "any", "none", "validated"))
CODE_LANGUAGE = Enumeration("", ("python",))
OUTCOME = Enumeration("outcome_", ("ok", "failed", "deadline_exceeded"))
RESOLUTION = Enumeration("media_resolution_", ("low", "medium", "high", "ultra_high"))
PROCESSING = Enumeration("", ("static", "agentic"))
MODALITY = Enumeration("modality_", ("text", "image", "audio", "video"))
CONTENT_LAYER = Enumeration("content_layer_")
THINKING_LEVEL = Enumeration("", ("minimal", "low", "medium", "high"))
TRANSCRIPTION_MODE = Enumeration("", ("verbatim", "smart"))
ENVIRONMENT = Enumeration("environment_", ("browser",))
SAFETY_POLICY = Enumeration("safety_policy_")
SERVICE_TIER = Enumeration("service_tier_", ("standard", "flex", "priority"))
TOOL_TYPE = Enumeration(
    "", ("google_search_web", "google_search_image", "url_context", "google_maps", "file_search")
)
DELIVERY = Enumeration("delivery_")
SCHEMA_TYPE = Enumeration(
    "type_", ("string", "number", "integer", "boolean", "array", "object", "null")
)
