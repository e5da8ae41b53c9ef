"""CPU of a call through InteractionsTransport, against the same POST without it, in one run.

    python benchmarks/shim.py [--rounds N]

The server is a process of its own with canned answers: only the client is measured. Both clients
are given the request as a value (``json=``), as programs have it; the rows "in bytes" have it
written before, so that what the shim does stands alone. Short rounds of both alternate; the table
gives medians of CPU per call and of each round's ratio. Targets: 1.3 times the raw POST, for one
short turn and for fifty turns with an image of 1 MB; 1.6 times for an event of a stream.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from stepbridge import InteractionsTransport

GENERATE = "/v1/models/gemini-3.5-flash:generateContent"
STREAM = "/v1/models/gemini-3.5-flash:streamGenerateContent?alt=sse"
INTERACTIONS = "/v1beta/interactions"
EVENTS = 500
# Between events, so that each is read by itself, as from a model.
PAUSE = 0.0005

SERVER = r"""
import asyncio, json, sys
def http(kind, body):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
TEXT = [{"type": "text", "text": "A short answer."}]
USAGE = {"total_input_tokens": 9, "total_output_tokens": 4, "total_tokens": 13}
DONE = {"id": "", "status": "completed", "usage": USAGE}
STEPS = [{"type": "model_output", "content": TEXT}]
WHOLE = http("application/json", json.dumps({**DONE, "steps": STEPS}).encode())
def event(kind, **fields):
    return f"event: {kind}\ndata: {json.dumps({'event_type': kind, **fields})}\n\n".encode()
COUNT, PAUSE = int(sys.argv[1]), float(sys.argv[2])
DELTA = event("step.delta", index=0, delta={"type": "text", "text": "some words "})
PIECES = [event("step.start", index=0, step={"type": "model_output"})] + [DELTA] * COUNT
PIECES += [event("step.stop", index=0), event("interaction.completed", interaction=DONE)]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
async def stream(writer):
    writer.write(HEAD)
    for piece in PIECES:
        writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await asyncio.sleep(PAUSE)
    writer.write(b"0\r\n\r\n")
async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0] or 0)
            body = await reader.readexactly(length)
            if b'"stream":true' in body[:100] + body[-100:]:
                await stream(writer)
            else:
                writer.write(WHOLE)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def conversation(turns: int, image_bytes: int) -> dict[str, Any]:
    """A legacy request: alternating turns, the first with an image if asked for."""
    contents = [
        {
            "role": "model" if turn % 2 else "user",
            "parts": [{"text": f"Turn {turn}: " + "some ordinary words " * 10}],
        }
        for turn in range(turns)
    ]
    if image_bytes:
        data = base64.b64encode(os.urandom(image_bytes)).decode()
        contents[0]["parts"].insert(0, {"inlineData": {"mimeType": "image/png", "data": data}})  # type: ignore[attr-defined]
    return {"contents": contents, "generationConfig": {"temperature": 0.5, "maxOutputTokens": 99}}


def sent_for(body: dict[str, Any], *, stream: bool = False) -> bytes:
    """What the shim sends for ``body``: the raw client posts the same."""
    from stepbridge.translate.request import to_interaction

    translated = to_interaction(body, model="gemini-3.5-flash", stream=stream).body
    return json.dumps(translated, separators=(",", ":")).encode()


@dataclass
class Row:
    """CPU milliseconds a call, one figure a round."""

    raw: list[float] = field(default_factory=list)
    shim: list[float] = field(default_factory=list)

    def line(self, name: str, per_call: int = 1) -> str:
        raw, shim = (statistics.median(times) / per_call for times in (self.raw, self.shim))
        ratio = statistics.median(b / a for a, b in zip(self.raw, self.shim, strict=True))
        return f"{name:32}{raw:10.4f}{shim:10.4f}{ratio:8.2f}"


def measure(raw: Callable[[], object], shim: Callable[[], object], calls: int, rounds: int) -> Row:
    """Both in turn, ``calls`` calls a round."""
    row = Row()
    raw()
    shim()
    for _ in range(rounds):
        for call, times in ((raw, row.raw), (shim, row.shim)):
            start = time.process_time()
            for _ in range(calls):
                call()
            times.append((time.process_time() - start) / calls * 1000)
    return row


def clients(port: int) -> tuple[httpx.Client, httpx.Client]:
    """A raw client and one over the shim."""
    base = f"http://127.0.0.1:{port}"
    return httpx.Client(base_url=base), httpx.Client(
        base_url=base, transport=InteractionsTransport()
    )


def unary(port: int, body: dict[str, Any], calls: int, rounds: int, *, written: bool) -> Row:
    raw, shim = clients(port)
    given: dict[str, Any] = {"json": body}
    if written:
        data = json.dumps(body, separators=(",", ":")).encode()
        given = {"content": data, "headers": {"Content-Type": "application/json"}}
    return measure(
        lambda: json.loads(raw.post(GENERATE, **given).content),
        lambda: json.loads(shim.post(GENERATE, **given).content),
        calls,
        rounds,
    )


def streamed(port: int, rounds: int) -> Row:
    raw, shim = clients(port)
    body = conversation(1, 0)
    sent = json.loads(sent_for(body, stream=True))

    def read(client: httpx.Client, path: str, value: dict[str, Any]) -> None:
        with client.stream("POST", path, json=value) as response:
            for line in response.iter_lines():
                if line.startswith("data: "):
                    json.loads(line[6:])

    return measure(
        lambda: read(raw, INTERACTIONS, sent), lambda: read(shim, STREAM, body), 1, rounds
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(EVENTS), str(PAUSE)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    short, long = conversation(1, 0), conversation(50, 1 << 20)
    print(f"{'':32}{'raw ms':>10}{'shim ms':>10}{'ratio':>8}")
    try:
        port = int(server.stdout.readline())
        for name, body, calls in (("one turn", short, 20), ("50 turns, 1 MB image", long, 4)):
            for written in (False, True):
                row = unary(port, body, calls, rounds, written=written)
                print(row.line(f"{name}, in bytes" if written else name), flush=True)
        print(streamed(port, max(5, rounds // 6)).line("a stream event", EVENTS))
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
