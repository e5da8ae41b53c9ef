"""``imageConfig`` -> an image entry of ``response_format``."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply, copied, refused
from stepbridge.translate.walk.shapes import as_object, as_text
from stepbridge.wire import JsonObject

# The only value of the enum; other formats are not offered.
_JPEG = "image/jpeg"
_SIZES = {"512", "1K", "2K", "4K"}


def image_config(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``generationConfig.imageConfig``."""
    entry: JsonObject = {}
    apply(as_object(value, path), path + ".", _TABLE, entry, ledger)
    draft.response["image"] = (entry, path)


def _size(value: Any, path: str, entry: JsonObject, ledger: Ledger) -> None:
    size = as_text(value, path)
    entry["image_size"] = size.upper() if size.upper() in _SIZES else size


def _mime_type(symbol: str) -> Any:
    def rule(value: Any, path: str, entry: JsonObject, ledger: Ledger) -> None:
        if as_text(value, path).lower() == _JPEG:
            entry["mime_type"] = _JPEG
        else:
            ledger.lost(symbol, path, value)

    return rule


def _output_options(value: Any, path: str, entry: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _OUTPUT_OPTIONS, entry, ledger)


_OUTPUT_OPTIONS: Table[JsonObject] = {
    "mime_type": _mime_type("ImageConfigImageOutputOptions.mime_type"),
    "compression_quality": refused("ImageConfigImageOutputOptions.compression_quality"),
}
_TABLE: Table[JsonObject] = {
    "aspect_ratio": copied("aspect_ratio", as_text),
    "image_size": _size,
    "output_mime_type": _mime_type("ImageConfig.output_mime_type"),
    "output_compression_quality": refused("ImageConfig.output_compression_quality"),
    "person_generation": refused("ImageConfig.person_generation"),
    "prominent_people": refused("ImageConfig.prominent_people", "PROMINENT_PEOPLE_UNSPECIFIED"),
    "image_output_options": _output_options,
}
