"""Media that is handed over as an object: pictures, paths, open files, uploaded files."""

from __future__ import annotations

import io
import mimetypes
import sys
from pathlib import Path, PurePath
from typing import Any

from stepbridge.client.plain import plain
from stepbridge.wire import JsonObject

_UNKNOWN_TYPE = "application/octet-stream"
_JPEG_MODES = {"1", "L", "RGB", "RGBX", "CMYK"}


def media_part(value: Any) -> JsonObject | None:
    """The part for a Pillow image, a path, an open binary file or an uploaded file; else None.

    Raises ValueError for an uploaded file that lacks its URI or MIME type.
    """
    if _is_picture(value):
        return _inline(*_encoded_picture(value))
    if isinstance(value, PurePath):
        return _inline(Path(value).read_bytes(), mime_type_of(value.name))
    if hasattr(value, "read") and not hasattr(value, "model_dump"):
        return _inline(_read_binary(value), mime_type_of(str(getattr(value, "name", ""))))
    if _is_uploaded(value):
        return _uploaded(value)
    return None


def mime_type_of(name: str) -> str:
    """The MIME type that a file name promises."""
    return mimetypes.guess_type(name)[0] or _UNKNOWN_TYPE


def _inline(data: bytes, mime_type: str) -> JsonObject:
    return {"inlineData": {"data": plain(data), "mimeType": mime_type}}


def _is_picture(value: Any) -> bool:
    # A Pillow image can only be here when Pillow is loaded; importing it to look would be slow.
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(value, module.Image)


def _encoded_picture(picture: Any) -> tuple[bytes, str]:
    """PNG, except what was opened from a JPEG file: that keeps its own compression."""
    out = io.BytesIO()
    from_file = picture.format == "JPEG" and getattr(picture, "filename", "")
    if from_file and picture.mode in _JPEG_MODES:
        picture.save(out, "JPEG", quality="keep")
        return out.getvalue(), "image/jpeg"
    picture.save(out, "PNG")
    return out.getvalue(), "image/png"


def _read_binary(file: Any) -> bytes:
    data = file.read()
    if not isinstance(data, bytes):
        raise ValueError("open the file in binary mode, or pass its text as a string")
    return data


def _is_uploaded(value: Any) -> bool:
    return type(value).__name__ == "File" and hasattr(value, "uri")


def _uploaded(file: Any) -> JsonObject:
    if not file.uri or not file.mime_type:
        raise ValueError("file uri and mime_type are required.")
    return {"fileData": {"fileUri": file.uri, "mimeType": file.mime_type}}
