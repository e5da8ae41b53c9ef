"""CPU of `stepbridge.Client` per call, against a raw httpx POST of the same JSON.

    python benchmarks/client.py [--rounds 5] [--calls 300] [--big-calls 40] [--official]

All clients talk to one canned server in a process of its own and take turns within each round, so
that only ratios matter. What is counted is CPU time of this process (`time.process_time`), the
median over the rounds. Targets: 1.3 times the raw POST, for one short turn and for fifty turns with
a picture of 1 MB.
"""

from __future__ import annotations

import argparse
import base64
import json
import multiprocessing
import os
import socketserver
import statistics
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx

import stepbridge

MODEL = "gemini-2.5-flash"
INTERACTION = json.dumps(
    {
        "id": "v1_x",
        "object": "interaction",
        "status": "completed",
        "model": MODEL,
        "steps": [
            {"type": "thought", "signature": "c2lnbmF0dXJl"},
            {"type": "model_output", "content": [{"type": "text", "text": "Short answer. " * 10}]},
        ],
        "usage": {"total_input_tokens": 8, "total_output_tokens": 40, "total_tokens": 48},
    }
).encode()


class Canned(BaseHTTPRequestHandler):
    """Answers every POST with the same interaction."""

    protocol_version = "HTTP/1.1"
    # One packet an answer: a second one would wait for the client's delayed acknowledgement.
    wbufsize = -1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(INTERACTION)))
        self.end_headers()
        self.wfile.write(INTERACTION)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def serve(pipe: Any) -> None:
    with Server(("127.0.0.1", 0), Canned) as server:
        pipe.send(server.server_address[1])
        server.serve_forever()


def short() -> list[dict[str, Any]]:
    return [{"role": "user", "parts": [{"text": "Why is the sea salt?"}]}]


def long() -> list[dict[str, Any]]:
    picture = base64.b64encode(os.urandom(1_000_000)).decode()
    first = {"inlineData": {"mimeType": "image/png", "data": picture}}
    turns: list[dict[str, Any]] = [{"role": "user", "parts": [first, {"text": "What is this?"}]}]
    for number in range(49):
        role = "model" if number % 2 == 0 else "user"
        turns.append({"role": role, "parts": [{"text": f"Turn {number}. " * 8}]})
    return turns


def contestants(
    url: str, contents: list[dict[str, Any]], official: bool
) -> dict[str, Callable[[], Any]]:
    steps = stepbridge.to_input(contents)
    body = {"model": MODEL, "input": steps, "store": False}
    raw = httpx.Client(headers={"x-goog-api-key": "k"}, timeout=None)
    ours = stepbridge.Client(api_key="k", http_options={"base_url": url})

    def post() -> Any:
        return json.loads(raw.post(f"{url}/v1beta/interactions", json=body).content)

    def light() -> Any:
        return ours.interactions.create(**body).output_text

    def legacy() -> Any:
        return ours.models.generate_content(model=MODEL, contents=contents).text

    found: dict[str, Callable[[], Any]] = {
        "raw httpx POST": post,
        "stepbridge interactions.create": light,
        "stepbridge generate_content": legacy,
    }
    if official:
        from google import genai

        theirs = genai.Client(api_key="k", http_options={"base_url": url})
        found["official interactions.create"] = lambda: theirs.interactions.create(**body)
    return found


def measure(runs: dict[str, Callable[[], Any]], rounds: int, calls: int) -> dict[str, list[float]]:
    """Milliseconds of CPU a call, by contestant and round."""
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(rounds):
        for name, run in runs.items():
            count = max(3, calls // 10) if name.startswith("official") else calls
            start = time.process_time()
            for _ in range(count):
                run()
            spent[name].append((time.process_time() - start) * 1000 / count)
    return spent


def report(title: str, spent: dict[str, list[float]]) -> None:
    base = statistics.median(spent["raw httpx POST"])
    print(title)
    for name, times in spent.items():
        middle = statistics.median(times)
        spread = f"{min(times):.2f} - {max(times):.2f}"
        print(f"  {name:<32} {middle:8.2f} ms  ({spread})  {middle / base:5.2f} x")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--big-calls", type=int, default=40)
    parser.add_argument("--official", action="store_true", help="the official SDK as well (slow)")
    options = parser.parse_args()
    receiver, sender = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.Process(target=serve, args=(sender,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{receiver.recv()}"
    for title, contents, calls in (
        ("one turn of text", short(), options.calls),
        ("50 turns and a picture of 1 MB", long(), options.big_calls),
    ):
        runs = contestants(url, contents, options.official)
        report(title, measure(runs, options.rounds, calls))
    server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
