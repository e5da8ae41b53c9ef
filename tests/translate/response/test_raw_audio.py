"""Speech for legacy callers: the samples alone, as generateContent gives them."""

from __future__ import annotations

import base64
import io
import wave
from typing import Any

import pytest

from stepbridge.translate import response
from stepbridge.translate.stream import ChunkStream

SAMPLES = bytes(range(200))


def sound(width: int = 2, rate: int = 24_000, channels: int = 1) -> str:
    packed = io.BytesIO()
    with wave.open(packed, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(SAMPLES)
    return base64.b64encode(packed.getvalue()).decode()


def answer(**item: Any) -> dict[str, Any]:
    content = [{"type": "audio", **item}]
    return {"status": "completed", "steps": [{"type": "model_output", "content": content}]}


def told(raw_audio: bool = True, **item: Any) -> dict[str, Any]:
    body = response.from_interaction(answer(**item), raw_audio=raw_audio).body
    blob: dict[str, Any] = body["candidates"][0]["content"]["parts"][0]["inlineData"]
    return blob


@pytest.mark.parametrize(
    ("channels", "mime"),
    [(1, "audio/L16;codec=pcm;rate=24000"), (2, "audio/L16;codec=pcm;rate=24000;channels=2")],
)
def test_samples_leave_their_container(channels: int, mime: str) -> None:
    blob = told(data=sound(channels=channels), mime_type="audio/wav")
    assert blob["mimeType"] == mime
    assert base64.b64decode(blob["data"]) == SAMPLES


def test_a_container_without_a_name_is_one_as_well() -> None:
    assert base64.b64decode(told(data=sound())["data"]) == SAMPLES


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (sound(width=1), "audio/wav"),
        ("UklGRg==", "audio/wav"),
        ("not base64", "audio/wav"),
        (sound(), "audio/mp3"),
    ],
    ids=["8 bits", "cut", "no base64", "another type"],
)
def test_anything_else_stays_as_it_is(data: str, mime: str) -> None:
    assert told(data=data, mime_type=mime) == {"mimeType": mime, "data": data}


def test_only_who_asks_for_samples_gets_them() -> None:
    assert told(raw_audio=False, data=sound(), mime_type="audio/wav")["data"] == sound()


def test_a_stream_gives_samples_too() -> None:
    stream = ChunkStream(raw_audio=True)
    delta = {"type": "audio", "data": sound(), "mime_type": "audio/wav"}
    stream.feed({"event_type": "step.start", "index": 0, "step": {"type": "model_output"}})
    (chunk,) = stream.feed({"event_type": "step.delta", "index": 0, "delta": delta})
    blob = chunk["candidates"][0]["content"]["parts"][0]["inlineData"]
    assert base64.b64decode(blob["data"]) == SAMPLES
