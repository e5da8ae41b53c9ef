"""Audio as generateContent gives it: samples alone, without a container around them."""

from __future__ import annotations

import base64
import io
import wave

from stepbridge.wire import JsonObject

_CONTAINERS = frozenset({"audio/wav", "audio/x-wav", "audio/wave"})
_SAMPLE_BYTES = 2  # L16: two bytes a sample, little-endian as in the container


def unpacked(item: JsonObject) -> JsonObject:
    """An audio item in a WAV container -> the same samples as ``audio/l16``; others as they are.

    Interactions answers speech in WAV, generateContent in raw PCM, around which callers put a
    header of their own.
    """
    data = item.get("data")
    if item.get("type") != "audio" or not isinstance(data, str):
        return item
    if str(item.get("mime_type", "audio/wav")).lower() not in _CONTAINERS:
        return item
    try:
        with wave.open(io.BytesIO(base64.b64decode(data))) as sound:
            if sound.getsampwidth() != _SAMPLE_BYTES:
                return item
            samples = sound.readframes(sound.getnframes())
            rate, channels = sound.getframerate(), sound.getnchannels()
    except (ValueError, EOFError, wave.Error):
        return item
    raw = {"data": base64.b64encode(samples).decode("ascii"), "mime_type": "audio/l16"}
    return {**item, **raw, "sample_rate": rate, "channels": channels}
