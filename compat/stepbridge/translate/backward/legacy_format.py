"""``response_format`` -> MIME type, schema, modalities and media settings."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.backward.legacy_config import IMAGE
from stepbridge.translate.backward.legacy_draft import LegacyDraft
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, carried, copied
from stepbridge.translate.walk.shapes import (
    as_integer,
    as_is,
    as_list,
    as_object,
    as_text,
    as_texts,
)
from stepbridge.wire import JsonObject

_KINDS = frozenset({"text", "image", "audio", "video"})
_JSON = "application/json"
_TEXT_FORMAT = frozenset({"responseMimeType", "responseJsonSchema"})


def response_format(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    """Rule for ``response_format``: an entry or a list; any other object is a schema, as once."""
    listed = isinstance(value, list)
    for place, item in enumerate(as_list(value, path)):
        at = f"{path}[{place}]" if listed else path
        entry = as_object(item, at)
        if entry.get("type") in _KINDS:
            _entry(entry, at, draft, ledger)
        else:
            draft.generation["responseJsonSchema"] = entry
            draft.generation.setdefault("responseMimeType", _JSON)


def mime_type(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    """Rule for the deprecated ``response_mime_type``."""
    draft.generation["responseMimeType"] = as_text(value, path)


def modalities(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    """Rule for the deprecated ``response_modalities``."""
    draft.modalities.extend(name.upper() for name in as_texts(value, path))


def settle(draft: LegacyDraft) -> None:
    """Write what the entries said together."""
    if draft.modalities == ["TEXT"] and _TEXT_FORMAT & draft.generation.keys():
        # The format of the text says that it is text.
        draft.modalities = []
    if draft.modalities:
        draft.generation["responseModalities"] = list(dict.fromkeys(draft.modalities))
    if draft.image:
        draft.generation["imageConfig"] = draft.image
    if draft.formats:
        draft.generation["responseFormat"] = draft.formats


def _entry(entry: JsonObject, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    kind = entry["type"]
    said = carried(entry, path, _TABLES[kind], ledger)
    if kind in ("audio", "video") and said:
        draft.formats.append({kind: said})
        return
    draft.modalities.append(kind.upper())
    if kind == "image":
        draft.image.update(said)
    elif kind == "text":
        draft.generation.update(said)


def _kind(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    """The entry's kind has been read."""


def _delivery(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    if value != "inline":
        ledger.lost("GenerationConfig.response_format", path, value)


_TABLES: dict[str, Table[JsonObject]] = {
    "text": {
        "type": _kind,
        "mime_type": copied("responseMimeType", as_text),
        "schema": copied("responseJsonSchema", as_is),
    },
    "image": {
        "type": _kind,
        **IMAGE,
        "mime_type": copied("outputMimeType", as_text),
        "delivery": _delivery,
    },
    "audio": {
        "type": _kind,
        "mime_type": copied("mimeType", as_text),
        "sample_rate": copied("sampleRate", as_integer),
        "bit_rate": copied("bitRate", as_integer),
        "delivery": copied("delivery", as_text),
    },
    "video": {
        "type": _kind,
        "aspect_ratio": copied("aspectRatio", as_text),
        "resolution": copied("resolution", as_text),
        "duration": copied("duration", as_text),
        "delivery": copied("delivery", as_text),
        "gcs_uri": copied("gcsUri", as_text),
    },
}
