"""CPU per event of a translated stream, against reading the lines and json.loads alone.

    python benchmarks/stream.py [--events 2000] [--rounds 7]

Both read the same bytes in the same pieces, one event a piece, as a server that flushes each event
sends them. ``lines`` is what any client of the stream must do at least; ``httpx`` is the same
through httpx's ``iter_lines`` (no socket); the translated ones end in bytes for the legacy client.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator

import httpx

from stepbridge.translate import sse
from stepbridge.translate.stream import ChunkStream


def pieces(count: int) -> list[bytes]:
    """A recorded-like stream: a thought, then ``count`` pieces of text."""
    told = {"id": "v1_" + "x" * 60, "object": "interaction", "model": "gemini-3.8-flash"}
    events: list[dict[str, object]] = [
        {"interaction": {**told, "status": "in_progress"}, "event_type": "interaction.created"},
        {"index": 0, "step": {"type": "thought"}, "event_type": "step.start"},
        {
            "index": 0,
            "delta": {"signature": "QUJD" * 200, "type": "thought_signature"},
            "event_type": "step.delta",
        },
        {"index": 0, "event_type": "step.stop"},
        {"index": 1, "step": {"type": "model_output"}, "event_type": "step.start"},
        *(
            {
                "index": 1,
                "delta": {"text": f" and piece {number} of the text", "type": "text"},
                "event_type": "step.delta",
            }
            for number in range(count)
        ),
        {"index": 1, "event_type": "step.stop"},
        {
            "interaction": {**told, "status": "completed", "usage": {"total_tokens": 9}},
            "event_type": "interaction.completed",
        },
    ]
    encode = json.JSONEncoder(separators=(",", ":")).encode
    return [f"event: {event['event_type']}\ndata: {encode(event)}\n\n".encode() for event in events]


def lines(data: list[bytes]) -> int:
    """Read lines and decode their JSON, by hand."""
    found = 0
    for piece in data:
        for line in piece.decode().splitlines():
            if line.startswith("data: "):
                json.loads(line[6:])
                found += 1
    return found


class _Body(httpx.SyncByteStream):
    def __init__(self, data: list[bytes]) -> None:
        self._data = data

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._data)


def through_httpx(data: list[bytes]) -> int:
    """Read lines with httpx and decode their JSON."""
    found = 0
    for line in httpx.Response(200, stream=_Body(data)).iter_lines():
        if line.startswith("data: "):
            json.loads(line[6:])
            found += 1
    return found


def translated(data: list[bytes]) -> int:
    """Bytes of an Interactions stream in, bytes of a legacy stream out."""
    decoder, stream = sse.EventDecoder(), ChunkStream()
    found = 0
    for piece in data:
        for event in decoder.feed(piece):
            for chunk in stream.feed(event):
                found += len(sse.encode_chunk(chunk))
    for chunk in stream.finish():
        found += len(sse.encode_chunk(chunk))
    return found


def translated_through_httpx(data: list[bytes]) -> int:
    """The same, with the bytes read by httpx."""
    return translated(list(httpx.Response(200, stream=_Body(data)).iter_bytes()))


def cpu(work: Callable[[list[bytes]], int], data: list[bytes]) -> float:
    """Microseconds of CPU an event."""
    start = time.process_time()
    work(data)
    return (time.process_time() - start) / len(data) * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    data = pieces(options.events)
    works = (lines, through_httpx, translated, translated_through_httpx)
    # Rounds are interleaved, so that other load on the machine falls on all alike.
    rounds = [[cpu(work, data) for work in works] for _ in range(options.rounds)]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    for work, median in zip(works, medians, strict=True):
        print(f"{work.__name__:26} {median:7.2f} us/event")
    print(f"{'ratio, by hand':26} {medians[2] / medians[0]:7.2f}")
    print(f"{'ratio, through httpx':26} {medians[3] / medians[1]:7.2f}")


if __name__ == "__main__":
    main()
