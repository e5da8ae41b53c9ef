"""MIME types: which kind of content item a file becomes."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

_KINDS = frozenset({"image", "audio", "video"})
_OFFICE = "application/vnd.openxmlformats-officedocument"
# The document types of the Interactions schema (SDK: DocumentContent.mime_type).
_DOCUMENTS = frozenset(
    {
        "application/pdf",
        "text/csv",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        f"{_OFFICE}.presentationml.presentation",
        f"{_OFFICE}.spreadsheetml.sheet",
        f"{_OFFICE}.wordprocessingml.document",
        f"{_OFFICE}.wordprocessingml.template",
    }
)
# Text under an application type; generateContent reads these as text too.
_TEXTS = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/rtf",
        "application/typescript",
        "application/x-httpd-php",
        "application/x-ipynb+json",
        "application/x-javascript",
        "application/x-ndjson",
        "application/x-python",
        "application/x-python-code",
        "application/x-sh",
        "application/x-typescript",
        "application/x-yaml",
        "application/xml",
        "application/yaml",
    }
)
# Names that the Interactions server was seen to refuse, and those it takes.
_RENAMED = {"audio/mp4": "audio/m4a", "audio/x-m4a": "audio/m4a"}
_EXTENSIONS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "heic": "image/heic",
    "wav": "audio/wav",
    "mp3": "audio/mp3",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "m4a": "audio/m4a",
    "mp4": "video/mp4",
    "mov": "video/mov",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "csv": "text/csv",
}
_VIDEO_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"})


class Mime(NamedTuple):
    """A MIME type read: ``kind`` is the content item's type, None when Interactions has none.

    ``name`` is what to send, empty for a wildcard such as ``video/*``; ``renamed`` whether that
    differs from what was said, ``parameters`` what followed the semicolon.
    """

    kind: str | None
    name: str
    renamed: bool
    parameters: dict[str, str]


def read(mime_type: str) -> Mime:
    """Read ``audio/L16;codec=pcm;rate=24000`` and the like."""
    said, *rest = mime_type.split(";")
    said = said.strip().lower()
    # The server has a closed list, without wildcards; the field may be left out.
    name = "" if said.endswith("/*") else _RENAMED.get(said, said)
    parameters = dict(_parameter(item) for item in rest if "=" in item)
    return Mime(_kind(said), name, name != said, parameters)


def of_uri(uri: str) -> str | None:
    """The MIME type that a URI's extension tells, None when it tells nothing."""
    path = urlsplit(uri).path
    return _EXTENSIONS.get(path.rpartition(".")[2].lower()) if "." in path else None


def is_online_video(uri: str) -> bool:
    """A page of the video service that the models read by themselves, without a MIME type."""
    return (urlsplit(uri).hostname or "").lower() in _VIDEO_HOSTS


def _kind(name: str) -> str | None:
    if name in _DOCUMENTS:
        return "document"
    top = name.partition("/")[0]
    if top in _KINDS:
        return top
    return "text" if top == "text" or name in _TEXTS else None


def _parameter(item: str) -> tuple[str, str]:
    name, _, value = item.partition("=")
    return name.strip().lower(), value.strip().strip('"')
