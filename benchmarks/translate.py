"""CPU of translating a request, against decoding and encoding the same JSON.

    python benchmarks/translate.py [--rounds 7]

The transport has to decode and encode the body anyway; the ratio says what translation adds to
that. Rounds of both are interleaved; the median counts. Sizes are characters of the legacy body.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from stepbridge.translate.request import to_interaction

MODEL = "gemini-3.5-flash"
SCHEMA = {
    "type": "OBJECT",
    "properties": {
        "city": {"type": "STRING", "description": "Name of the city"},
        "days": {"type": "INTEGER", "minimum": 1},
        "units": {"type": "STRING", "format": "enum", "enum": ["C", "F"], "nullable": True},
    },
    "required": ["city"],
}


def one_turn() -> dict[str, Any]:
    return {
        "contents": [{"role": "user", "parts": [{"text": "Tell me about the sea."}]}],
        "generationConfig": {"temperature": 0.5, "maxOutputTokens": 200},
    }


def with_tools() -> dict[str, Any]:
    declarations = [
        {"name": f"weather_{number}", "description": "Forecast", "parameters": SCHEMA}
        for number in range(10)
    ]
    return {**one_turn(), "tools": [{"functionDeclarations": declarations}]}


def long_chat() -> dict[str, Any]:
    picture = {"inlineData": {"mimeType": "image/png", "data": "QUJD" * 330_000}}
    turns = [
        {"role": role, "parts": [{"text": f"Turn {number}. " + "word " * 40}]}
        for number in range(50)
        for role in ("model", "user")
    ]
    first = {"role": "user", "parts": [picture, {"text": "What is this?"}]}
    return {**one_turn(), "contents": [first, *turns]}


def cpu(work: Callable[[], object], times: int) -> float:
    """Microseconds of CPU for one run."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds: int = parser.parse_args().rounds
    print(f"{'request':<12}{'characters':>12}{'json us':>10}{'translate us':>14}{'ratio':>8}")
    for make, times in ((one_turn, 2000), (with_tools, 500), (long_chat, 10)):
        body = make()
        text = json.dumps(body)
        decoding, translating = [], []
        for _ in range(rounds):
            decoding.append(cpu(lambda text=text: json.dumps(json.loads(text)), times))
            translating.append(cpu(lambda body=body: to_interaction(body, model=MODEL), times))
        base, added = statistics.median(decoding), statistics.median(translating)
        name = make.__name__
        print(f"{name:<12}{len(text):>12}{base:>10.1f}{added:>14.1f}{added / base:>8.2f}")


if __name__ == "__main__":
    main()
