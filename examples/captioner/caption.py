#!/usr/bin/env python
# stepbridge: verify args="photos --lang English --lang Spanish"
"""Captions every picture of a folder and prints the words as they arrive.

    python caption.py photos --lang English --lang Spanish

For each picture a caption is streamed; the second and later languages are asked for in the same
conversation, so that they translate the caption that was just shown instead of writing a new one.
"""

from __future__ import annotations

import argparse
import mimetypes
import os
import sys
from pathlib import Path

from google import genai
from google.genai import types as gtypes

MODEL = os.environ.get("CAPTION_MODEL", "gemini-2.5-flash")
PICTURES = {".png", ".jpg", ".jpeg", ".webp"}

STYLE = (
    "Write captions for a museum catalogue: one sentence, present tense, no opinion. "
    "Name the main colours."
)


class Captioner:
    """Keeps one conversation a picture and counts the tokens of all of them."""

    def __init__(self, client: genai.Client, model: str = MODEL) -> None:
        self._client = client
        self._model = model
        self._contents: list[gtypes.Content] = []
        self.tokens = 0
        self.cut_short = 0

    def look_at(self, picture: Path) -> None:
        mime_type = mimetypes.guess_type(picture.name)[0] or "image/png"
        self._contents = [
            gtypes.Content(
                role="user",
                parts=[
                    gtypes.Part.from_bytes(data=picture.read_bytes(), mime_type=mime_type),
                    gtypes.Part.from_text(text=f"The file is called {picture.name}."),
                ],
            )
        ]

    def caption(self, language: str) -> str:
        self._contents.append(
            gtypes.Content(role="user", parts=[gtypes.Part.from_text(text=f"Caption it in {language}.")])
        )
        stream = self._client.models.generate_content_stream(
            model=self._model,
            contents=self._contents,
            config=gtypes.GenerateContentConfig(
                system_instruction=STYLE,
                max_output_tokens=400,
                top_p=0.9,
                stop_sequences=["END OF CAPTION"],
            ),
        )
        text = ""
        last = None
        for chunk in stream:
            if chunk.text:
                print(chunk.text, end="", flush=True)
                text += chunk.text
            last = chunk
        print()
        self._count(last)
        self._contents.append(gtypes.Content(role="model", parts=[gtypes.Part.from_text(text=text)]))
        return text

    def _count(self, last: gtypes.GenerateContentResponse | None) -> None:
        if last is None:
            return
        if last.usage_metadata:
            self.tokens += last.usage_metadata.total_token_count or 0
        if last.candidates and last.candidates[0].finish_reason == gtypes.FinishReason.MAX_TOKENS:
            self.cut_short += 1


def pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", action="append", default=[], metavar="LANGUAGE")
    options = parser.parse_args()
    languages = options.lang or ["English"]

    found = pictures(options.folder)
    if not found:
        print(f"{options.folder}: no pictures", file=sys.stderr)
        return 1

    client = genai.Client()
    captioner = Captioner(client)
    words = 0
    for picture in found:
        print(f"== {picture.name} ({picture.stat().st_size} bytes)")
        captioner.look_at(picture)
        for language in languages:
            print(f"[{language}] ", end="")
            words += len(captioner.caption(language).split())

    print(f"== {len(found)} pictures, {words} words, {captioner.tokens} tokens, {captioner.cut_short} cut short")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
