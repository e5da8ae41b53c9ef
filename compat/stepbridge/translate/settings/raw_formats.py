"""``generationConfig.responseFormat``, the list that REST clients send -> ``response_format``."""

from __future__ import annotations

from typing import Any

from stepbridge.fields.families import family
from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.tooling.json_schema import from_json_schema
from stepbridge.translate.walk.enums import DELIVERY, chosen
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Rule, Table, apply, carried, copied
from stepbridge.translate.walk.shapes import as_integer, as_list, as_object, as_text
from stepbridge.wire import JsonObject

_DIGITS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "eight": "8",
    "nine": "9",
    "sixteen": "16",
    "twenty_one": "21",
}
_SIZES = {"five_twelve": "512", "one_k": "1K", "two_k": "2K", "four_k": "4K"}


def response_formats(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``generationConfig.responseFormat``: entries with one key, the kind of output."""
    formats: list[JsonObject] = draft.response.setdefault("formats", [])
    table = _table(draft.model)
    for place, entry in enumerate(as_list(value, path)):
        at = f"{path}[{place}]"
        apply(as_object(entry, at), at + ".", table, formats, ledger)


def _ratio(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    name = as_text(value, path).lower().removeprefix("aspect_ratio_")
    if name != "unspecified":
        target["aspect_ratio"] = ":".join(_DIGITS.get(side, side) for side in name.split("_by_"))


def _size(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    name = as_text(value, path).lower().removeprefix("image_size_")
    if name != "unspecified":
        target["image_size"] = _SIZES.get(name, name.upper())


_IMAGE: Table[JsonObject] = {
    "aspect_ratio": _ratio,
    "image_size": _size,
    "delivery": chosen("delivery", DELIVERY),
    "mime_type": copied("mime_type", as_text),
}
_AUDIO: Table[JsonObject] = {
    "bit_rate": copied("bit_rate", as_integer),
    "delivery": chosen("delivery", DELIVERY),
    "mime_type": copied("mime_type", as_text),
    "sample_rate": copied("sample_rate", as_integer),
}
_VIDEO: Table[JsonObject] = {
    "aspect_ratio": _ratio,
    "delivery": chosen("delivery", DELIVERY),
    "duration": copied("duration", as_text),
    "gcs_uri": copied("gcs_uri", as_text),
    "resolution": copied("resolution", as_text),
}


def _entry(kind: str, table: Table[JsonObject]) -> Rule[list[JsonObject]]:
    def rule(value: Any, path: str, formats: list[JsonObject], ledger: Ledger) -> None:
        formats.append(carried(value, path, table, ledger, type=kind))

    return rule


def _table(model: str) -> Table[list[JsonObject]]:
    refused = family(model).refused_keywords

    def schema(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        target["schema"] = from_json_schema(as_object(value, path), path, ledger, refused)

    text: Table[JsonObject] = {
        "mime_type": copied("mime_type", as_text),
        "json_schema": schema,
        "schema": schema,
    }
    return {
        "text": _entry("text", text),
        "image": _entry("image", _IMAGE),
        "audio": _entry("audio", _AUDIO),
        "video": _entry("video", _VIDEO),
    }
