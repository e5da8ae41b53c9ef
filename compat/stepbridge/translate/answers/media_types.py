"""MIME types of media in answers."""

from __future__ import annotations

from stepbridge.wire import JsonObject

# First characters of the base64 form, so that nothing is decoded to find out.
_MAGIC = {
    "/9j/": "image/jpeg",
    "iVBORw0KGgo": "image/png",
    "R0lGOD": "image/gif",
    "JVBERi": "application/pdf",
    "SUQz": "audio/mp3",
    "T2dnUw": "audio/ogg",
    "ZkxhQw": "audio/flac",
}
# What the service produces when it does not say (mapping of ImageConfig and SpeechConfig).
_DEFAULTS = {
    "image": "image/jpeg",
    "audio": "audio/wav",
    "video": "video/mp4",
    "document": "application/pdf",
}


def legacy_mime_type(item: JsonObject) -> str | None:
    """The legacy ``mimeType`` of a media item; None for a file whose type is not stated.

    Raw PCM carries its rate inside the legacy MIME type (``audio/L16;codec=pcm;rate=24000``).
    """
    stated = item.get("mime_type")
    if stated is None:
        return None if item.get("data") is None else _sniffed(item)
    if str(stated).lower() == "audio/l16" and item.get("sample_rate"):
        return _pcm(item)
    return str(stated)


def _sniffed(item: JsonObject) -> str | None:
    head = str(item["data"])[:16]
    for magic, mime_type in _MAGIC.items():
        if head.startswith(magic):
            return mime_type
    return _DEFAULTS.get(str(item.get("type")))


def _pcm(item: JsonObject) -> str:
    mime_type = f"audio/L16;codec=pcm;rate={item['sample_rate']}"
    channels = item.get("channels")
    return f"{mime_type};channels={channels}" if channels not in (None, 1) else mime_type
