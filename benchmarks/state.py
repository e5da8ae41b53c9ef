"""Bytes sent over a chat that begins with an image: stateless, and with the server keeping it.

    python benchmarks/state.py [--turns N] [--image BYTES]

The official SDK talks to the emulator through InteractionsTransport; request bodies are counted
below it. CPU is of the whole process, emulator included, so only its ratio says anything.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2
from google import genai
from google.genai import types

from stepbridge import InteractionsTransport
from stepbridge.policy import Settings
from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"


class Counting(httpx2.HTTPTransport):
    """Adds up the bodies of requests."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.sizes.append(len(request.read()))
        return super().handle_request(request)


def talk(settings: Settings, turns: int, picture: types.Part) -> tuple[list[int], float, Any]:
    """Sizes of all request bodies, CPU seconds, and what the emulator understood last."""
    wire = Counting()
    transport = InteractionsTransport(wire, settings)
    with Emulator() as emulator:
        options = {"base_url": emulator.url, "client_args": {"transport": transport}}
        with genai.Client(api_key="k", http_options=options) as client:
            chat = client.chats.create(model=MODEL, config={"system_instruction": "Be short."})
            start = time.process_time()
            chat.send_message(["What is this?", picture])
            for turn in range(1, turns):
                chat.send_message(f"Question {turn}: what else do you see there?")
            spent = time.process_time() - start
        return wire.sizes, spent, emulator.exchanges[-1].prompt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=50)
    parser.add_argument("--image", type=int, default=1 << 20)
    options = parser.parse_args()
    data = b"\x89PNG\r\n\x1a\n" + os.urandom(options.image)
    picture = types.Part.from_bytes(data=data, mime_type="image/png")
    with tempfile.TemporaryDirectory() as folder:
        rows = {
            "stateless": Settings(),
            "kept, memory": Settings(state="server"),
            "kept, SQLite": Settings(state="server", state_store=str(Path(folder) / "state.db")),
        }
        results = {name: talk(row, options.turns, picture) for name, row in rows.items()}
    (all_sizes, _, meant) = results["stateless"]
    print(f"{options.turns} turns, an image of {options.image:,} bytes in the first")
    print(f"{'':14}{'bytes sent':>14}{'of stateless':>14}{'last turn':>12}{'CPU s':>8}")
    for name, (sizes, spent, prompt) in results.items():
        assert prompt == meant, "both mean the same to the model"
        share = sum(sizes) / sum(all_sizes)
        print(f"{name:14}{sum(sizes):14,}{share:14.2%}{sizes[-1]:12,}{spent:8.2f}")


if __name__ == "__main__":
    main()
