"""``inlineData`` and ``fileData`` -> image, audio, video, document and text items."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode
from typing import Any, TypeAlias

from stepbridge.fields import mime
from stepbridge.translate.contents.processing import FIELDS as PROCESSING_FIELDS
from stepbridge.translate.contents.processing import processing
from stepbridge.translate.walk.enums import RESOLUTION
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.rules import Table, carried, copied, refused
from stepbridge.translate.walk.shapes import as_integer, as_object, as_text
from stepbridge.wire import JsonObject

Fields: TypeAlias = dict[str, tuple[Any, str]]
"""The fields of one part by snake_case name, each with its value and its wire path."""

SOURCES = {"inline_data": "Blob", "file_data": "FileData"}
MODIFIERS = frozenset({*PROCESSING_FIELDS, "media_resolution"})

_TO_STANDARD = str.maketrans("+/", "-_")
_PCM = "audio/l16"
_PCM_PARAMETERS = {"rate": "sample_rate", "channels": "channels"}


def media_item(
    fields: Fields, source: str, resolution: str | None, ledger: Ledger, owner: str = "Part"
) -> JsonObject | None:
    """The content item for a part with media; None when Interactions has none for its MIME type.

    ``source`` is ``inline_data`` or ``file_data``, ``resolution`` the request's own. Base64 is
    shared, not copied, except for inline text, which becomes a text item.
    """
    value, path = fields[source]
    blob_type = SOURCES[source] if owner == "Part" else owner.replace("Part", SOURCES[source])
    said = carried(value, path, _BLOBS[blob_type], ledger)
    content = "data" if source == "inline_data" else "uri"
    if content not in said:
        raise MalformedRequestError(path, content)
    read = _mime(said, path, content, blob_type, ledger)
    if read is None:
        return None
    if read.kind == "text" and content == "data":
        return _decoded(said["data"], read, path, blob_type, ledger)
    kind = "document" if read.kind == "text" else read.kind
    assert kind is not None
    item: JsonObject = {"type": kind, content: said[content]}
    if read.name:
        item["mime_type"] = read.name
    _parameters(item, read, path, blob_type, ledger)
    _modify(item, fields, resolution, owner, ledger)
    return item


def _mime(
    said: JsonObject, path: str, content: str, owner: str, ledger: Ledger
) -> mime.Mime | None:
    symbol = f"{owner}.mime_type"
    name = said.get("mime_type")
    if name is None and content == "uri":
        if mime.is_online_video(said["uri"]):
            return mime.Mime("video", "", False, {})
        name = mime.of_uri(said["uri"])
        if name is None:
            ledger.lost(symbol, path, "", "Without a MIME type its kind of item is not known.")
            return None
        ledger.approximated(symbol, path, name, "Not said; taken from the URI's extension.")
    if name is None:
        raise MalformedRequestError(path, "mimeType")
    read = mime.read(name)
    if read.kind is None:
        ledger.lost(symbol, path, name, "Interactions has no content item for this MIME type.")
        return None
    if read.renamed:
        note = f"Sent as {read.name}, the name that the server takes."
        wildcard = "A wildcard names the kind of item only; sent without a MIME type."
        ledger.approximated(symbol, path, name, note if read.name else wildcard)
    return read


def _decoded(
    data: str, read: mime.Mime, path: str, owner: str, ledger: Ledger
) -> JsonObject | None:
    symbol = f"{owner}.data"
    try:
        raw = urlsafe_b64decode(data.translate(_TO_STANDARD) + "=" * (-len(data) % 4))
        text = raw.decode(read.parameters.get("charset", "utf-8"))
    except (binascii.Error, ValueError, LookupError):
        ledger.lost(symbol, path, "", "The text of this file cannot be decoded.")
        return None
    note = "Text files become text items; Interactions has no document type for them."
    ledger.approximated(symbol, path, read.name, note)
    return {"type": "text", "text": text}


def _parameters(item: JsonObject, read: mime.Mime, path: str, owner: str, ledger: Ledger) -> None:
    """Raw PCM says its rate inside the MIME type; other parameters have no field."""
    for name, value in read.parameters.items():
        target = _PCM_PARAMETERS.get(name) if read.name == _PCM else None
        if target and value.isdigit():
            item[target] = int(value)
        elif (read.name, name, value.lower()) != (_PCM, "codec", "pcm"):
            note = "The MIME type is sent without its parameters."
            ledger.approximated(f"{owner}.mime_type", path, f"{name}={value}", note)


def _modify(
    item: JsonObject, fields: Fields, resolution: str | None, owner: str, ledger: Ledger
) -> None:
    kind = item["type"]
    how = processing(kind, fields, owner, ledger)
    if how is not None:
        item["processing"] = how
    if "media_resolution" in fields:
        value, path = fields["media_resolution"]
        if kind == "audio":
            ledger.lost(f"{owner}.media_resolution", path, value, "Audio has no resolution.")
            return
        resolution = _resolution(value, path, ledger) or resolution
    if resolution is not None and kind != "audio":
        item["resolution"] = resolution


def _resolution(value: Any, path: str, ledger: Ledger) -> str | None:
    if isinstance(value, (str, int)):
        return RESOLUTION.read(value, path)
    return carried(as_object(value, path), path, _RESOLUTION, ledger).get("level")


def _level(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["level"] = RESOLUTION.read(value, path)


def _num_tokens(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    ledger.lost("PartMediaResolution.num_tokens", path, as_integer(value, path))


_RESOLUTION: Table[JsonObject] = {"level": _level, "num_tokens": _num_tokens}


def _blob(owner: str) -> Table[JsonObject]:
    return {
        "data": copied("data", as_text),
        "file_uri": copied("uri", as_text),
        "mime_type": copied("mime_type", as_text),
        "display_name": refused(f"{owner}.display_name"),
    }


_BLOBS = {
    owner: _blob(owner)
    for owner in ("Blob", "FileData", "FunctionResponseBlob", "FunctionResponseFileData")
}
