"""MIME type, schema, modalities and media settings -> ``response_format``.

Legacy requests say these in five places; here each kind of output is one entry. The rules fill
``draft.response``; ``settle`` composes the entries when everything is read.
"""

from __future__ import annotations

from typing import Any

from stepbridge.fields.families import family
from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.tooling.json_schema import from_json_schema
from stepbridge.translate.tooling.schema import from_openapi
from stepbridge.translate.walk.enums import MODALITY
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.shapes import as_list, as_object, as_text
from stepbridge.wire import JsonObject

_JSON = "application/json"
_PLAIN = "text/plain"
_ENUM = "text/x.enum"


def mime_type(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.response["mime"] = (as_text(value, path), path)


def schema(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    _only_one(path, draft)
    refused = family(draft.model).refused_keywords
    draft.response["schema"] = from_openapi(value, path, ledger, refused)


def json_schema(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    _only_one(path, draft)
    refused = family(draft.model).refused_keywords
    draft.response["schema"] = from_json_schema(as_object(value, path), path, ledger, refused)


def _only_one(path: str, draft: Draft) -> None:
    if "schema" in draft.response:
        raise MalformedRequestError(path, "one schema for the response")


def modalities(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    items = [value] if isinstance(value, (str, int)) else as_list(value, path)
    names = (MODALITY.read(item, path) for item in items)
    draft.response["modalities"] = [name for name in names if name is not None]


def output_config(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    draft.response["output"] = (as_object(value, path), path)


def settle(draft: Draft, ledger: Ledger) -> None:
    """Compose ``response_format`` from what was said; nothing when nothing was."""
    said = draft.response
    if not said:
        return
    entries = _entries(said, _text_entry(draft, ledger), ledger)
    if "output" in said:
        _settle_output(said["output"], entries, ledger)
    entries.extend(said.get("formats", ()))
    if entries:
        draft.body["response_format"] = entries[0] if len(entries) == 1 else entries


def _text_entry(draft: Draft, ledger: Ledger) -> JsonObject | None:
    said = draft.response
    mime, path = said.get("mime", (None, ""))
    schema = said.get("schema")
    entry: JsonObject = {"type": "text"}
    if mime == _ENUM and schema is not None:
        draft.bare_enum = True
        note = "Asked for as a JSON string with that enum; the answer's quotes are taken off again."
        ledger.approximated("GenerateContentConfig.response_mime_type", path, mime, note)
        mime = _JSON
    if mime in (_JSON, _PLAIN):
        entry["mime_type"] = mime
    elif mime is not None:
        ledger.lost("GenerateContentConfig.response_mime_type", path, mime)
    if schema is not None:
        entry.setdefault("mime_type", _JSON)
        entry["schema"] = schema
    return entry if len(entry) > 1 else None


def _entries(said: JsonObject, text: JsonObject | None, ledger: Ledger) -> list[JsonObject]:
    kinds = said.get("modalities")
    image, image_path = said.get("image", ({}, ""))
    if not kinds:
        kinds = ["text", "image"] if image else (["text"] if text else [])
    entries: JsonObject = {kind: {"type": kind} for kind in kinds}
    if "image" in entries:
        entries["image"].update(image)
    elif image:
        note = "No image is asked for."
        ledger.lost("GenerateContentConfig.image_config", image_path, image, note)
    # A plain text MIME type beside other modalities says nothing about them.
    if text is not None and ("text" in entries or "schema" in text):
        entries["text"] = text
    return list(entries.values())


def _settle_output(
    output: tuple[JsonObject, str], entries: list[JsonObject], ledger: Ledger
) -> None:
    value, path = output
    prefix = value.get("outputUriPrefix") or value.get("output_uri_prefix")
    videos = [entry for entry in entries if entry["type"] == "video"]
    for video in videos:
        video.update(delivery="uri", gcs_uri=prefix)
    if value and not (videos and prefix and len(value) == 1):
        ledger.lost("GenerateContentConfig.generation_output_config", path, value)
