"""The proxy as a process of its own, before the emulator or before a server that keeps notes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest


@dataclass
class Noted:
    """A request as it arrived upstream, raw."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


@dataclass
class NotingServer:
    """Notes requests; answers with ``answer``, or as ``script`` says."""

    answer: tuple[int, dict[str, str], bytes] = (200, {"Content-Type": "text/plain"}, b"plain")
    script: Callable[[BaseHTTPRequestHandler], None] | None = None
    noted: list[Noted] = field(default_factory=list)
    client_left: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        self.noted.append(Noted(handler.requestline, handler.headers.items(), body_of(handler)))
        if self.script is not None:
            handler.close_connection = True
            self.script(handler)
            return
        status, headers, body = self.answer
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)


def body_of(handler: BaseHTTPRequestHandler) -> bytes:
    if handler.headers.get("Transfer-Encoding") != "chunked":
        return handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    body = b""
    while size := int(handler.rfile.readline(), 16):
        body += handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()
    return body


@pytest.fixture
def upstream() -> Iterator[NotingServer]:
    notes = NotingServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return lambda: notes.handle(self)
            raise AttributeError(name)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128  # the usual five refuse a crowd

    server = Server(("127.0.0.1", 0), Handler)
    notes.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield notes
    server.shutdown()
    server.server_close()


@dataclass
class Proxy:
    """A running proxy."""

    url: str
    process: subprocess.Popen[bytes]
    log_file: Path

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def metrics(self) -> dict[str, float]:
        text = httpx.get(f"{self.url}/metrics").text
        rows = [line.rpartition(" ") for line in text.splitlines() if line[:1] != "#"]
        return {name: float(value) for name, _, value in rows}


Start = Callable[..., Proxy]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a proxy with the given options; all are ended with the test."""
    started: list[Proxy] = []

    def run(upstream: str, *options: str, **environ: str) -> Proxy:
        port = free_port()
        log = tmp_path / f"proxy-{len(started)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "stepbridge_cli.main", "proxy"),
                    *("--port", str(port), "--upstream", upstream, *options),
                ],
                env={**os.environ, **environ},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        proxy = Proxy(f"http://127.0.0.1:{port}", process, log)
        started.append(proxy)
        wait_until_ready(proxy)
        return proxy

    yield run
    for proxy in started:
        proxy.process.kill()
        proxy.process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(proxy: Proxy) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        assert proxy.process.poll() is None, proxy.log
        try:
            if httpx.get(f"{proxy.url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(proxy.log)


@pytest.fixture
def write_event() -> Callable[..., None]:
    """Writes one server-sent event of a chunked answer."""

    def write(handler: BaseHTTPRequestHandler, kind: str, **fields: Any) -> None:
        data = json.dumps({"event_type": kind, **fields})
        piece = f"event: {kind}\ndata: {data}\n\n".encode()
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.flush()

    return write


@pytest.fixture
def begin() -> Callable[[BaseHTTPRequestHandler], None]:
    """Begins a chunked answer of server-sent events."""

    def begun(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()

    return begun
