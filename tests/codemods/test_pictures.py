"""The function that rewritten modules get for Pillow images sends what the SDK sends."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.genai import _transformers
from PIL import Image

from stepbridge_codemods import rewrite

PROGRAM = b"""
from google import genai
from PIL import Image

client = genai.Client()
image = Image.open("photo.jpg")
client.models.generate_content(model="gemini-2.5-flash", contents=[image, "Describe."])
"""


@pytest.fixture(scope="module")
def image_item() -> Callable[[Image.Image], dict[str, str]]:
    text = rewrite(PROGRAM, "program.py").source.decode()
    start, end = text.index("def image_item"), text.index("client = ")
    names: dict[str, Any] = {"base64": base64, "io": io}
    exec(text[start:end], names)
    return names["image_item"]  # type: ignore[no-any-return]


def file_of(folder: Path, mode: str, name: str) -> Path:
    path = folder / name
    Image.linear_gradient("L").convert(mode).save(path)
    return path


def from_bytes(folder: Path) -> Image.Image:
    return Image.open(io.BytesIO(file_of(folder, "RGB", "a.jpg").read_bytes()))


def with_alpha(folder: Path) -> Image.Image:
    image = Image.open(file_of(folder, "RGB", "a.jpg"))
    image.putalpha(100)
    return image


PICTURES: dict[str, Callable[[Path], Image.Image]] = {
    "JPEG file": lambda folder: Image.open(file_of(folder, "RGB", "a.jpg")),
    "grey JPEG file": lambda folder: Image.open(file_of(folder, "L", "a.jpg")),
    "CMYK JPEG file": lambda folder: Image.open(file_of(folder, "CMYK", "a.jpg")),
    "PNG file": lambda folder: Image.open(file_of(folder, "RGBA", "a.png")),
    "GIF file": lambda folder: Image.open(file_of(folder, "P", "a.gif")),
    "JPEG from memory": from_bytes,
    "JPEG with alpha": with_alpha,
    "cropped": lambda folder: Image.open(file_of(folder, "RGB", "a.jpg")).crop((0, 0, 9, 9)),
    "made": lambda folder: Image.new("RGB", (3, 3)),
}


@pytest.mark.parametrize("make", PICTURES.values(), ids=list(PICTURES))
def test_same_bytes_and_type(
    make: Callable[[Path], Image.Image], image_item: Any, tmp_path: Path
) -> None:
    blob = _transformers.pil_to_blob(make(tmp_path))
    item = image_item(make(tmp_path))
    assert item["type"] == "image"
    assert item["mime_type"] == blob.mime_type
    assert base64.b64decode(item["data"]) == blob.data


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_line_ends_stay(line_end: bytes) -> None:
    result = rewrite(PROGRAM.replace(b"\n", line_end), "program.py")
    assert result.source.count(line_end) == result.source.count(b"\n") > 15
    assert b"image_item(image)" in result.source
