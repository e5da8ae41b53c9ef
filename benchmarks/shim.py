"""CPU of a call through InteractionsTransport, against a raw POST of the same JSON, in one run.

    python benchmarks/shim.py [--rounds N]

The server is a process of its own with canned answers: only the client is measured. Rounds of all
clients alternate; the table gives medians of CPU per call and the ratio to raw httpx.
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


def measure(clients: dict[str, Callable[[], None]], calls: int, rounds: int) -> dict[str, float]:
    """Median CPU milliseconds a call, for each client."""
    samples: dict[str, list[float]] = {name: [] for name in clients}
    for call in clients.values():
        call()
    for _ in range(rounds):
        for name, call in clients.items():
            start = time.process_time()
            for _ in range(calls):
                call()
            samples[name].append((time.process_time() - start) / calls * 1000)
    return {name: statistics.median(values) for name, values in samples.items()}


def unary(port: int, body: dict[str, Any], calls: int, rounds: int) -> dict[str, float]:
    base = f"http://127.0.0.1:{port}"
    headers = {"Content-Type": "application/json"}
    legacy, sent = json.dumps(body).encode(), sent_for(body)
    raw = httpx.Client(base_url=base)
    shim = httpx.Client(base_url=base, transport=InteractionsTransport())

    def post(client: httpx.Client, path: str, data: bytes) -> None:
        json.loads(client.post(path, content=data, headers=headers).content)

    return measure(
        {
            "raw": lambda: post(raw, INTERACTIONS, sent),
            "shim": lambda: post(shim, GENERATE, legacy),
        },
        calls,
        rounds,
    )


def streamed(port: int, rounds: int) -> dict[str, float]:
    base = f"http://127.0.0.1:{port}"
    headers = {"Content-Type": "application/json"}
    body = conversation(1, 0)
    legacy, sent = json.dumps(body).encode(), sent_for(body, stream=True)
    raw = httpx.Client(base_url=base)
    shim = httpx.Client(base_url=base, transport=InteractionsTransport())

    def read(client: httpx.Client, path: str, data: bytes) -> None:
        with client.stream("POST", path, content=data, headers=headers) as response:
            for line in response.iter_lines():
                if line.startswith("data: "):
                    json.loads(line[6:])

    times = measure(
        {
            "raw": lambda: read(raw, INTERACTIONS, sent),
            "shim": lambda: read(shim, STREAM, legacy),
        },
        2,
        rounds,
    )
    return {name: value / EVENTS for name, value in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(EVENTS), str(PAUSE)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        port = int(server.stdout.readline())
        rows = {
            "one turn of text": unary(port, conversation(1, 0), 300, rounds),
            "50 turns, 1 MB image": unary(port, conversation(50, 1 << 20), 40, rounds),
            "a stream event": streamed(port, rounds),
        }
    finally:
        server.terminate()
    print(f"{'':24}{'raw ms':>10}{'shim ms':>10}{'ratio':>8}")
    for name, times in rows.items():
        ratio = times["shim"] / times["raw"]
        print(f"{name:24}{times['raw']:10.4f}{times['shim']:10.4f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
