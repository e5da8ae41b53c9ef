"""Media in one form: kind, MIME type, digest of the bytes or the address, and how to look at it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from stepbridge_emulator.shapes import decode_base64

Json = dict[str, Any]
Resolve = Callable[[str], str | None]
"""Digest of an uploaded file by its URI, None for an address elsewhere."""

# Different names that clients use for one format.
MIME_NAMES = {
    "image/jpg": "image/jpeg",
    "audio/mpeg": "audio/mp3",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/mp4": "audio/m4a",
    "audio/x-m4a": "audio/m4a",
    "audio/x-aac": "audio/aac",
    "audio/x-aiff": "audio/aiff",
    "audio/x-flac": "audio/flac",
    "video/quicktime": "video/mov",
    "video/x-msvideo": "video/avi",
    "video/x-ms-wmv": "video/wmv",
}
# Text under another name.
TEXTS = (
    "text/",
    *(f"application/{kind}" for kind in ("json", "xml", "yaml", "javascript", "typescript")),
    *(f"application/x-{kind}" for kind in ("yaml", "javascript", "typescript", "python", "sh")),
)
YOUTUBE = ("https://www.youtube.com/", "https://youtu.be/", "https://youtube.com/")


def normal_mime(mime: str) -> str:
    """Lower case, without parameters, one name a format."""
    plain = mime.partition(";")[0].strip().lower()
    return MIME_NAMES.get(plain, plain)


def kind_of(mime: str, uri: str = "") -> str:
    """``image``, ``audio``, ``video`` or ``document``."""
    major = mime.partition("/")[0]
    if major in ("image", "audio", "video"):
        return major
    return "video" if not mime and uri.startswith(YOUTUBE) else "document"


def media_part(
    *, data: str = "", uri: str = "", mime: str = "", details: Json, resolve: Resolve
) -> Json:
    """The canonical part. Inline text files are text: both APIs read them so."""
    mime = normal_mime(mime)
    if data and mime.startswith(TEXTS):
        return {"text": decode_base64(data).decode("utf-8", "replace")}
    part: Json = {"media": kind_of(mime, uri), **details}
    if mime and not uri.startswith(YOUTUBE):
        part["mime_type"] = mime
    if data:
        part["sha256"] = hashlib.sha256(decode_base64(data)).hexdigest()
        return part
    digest = resolve(uri)
    return {**part, "sha256": digest} if digest else {**part, "uri": uri}


def seconds(text: Any) -> float | None:
    """``"1.5s"`` as 1.5."""
    if text is None:
        return None
    return float(str(text).removesuffix("s"))


def lower_enum(value: Any, prefix: str = "") -> str:
    """``MEDIA_RESOLUTION_HIGH`` as ``high``."""
    return str(value).lower().removeprefix(prefix)


def present(values: Json) -> Json:
    """Without empty values."""
    return {key: value for key, value in values.items() if value not in (None, [], {}, "")}
